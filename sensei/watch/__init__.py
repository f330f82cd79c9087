"""The learner's loop: a koan on the screen, and its verdict whenever its file is saved."""
