"""The attack corpus: hand-ins of students who want points that they did not earn, and what an honest grader gives."""
