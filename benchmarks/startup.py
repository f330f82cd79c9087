"""How fast the commands answer that need no torch, beside a Python that does nothing. Aim: below 0.25 s.

python benchmarks/startup.py [ROUNDS]
"""

import sys
from pathlib import Path

from stopwatch import in_turn

ROOT = Path(__file__).parent.parent


def main(rounds: int) -> None:
    koans = [sys.executable, "-m", "sensei"]
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "koans --help": [*koans, "--help"],
        "koans list": [*koans, "list"],
        "koans hint": [*koans, "hint", "full_looks_at_what_it_fills_with"],
        "koans why": [*koans, "why", "full_looks_at_what_it_fills_with"],
        "import torch": [sys.executable, "-c", "import torch"],
    }
    took = in_turn(commands, cwd=ROOT, rounds=rounds)
    nothing = took["python -c pass"]
    for name, seconds in took.items():
        print(f"{name:16} {seconds:6.3f} s   {seconds / nothing:6.1f} times python -c pass")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
