"""`python -m sensei` is `koans`, for where scripts are not on the path."""

from sensei.cli import main

main()
