"""A run of grading: from hand-ins over remembered verdicts to marks. Nothing here imports torch or runs an answer."""
