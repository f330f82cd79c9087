"""The least that a solved course can cost: the libraries imported once, and every koan's body run bare, without pytest.

python benchmarks/bodies.py [--slowest N]
"""

import argparse
import importlib
import os
import runpy
import sys
import tempfile
import time
import warnings
from pathlib import Path

from sensei.judge import LATE

SOLUTIONS = Path(__file__).parent.parent / "solutions"


def main(slowest: int) -> None:
    """Run every solution, and tell which took longest."""
    start = time.perf_counter()
    import sklearn.linear_model  # noqa: F401
    import torch

    took = {"import torch and scikit-learn": time.perf_counter() - start}
    for module in LATE.values():  # torch's own, which the first optimizer and its like would import
        start = time.perf_counter()
        importlib.import_module(module)
        took[f"import {module}"] = time.perf_counter() - start
    warnings.simplefilter("ignore")
    os.chdir(tempfile.mkdtemp())  # the last topic draws a picture where it runs
    for path in sorted(SOLUTIONS.glob("test_*.py")):
        start = time.perf_counter()
        module = runpy.run_path(str(path))
        took[f"load {path.stem}"] = time.perf_counter() - start
        for name, body in module.items():
            if name.startswith("test_"):
                torch.manual_seed(0)
                start = time.perf_counter()
                body()
                took[f"{path.stem}::{name}"] = time.perf_counter() - start
    for name, seconds in sorted(took.items(), key=lambda each: -each[1])[:slowest]:
        print(f"{seconds:8.3f} s  {name}")
    bodies = sum(seconds for name, seconds in took.items() if "::" in name)
    print(f"{bodies:8.3f} s  all {sum('::' in name for name in took)} bodies together")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--slowest", type=int, default=5)
    main(parser.parse_args(sys.argv[1:]).slowest)
