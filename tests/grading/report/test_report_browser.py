"""The class report in a real browser: looked at, walked through with keys alone, and attacked."""

import os
from dataclasses import replace

import pytest

from sensei.course import Course
from sensei.grading.report.page import write
from sensei.verdict import Outcome

from .browser import CHROMIUM, Browser
from .classroom import book_of

pytest.importorskip("jinja2", reason="the report extra is not installed")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed: apt-get install chromium"),
    pytest.mark.skipif(os.name != "posix", reason="the browser is driven over inherited pipes"),
]
STUDENTS, TOPICS, KOANS = 120, 5, 61
HOSTILE = '<img src=x onerror="document.title=1"></script><script>document.title=2</script>'
TURNED = "\u202eadmin"
DRAWN = "document.querySelectorAll('#grid tbody td.v').length > 0"
SHOWN = "(e => { const b = e.getBoundingClientRect(); const at = document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2); return at === e || document.getElementById('tip').contains(at) })(document.activeElement)"
FOCUS = "(e => e.closest('tr').rowIndex + ' ' + e.cellIndex)(document.activeElement)"


@pytest.fixture(scope="module")
def browser():
    browser = Browser()
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    course = Course(Course.at_hand().topics[:TOPICS])
    book = book_of(course, STUDENTS)

    def results():
        for number, result in enumerate(book.results()):
            if number == 5:
                first = result.marks[0]
                said = replace(first.verdict, outcome=Outcome.WRONG, facts=(HOSTILE,), belief="")
                bad = replace(first, verdict=said, answers=(HOSTILE,), note=HOSTILE, overridden=HOSTILE)
                result = replace(result, name=HOSTILE, marks=(bad, *result.marks[1:]), notes=(HOSTILE,))
            yield replace(result, name=TURNED) if number == 6 else result

    path = tmp_path_factory.mktemp("report") / "report.html"
    write(replace(book, results=results), path, course)
    return path


@pytest.fixture
def page(browser, report):
    browser.call("Emulation.setScriptExecutionDisabled", value=False)
    browser.open(report, color_scheme="light")
    browser.wait(DRAWN)
    yield browser
    assert browser.complaints() == []
    assert browser.requests() == []


def column(page, selector, at):
    return page.run(
        f"[...document.querySelectorAll('{selector}')].filter(r => !r.hidden).map(r => r.cells[{at}].innerText.trim())"
    )


def test_a_heading_sorts_its_table_and_says_so(page):
    numbers = [int(each) for each in column(page, "#koans-table tbody tr", 2)]
    assert numbers == sorted(numbers)

    page.click("#koans-table th:nth-child(5) button")

    wrong = [int(each) for each in column(page, "#koans-table tbody tr", 4)]
    assert wrong == sorted(wrong, reverse=True)
    sorts = page.run("[...document.querySelectorAll('#koans-table th')].map(e => e.ariaSort)")
    assert [each for each in sorts if each] == ["descending"]
    assert sorts[4] == "descending"

    page.run("document.querySelector('#koans-table th:nth-child(1) button').focus()")
    page.press("Enter")

    titles = [each.lower() for each in column(page, "#koans-table tbody tr", 0)]
    assert titles[:3] == sorted(titles)[:3]


def test_a_search_leaves_the_rows_that_have_all_its_words_and_says_how_many(page):
    page.type("[data-search='koans-table']", "SHAPES unsqueeze")

    assert column(page, "#koans-table tbody tr", 0) == ["Unsqueeze takes its place"]
    assert page.run("document.querySelector('#koans .found').textContent") == f"1 of {KOANS} rows"
    assert page.run("document.querySelector('#koans .found').getAttribute('role')") == "status"

    page.type("[data-search='koans-table']", "")

    assert len(column(page, "#koans-table tbody tr", 0)) == KOANS


def test_students_are_found_by_name_and_koans_by_topic(page):
    page.type("#koan", "promotion")
    page.type("#student", "S10003")

    assert page.run("document.querySelectorAll('#grid thead .koan').length") == 11
    assert "s10003" in column(page, "#grid tbody tr:not([aria-hidden])", 0)[0]
    page.wait("document.getElementById('map-found').textContent === '1 of 120 students, 11 of 61 koans'")

    page.run("document.querySelector('.choice button[type=reset]').click()")

    page.wait("document.getElementById('map-found').textContent === '120 students, 61 koans'")


def test_a_verdict_leaves_the_students_who_have_one(page):
    page.type("#koan", "shapes")
    page.choose("#verdict", "3")
    rows = page.run(
        "[...document.querySelectorAll('#grid tbody tr:not([aria-hidden])')].map(r => r.querySelectorAll('.timeout').length)"
    )

    assert rows
    assert min(rows) >= 1
    assert page.run("document.querySelectorAll('#grid tbody .v:not(.timeout):not(.dim)').length") == 0


@pytest.mark.parametrize("order, sign", [("score-", -1), ("score+", 1)])
def test_rows_are_sorted_by_score(page, order, sign):
    page.choose("#sort", order)
    scores = [float(each) for each in column(page, "#grid tbody tr:not([aria-hidden])", 1)]

    assert len(scores) > 10
    assert scores == sorted(scores, key=lambda score: sign * score)
    assert page.run("document.querySelector('#grid thead th.score').ariaSort") == (
        "ascending" if sign > 0 else "descending"
    )


def test_a_topic_sorts_those_up_who_hold_least_of_it(page):
    page.choose("#sort", "topic 2")
    page.type("#koan", "indexing")
    held = page.run(
        "[...document.querySelectorAll('#grid tbody tr:not([aria-hidden])')].map(r => r.querySelectorAll('.passed').length)"
    )

    assert held == sorted(held)
    assert held[0] < held[-1]


def test_only_the_rows_in_sight_are_drawn_and_all_can_be_reached(page):
    assert page.run("document.querySelectorAll('#grid tbody tr').length") < 60
    assert page.run("Number(document.getElementById('grid').ariaRowCount)") == STUDENTS + 3

    page.run("document.getElementById('scroller').scrollTop = 1e6")
    page.wait(f"[...document.querySelectorAll('#grid tbody tr')].some(r => r.ariaRowIndex === '{STUDENTS + 3}')")

    assert page.run("document.querySelectorAll('#grid tbody tr').length") < 60


def test_the_map_is_one_stop_of_the_tab_key_and_is_walked_with_arrows(page):
    page.run("document.querySelector('.choice button[type=reset]').focus()")
    page.press("Tab")
    assert page.run(FOCUS) == "1 0"
    page.press("Tab")
    assert page.run("!document.activeElement.closest('#grid')")
    page.press("Tab", shift=True)

    page.press("ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowDown")

    assert page.run("document.activeElement.className.startsWith('v ')")
    assert page.run("document.activeElement.cellIndex") == 3
    name = page.run("document.activeElement.closest('tr').cells[0].querySelector('bdi').textContent")
    assert page.run("document.activeElement.ariaLabel").startswith(f"{name}, each level of brackets is a dimension: ")
    assert page.run("!document.getElementById('tip').hidden")

    page.press("Escape")
    assert page.run("document.getElementById('tip').hidden")
    page.press("End", control=True)
    assert page.run("document.activeElement.parentElement.ariaRowIndex") == str(STUDENTS + 3)
    assert page.run("document.activeElement.cellIndex") == KOANS + 1
    page.press("Home", control=True)
    assert page.run("document.activeElement.parentElement.ariaRowIndex") == "4"
    page.press("PageDown", "PageDown", "PageDown", "PageUp", "ArrowUp")
    assert page.run("document.activeElement.closest('#grid tbody') !== null")


@pytest.mark.parametrize("width", [1280, 320])
def test_the_cell_that_has_the_focus_is_never_hidden_behind_a_heading(page, width):
    page.call("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False)
    page.run("document.querySelector('#grid thead .corner[tabindex]').focus()")
    page.press("End", control=True)
    page.press(*["ArrowLeft"] * 45, *["ArrowUp"] * 30)
    row = "Number(document.activeElement.parentElement.ariaRowIndex)"
    before = page.run(row)
    page.press("PageUp", "PageUp")

    assert page.run("document.activeElement.cellIndex") == KOANS + 1 - 45
    assert before - page.run(row) > 16
    assert page.run(SHOWN)


def test_a_walk_brings_the_map_into_sight(page):
    page.run("document.querySelector('#grid thead .corner[tabindex]').focus()")
    page.run("scrollTo({top: 0, behavior: 'instant'})")
    page.press("ArrowDown", "ArrowDown")

    box = "(b => [b.top, b.bottom])(document.activeElement.getBoundingClientRect())"
    top, bottom = page.run(box)
    assert 0 <= top < bottom <= 901


def test_the_tab_key_finds_the_cell_again_after_the_map_was_scrolled(page):
    page.run("document.querySelector('#grid thead .corner[tabindex]').focus()")
    page.press("ArrowDown", "ArrowRight", "ArrowRight")
    page.run("document.querySelector('.choice button[type=reset]').focus()")
    page.run("document.getElementById('scroller').scrollTop = 60")
    page.press("Tab")

    assert page.run("document.activeElement.cellIndex") == 2
    assert page.run(SHOWN)


def test_enter_opens_the_whole_answer_and_escape_returns_to_its_cell(page):
    page.type("#student", "onerror")
    page.run("document.querySelector('#grid tbody td.v').focus()")
    page.press("Enter")

    assert page.run("document.getElementById('detail').open")
    told = page.run("document.getElementById('detail').innerText")
    assert told.count(HOSTILE) == 5  # the student, the answer, the reason, the note and the words of an override
    assert page.run("document.querySelectorAll('#detail img, #detail script').length") == 0

    page.press("Escape")

    assert page.run("!document.getElementById('detail').open")
    assert page.run("document.activeElement === document.querySelector('#grid tbody td.v')")


def test_enter_on_a_koan_sorts_by_it_and_on_a_student_tells_what_does_not_hold(page):
    page.run("document.querySelectorAll('#grid thead .koan')[1].focus()")
    page.press("Enter")

    assert page.run("document.activeElement.ariaSort") == "ascending"
    firsts = page.run(
        "[...document.querySelectorAll('#grid tbody tr:not([aria-hidden])')].map(r => r.cells[3].classList.contains('passed'))"
    )
    assert firsts == sorted(firsts)
    assert firsts[0] is False

    page.press("ArrowDown", "Home", "Enter")

    assert "Does not hold" in page.run("document.getElementById('detail').innerText")


def test_names_and_answers_of_any_kind_are_only_text(page):
    page.type("#student", "onerror")

    assert HOSTILE in column(page, "#grid tbody tr:not([aria-hidden])", 0)[0]
    page.type("#student", "admin")
    assert "⟨U+202E⟩admin" in column(page, "#grid tbody tr:not([aria-hidden])", 0)[0]
    assert page.run("document.title") == "PyTorch koans, autumn term \u2013 class report"
    assert page.run("document.images.length") == 0
    assert page.run("document.scripts.length") == 2


def test_the_policy_stops_what_would_be_put_in_all_the_same(browser, report):
    """Every refusal of the policy is an event; none of these may reach the network."""
    browser.open(report)
    browser.wait(DRAWN)
    browser.run("stopped = []; addEventListener('securitypolicyviolation', e => stopped.push(e.effectiveDirective))")
    attacks = "<img src='https://a.test/x.png'><b style='color:red'></b><style>b {}</style><iframe src='https://a.test'></iframe><b onclick='1'></b>"
    browser.run(f'document.body.insertAdjacentHTML("beforeend", "{attacks}")')
    browser.run(
        "fetch('https://a.test').catch(() => 0); document.body.append(Object.assign(document.createElement('script'), {text: 'run = 1'}))"
    )

    wanted = {
        "img-src",
        "style-src-attr",
        "style-src-elem",
        "frame-src",
        "script-src-attr",
        "connect-src",
        "script-src-elem",
    }
    browser.wait(f"new Set(stopped).size >= {len(wanted)}")
    assert set(browser.run("stopped")) == wanted
    assert browser.run("typeof run") == "undefined"


def test_dark_is_as_the_system_has_it_until_the_reader_chooses(page):
    ground = "getComputedStyle(document.body.parentElement).backgroundColor"
    light = page.run(ground)
    page.prefer(color_scheme="dark")
    page.wait(f"{ground} !== '{light}'")
    dark = page.run(ground)

    page.choose("#theme", "light")
    assert page.run(ground) == light
    page.prefer(color_scheme="light")
    page.choose("#theme", "dark")
    assert page.run(ground) == dark
    page.choose("#theme", "")


@pytest.mark.parametrize("width", [320, 640, 1280])
def test_the_page_never_scrolls_sideways(page, width):
    """640 is what a window of 1280 has at twice the size."""
    page.call("Emulation.setDeviceMetricsOverride", width=width, height=700, deviceScaleFactor=1, mobile=False)

    assert page.run("document.documentElement.scrollWidth") <= width


def test_the_page_is_printed_whole_and_light(page):
    page.prefer(color_scheme="dark")

    assert page.printed().startswith(b"%PDF")

    page.call("Emulation.setEmulatedMedia", media="print", features=[{"name": "prefers-color-scheme", "value": "dark"}])
    seen = "(s => getComputedStyle(document.querySelector(s)).display)"
    assert [page.run(f"{seen}('{each}')") for each in ("#scroller", ".choice", ".search", "nav")] == ["none"] * 4
    assert page.run(f"{seen}('.instead')") == "block"
    assert page.run("getComputedStyle(document.body).color") == "rgb(34, 40, 44)"
    assert page.run("[...document.querySelectorAll('.box')].every(e => e.scrollHeight <= e.clientHeight + 1)")
    page.call("Emulation.setEmulatedMedia", media="", features=[])


def test_without_scripts_there_is_still_a_report(browser, report):
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(report)
        seen = "(s => getComputedStyle(document.querySelector(s)).display)"

        assert browser.run(f"{seen}('.instead')") == "block"
        assert [browser.run(f"{seen}('{each}')") for each in ("#scroller", ".choice", ".search", ".theme")] == [
            "none"
        ] * 4
        assert browser.run("document.querySelectorAll('.bytopic tbody tr').length") == STUDENTS
        assert browser.run("document.querySelectorAll('#koans-table tbody tr').length") == KOANS
    finally:
        browser.call("Emulation.setScriptExecutionDisabled", value=False)


def test_a_screen_reader_meets_landmarks_headings_and_a_grid(page, tmp_path):
    course = Course(Course.at_hand().topics[:1])
    write(book_of(course, 4), tmp_path / "report.html", course)
    page.open(tmp_path / "report.html")
    page.wait(DRAWN)
    nodes = page.call("Accessibility.getFullAXTree")["nodes"]
    told = [(each["role"]["value"], each.get("name", {}).get("value", "")) for each in nodes if not each["ignored"]]
    roles = {role for role, _ in told}

    assert {
        "banner",
        "navigation",
        "main",
        "contentinfo",
        "search",
        "grid",
        "columnheader",
        "rowheader",
        "gridcell",
    } <= roles
    assert [
        name
        for role, name in told
        if role in {"button", "combobox", "searchbox", "textbox", "link", "grid", "region", "dialog", "image"}
        and not name
    ] == []
    headings = [name for role, name in told if role == "heading"]
    assert headings[:2] == ["PyTorch koans, autumn term", "What to teach next"]


def test_no_motion_where_none_is_wanted(page):
    smooth = "getComputedStyle(document.documentElement).scrollBehavior"
    assert page.run(smooth) == "smooth"

    page.prefer(reduced_motion="reduce")

    assert page.run(smooth) == "auto"


def test_the_first_stops_of_the_tab_key_skip_to_the_parts(page):
    page.press("Tab", "Tab")
    assert page.run("document.activeElement.textContent") == "Skip to the heat map"
    assert page.run("document.activeElement.getBoundingClientRect().left >= 0")

    page.press("Enter")

    page.wait("document.activeElement.id === 'map'")
