"""Importing this module warms the process that imports it: multiprocessing's server knows no other way."""

import os
import sys

from sensei.warm import libraries

# Whatever a library says as it is loaded has no place on the learner's screen.
_nowhere = os.open(os.devnull, os.O_WRONLY)
for _stream in (1, 2):
    os.dup2(_nowhere, _stream)
sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115

TROUBLE = libraries.trouble()
