"""A plugin for a plain run of pytest, which writes down how every koan looked. The file's name is in a variable."""

import json
import os
from pathlib import Path

SIGHTS = {}


def pytest_runtest_logreport(report):
    if getattr(report, "koan", None):
        SIGHTS[report.nodeid] = {**report.koan, "printed": report.capstdout}


def pytest_unconfigure():
    Path(os.environ["KOANS_TOLD"]).write_text(json.dumps(SIGHTS), encoding="utf-8")
