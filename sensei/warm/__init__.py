"""The warm server: a process that has imported the libraries, and a child of it for each run of koans."""
