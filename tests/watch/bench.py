"""A bench for the session: jobs are written down in place of being run, and told of as the test likes."""

from sensei import voice
from sensei.verdict import Outcome, Verdict
from sensei.warm.job import Begun, Ended, Judged
from sensei.watch.screens import fitted
from sensei.watch.session import Session


class Bench:
    """A session at a desk; `jobs` is what it has asked for, the newest last."""

    def __init__(self, desk, name=None):
        self.desk, self.jobs = desk, []
        self.session = Session(desk.course, desk.path, self.jobs.append, desk.course.koan(name) if name else None)
        self.view, self.trials = self.session.view, self.session.trials

    @property
    def job(self):
        return self.jobs[-1]

    def koan(self, name):
        return self.desk.course.koan(name)

    def save(self, *numbers):
        """The files of these topics were saved."""
        return self.session.saved({self.desk.file(number).name for number in numbers or (1,)})

    def press(self, *keys):
        return [self.session.press(key) for key in keys][-1]

    def sight(self, outcome, name=None, *facts):
        koan = self.koan(name) if name else self.view.koan
        return self.trials.sight(koan, Verdict(koan.identity, outcome, None, facts))

    def judged(self, outcome, *facts):
        """The run that was asked for last has a verdict."""
        return self.trials.hear(Judged(self.job, self.sight(outcome, None, *facts)))

    def ended(self, status=0, said=""):
        return self.trials.hear(Ended(self.job, status, said))

    def holds(self):
        """The koan in hand is run and holds; the run comes to its end."""
        self.trials.hear(Begun(self.job))
        self.judged(Outcome.PASSED)
        self.ended()


def drawn(view, columns=80, lines=24, encoding="utf-8"):
    """The screen of a view on a terminal of that size, without colours."""
    return fitted(view, lines, lambda what: voice.render(what, width=columns, encoding=encoding))
