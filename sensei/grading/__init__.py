"""Grading: the hand-ins of a class become marks. No process that gives a verdict runs what a student wrote."""
