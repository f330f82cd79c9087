"""The refusal: something that a person did and can mend. Its message says what is the case, and what to do."""


class Refusal(Exception):
    """Base of what a command tells in one sentence, and never as a traceback."""
