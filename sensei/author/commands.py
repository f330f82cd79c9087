"""The commands of `koans author`. Importing this module is cheap; each command imports what it needs."""

import os
import time
from contextlib import nullcontext
from pathlib import Path

import click

from sensei import workspace
from sensei.command import HELP, told
from sensei.refusal import Refusal


@click.command(context_settings=HELP)
@click.argument("topic", required=False)
@click.option("--rule", "rules", metavar="NAME", multiple=True, help="Prove this rule only, with those it stands on.")
@click.option("--list-rules", is_flag=True, help="Show the rules, and prove nothing.")
@click.option(
    "--jobs", type=click.IntRange(min=1), metavar="N", help="Processes to run koans in; else one a processor."
)
@told
def check(topic: str | None, rules: tuple[str, ...], list_rules: bool, jobs: int | None) -> None:
    """Prove the course, or TOPIC of it: one line for each thing that does not hold.

    \b
    Examples: koans author check
              koans author check first_tensors
              koans author check --rule leak --rule hints
    """
    from sensei import environment
    from sensei.author.checkout import Checkout
    from sensei.author.pool import Pool
    from sensei.author.proof import prove, runs
    from sensei.author.rules import RULES, chosen

    if list_rules:
        width = max(len(rule.name) for rule in RULES)
        for rule in RULES:
            click.echo(f"{rule.name:<{width}}  {rule.claim}")
        return
    started = time.monotonic()
    wanted = chosen(rules)
    checkout = Checkout.at(workspace.root(), topic)
    trouble = environment.trouble() if runs(wanted) else None
    if trouble:
        raise Refusal(trouble)
    with Pool(jobs) if runs(wanted) else nullcontext() as pool:
        proof = prove(checkout, wanted, pool)
    for violation in proof.violations:
        path = os.path.relpath(checkout.root / violation.path, Path.cwd()).replace(os.sep, "/")
        click.echo(violation.told(path))
    if proof.violations:
        number = len(proof.violations)
        click.echo(f"{number} violation{'s' if number > 1 else ''}.", err=True)
        raise SystemExit(1)
    click.echo(f"{proof.summary}; in {time.monotonic() - started:.1f} s.")


@click.command(context_settings=HELP)
@click.option("--force", is_flag=True, help="Lock koans that have answers where the copy has blanks, too.")
@told
def lock(force: bool) -> None:
    """Make the koans of this checkout the course that learners start from.

    Example: koans author lock
    """
    from sensei.author.lock import lock as locked

    changed = locked(workspace.root(), force=force)
    click.echo("\n".join(changed) if changed else "Nothing to do: the pristine copy is the koans as they are.")


@click.command(context_settings=HELP)
@click.argument("topic")
@click.argument("name")
@told
def new(topic: str, name: str) -> None:
    """Begin the koan NAME at the end of TOPIC, in every tree. TOPIC may be a new one, such as 07_shapes_and_views.

    Example: koans author new first_tensors a_zero_is_not_a_silence
    """
    from sensei.author.scaffold import scaffold

    root = workspace.root()
    for path in scaffold(root, topic, name):
        click.echo(os.path.relpath(path, Path.cwd()).replace(os.sep, "/"))
    click.echo("`koans author check` says what is still to be written.")
