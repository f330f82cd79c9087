"""The document that the course was asked to cover: each of its snippets and claims is taught by a koan that exists."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from sensei.course import Course
from sensei.trees import Trees

REPOSITORY = Path(__file__).parent.parent
CLAIMS = tomllib.loads((REPOSITORY / "tests" / "seed_ledger.toml").read_text(encoding="utf-8"))["claim"]
SNIPPETS = 47  # the document's code blocks, one of them a copy that slipped into another's output
VERDICTS = {"TRUE": 60, "MISLEADING": 24, "NOTE": 18, "FALSE": 8}
SECTIONS = [
    *("1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "4.1", "4.2", "5.1", "5.2", "5.3"),
    *("6.1", "6.2", "6.3", "6.4", "7", "8.1.1", "8.1.2", "8.1.3", "8.1.4", "8.2.1", "8.2.2", "8.2.3", "8.3.1"),
    *("8.3.2", "9", "9.1.1", "9.1.2", "9.1.3", "9.2.1", "9.2.2", "9.2.3", "9.3", "9.4.1", "9.4.2"),
]


@pytest.fixture(scope="module")
def identities():
    """Every koan of the course, by its identity."""
    return {koan.identity for topic in Course.load(Trees.checkout(REPOSITORY)).topics for koan in topic.koans}


def test_every_snippet_and_every_section_has_claims():
    assert sorted({claim["block"] for claim in CLAIMS}) == list(range(1, SNIPPETS + 1))
    assert list(dict.fromkeys(claim["section"] for claim in CLAIMS)) == SECTIONS


def test_no_claim_of_the_ledger_is_missing():
    assert Counter(claim["verdict"] for claim in CLAIMS) == VERDICTS
    assert len({(claim["block"], claim["claim"]) for claim in CLAIMS}) == len(CLAIMS)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: f"{claim['block']}: {claim['claim'][:50]}")
def test_every_claim_is_taught_by_a_koan_that_exists(claim, identities):
    assert claim["koans"], "no koan teaches this"
    assert set(claim["koans"]) <= identities
