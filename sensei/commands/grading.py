"""The command grade: a class's hand-ins become marks, reports and the files of learning platforms."""

from pathlib import Path
from typing import Any

import click

from sensei.command import told
from sensei.refusal import Refusal

_FILE = click.Path(path_type=Path, dir_okay=False)
_HAND_INS = "hand-ins"
_STOPPED = "Stopped. What was judged is kept in {}: the same command goes on from there."


class _Grade(click.Group):
    """A group that grades where no other of its commands is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = {"-h", "--help", "--self-test", *self.list_commands(ctx)}
        return super().parse_args(ctx, args if not args or args[0] in own else [_HAND_INS, *args])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return super().get_command(ctx, cmd_name) or hand_ins

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, "SUBMISSIONS... --out DIR [OPTIONS]")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [each.get_help_record(ctx) for each in (*hand_ins.params, *self.get_params(ctx))]
        with formatter.section("Options"):
            formatter.write_dl([each for each in records if each])
        self.format_commands(ctx, formatter)


@click.group(cls=_Grade, invoke_without_command=True)
@click.option("--self-test", is_flag=True, help="Attack the sandbox of this machine, say what holds, and stop.")
@click.pass_context
@told
def grade(ctx: click.Context, self_test: bool) -> None:
    """Grade a class: SUBMISSIONS are folders or archives of hand-ins, as they come from a learning platform.

    All files go into DIR: results.json, gradebook.csv, report.html, junit.xml, a page of feedback for each student, and
    what is asked for beside them. Run again, it goes on where it was stopped, and judges only what it has not judged.
    Points that you set in DIR/overrides.csv (student,koan,points,reason) are kept.

    \b
    Examples: koans grade submissions.zip --out graded
              koans grade submissions/ --out graded --roster class.csv --config grading.toml
              koans grade --self-test
              koans grade diff graded-before graded
    """
    if ctx.invoked_subcommand is not None:
        return
    if not self_test:
        click.echo(ctx.get_help())
        return
    from sensei.grading.sandbox import selftest

    report = selftest.report()
    click.echo(str(report))
    raise SystemExit(0 if report.holds else 1)


class _Unnamed(click.Context):
    """The context of a command that is reached without its name, so that no line on its usage tells it."""

    @property
    def command_path(self) -> str:
        return self.parent.command_path if self.parent else super().command_path


class _HandIns(click.Command):
    context_class = _Unnamed


@click.command(_HAND_INS, cls=_HandIns)
@click.argument("sources", metavar="SUBMISSIONS...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", metavar="DIR", required=True, type=click.Path(path_type=Path), help="Where all files go.")
@click.option("--roster", type=_FILE, help="A CSV of who is in the class; exports of Canvas and Moodle will do.")
@click.option("--topics", metavar="TOPIC,...", default="", help="The topics that were asked for; all if left out.")
@click.option("--config", type=_FILE, help="grading.toml: weights, points, late policy.")
@click.option("--jobs", type=click.IntRange(1, 1024), help="Processes that read and judge; one for each processor.")
@click.option("--resume/--anew", default=True, help="Go on with the run in DIR (the default), or forget its verdicts.")
@click.option("--scheduler", metavar="ADDRESS", default="", help="Judge on the workers of a Dask scheduler.")
@click.option("--seed", type=click.IntRange(0), help="Of the inputs that answers are tried on; else drawn once.")
@click.option("--trust-code", is_flag=True, help="Run answers that are code even where no sandbox works.")
@click.option("--canvas", type=_FILE, help="A gradebook exported from Canvas; canvas.csv is made to import.")
@click.option("--moodle", type=_FILE, help="A grading worksheet of Moodle; moodle.csv is made to upload.")
@click.option("--assignment", default="", help="What the assignment is called in Canvas: title, number, or both.")
@click.option("--release-answers", is_flag=True, help="Tell the right answers in the students' feedback.")
@told
def hand_ins(sources: tuple[Path, ...], out: Path, resume: bool, topics: str, jobs: int | None, **asked: Any) -> None:
    """Grade SUBMISSIONS into DIR.

    Example: koans grade submissions.zip --out graded
    """
    from sensei.grading.outputs import Options
    from sensei.grading.run.grade import Request, grade
    from sensei.grading.run.show import Show
    from sensei.terminal import show

    options = Options(
        canvas=asked["canvas"],
        moodle=asked["moodle"],
        assignment=asked["assignment"],
        release_answers=asked["release_answers"],
    )
    request = Request(
        sources=sources,
        out=out,
        roster=asked["roster"],
        topics=tuple(filter(None, (each.strip() for each in topics.split(",")))),
        config=asked["config"],
        jobs=jobs or 0,
        anew=not resume,
        scheduler=asked["scheduler"],
        seed=asked["seed"],
        trust=asked["trust_code"],
        options=options,
    )
    try:
        summary = grade(request, Show())
    except KeyboardInterrupt:
        click.echo("\n" + _STOPPED.format(out), err=True)
        raise SystemExit(130) from None
    show(summary.table())


@grade.command("diff")
@click.argument("before", metavar="A", type=click.Path(path_type=Path))
@click.argument("after", metavar="B", type=click.Path(path_type=Path))
@click.option("--csv", "as_csv", is_flag=True, help="Write a table instead.")
@told
def diff(before: Path, after: Path, as_csv: bool) -> None:
    """Say whose marks differ between two runs, in which koans, and why. A and B are folders of runs or results.json.

    The exit status is 0 if no mark differs, 1 if one does, and 2 if they cannot be compared.

    \b
    Examples: koans grade diff graded-before graded
              koans grade diff graded-before graded --csv
    """
    from sensei.grading.run.diff import Comparison, rows, sentences

    differs = False
    try:
        comparison = Comparison.of(before, after)
        for line in rows(comparison) if as_csv else sentences(comparison):
            differs = differs or line.tells
            click.echo(line.text)
    except Refusal as refusal:
        click.echo(f"Error: {refusal}", err=True)
        raise SystemExit(2) from None
    raise SystemExit(1 if differs else 0)


@grade.command("gradescope-zip")
@click.argument("path", metavar="ZIP", type=_FILE)
@click.option("--topics", metavar="TOPIC,...", default="", help="The topics that were asked for; all if left out.")
@click.option("--config", type=_FILE, help="grading.toml, which goes into the zip.")
@click.option("--visibility", default="visible", help="When students see their koans, in Gradescope's words.")
@click.option("--seconds", type=click.FloatRange(1), default=540.0, help="The most that one submission may take.")
@click.option("--pip", multiple=True, help="An argument for pip in the container; may be given many times.")
@told
def gradescope_zip(
    path: Path, topics: str, config: Path | None, visibility: str, seconds: float, pip: tuple[str, ...]
) -> None:
    """Write ZIP, an autograder that Gradescope runs on each submission.

    Example: koans grade gradescope-zip autograder.zip --topics first_tensors,shapes
    """
    from sensei.course import Course
    from sensei.grading.outputs.autograder import Autograder, gradescope_zip
    from sensei.grading.run.config import Config

    course = Course.at_hand()
    wanted = tuple(filter(None, (each.strip() for each in topics.split(","))))
    (Config.load(config, course) if config else Config()).koans(course, wanted)  # what is wrong is told here, not there
    arguments = ["--topics", ",".join(wanted)] if wanted else []
    gradescope_zip(path, Autograder(arguments, config, visibility, seconds, pip))
    click.echo(f"{path} is ready: upload it as the autograder of a programming assignment.")


@grade.command("classroom")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@told
def classroom(folder: Path) -> None:
    """Tell GitHub Classroom's workflow what was found in DIR, the folder of a run on one hand-in.

    The exit status is 0 if every point was earned, 1 if not.

    Example: koans grade classroom graded
    """
    import os

    from sensei.grading.outputs.classroom import classroom
    from sensei.grading.run.diff import load

    full = classroom(load(folder), os.environ, click.echo)
    raise SystemExit(0 if full else 1)
