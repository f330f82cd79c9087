"""The sandbox: where students' code runs. Its server and cells are inside, the warden and the judge outside."""
