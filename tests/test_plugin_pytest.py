"""Koans are ordinary pytest tests: the options that a pytest user knows do what they do elsewhere."""

import pytest

BASKETS = "koans/test_01_baskets.py"
FIRST = f"{BASKETS}::test_baskets_are_poured_together"
ALL = [
    FIRST,
    f"{BASKETS}::test_a_word_has_no_sum",
    f"{BASKETS}::test_double_is_written_by_you",
    "koans/test_02_words.py::test_words_are_joined_in_order",
    "koans/test_02_words.py::test_a_list_is_sorted",
    "koans/test_03_loops.py::test_the_bell_rings",
]
OWN_TEST = "\n\ndef test_of_my_own():\n    basket = {}\n    assert 'pear' in basket\n"


def test_one_koan_by_its_id_runs_alone(desk):
    desk.solve("a_list_is_sorted")
    held, failed = desk.run(ALL[4]), desk.run(ALL[3])

    assert held.ret == pytest.ExitCode.OK
    assert "Words: a list is sorted\nIt holds." in held.stdout.str()
    assert failed.ret == pytest.ExitCode.TESTS_FAILED
    assert "Words: words are joined in order" in failed.stdout.str()
    assert "a list is sorted" not in failed.stdout.str()


def test_a_whole_file_runs_to_its_end_as_any_test_file_does(desk):
    desk.solve("a_word_has_no_sum")
    result = desk.run(BASKETS)

    result.assert_outcomes(passed=1, failed=2)
    assert f"{BASKETS} F.F" in result.stdout.str()
    assert result.ret == pytest.ExitCode.TESTS_FAILED


@pytest.mark.parametrize("arguments", [["koans"], ["koans/"], ["./koans"], ["--rootdir", "."]])
def test_naming_the_folder_of_the_koans_is_the_walk_as_well(desk, arguments):
    assert desk.run(*arguments).outlines == desk.run().outlines


def test_keywords_select(desk):
    result = desk.run("-k", "list or bell")

    result.assert_outcomes(failed=2, deselected=4)
    assert desk.run("-k", "unicorns").ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_first_failure_stops_a_file(desk):
    desk.run(BASKETS, "-x").assert_outcomes(failed=1)
    desk.run(BASKETS, "--maxfail=2").assert_outcomes(failed=2)


def test_last_failed_runs_what_failed(desk):
    desk.solve("a_word_has_no_sum")
    desk.run(BASKETS)
    result = desk.run("--lf", "-v")

    result.assert_outcomes(failed=2)
    assert f"{FIRST} FAILED" in result.stdout.str()


def test_collect_only_lists_every_koan_and_runs_none(desk):
    quiet, tree = desk.run("--collect-only", "-q"), desk.run("--co")

    assert quiet.ret == tree.ret == pytest.ExitCode.OK
    assert quiet.outlines[:6] == ALL
    assert "<Function test_the_bell_rings>" in tree.stdout.str()
    assert [path.name for path in (desk.path / ".koans").iterdir()] == ["base"]


def test_a_file_that_is_half_written_is_collected_whole(desk):
    desk.change(2, "    word = ", "    word ==== ")

    assert desk.run("--co", "-q").outlines[:6] == ALL


def test_verbose_names_each_koan_and_its_outcome_and_stops_where_the_walk_does(desk):
    desk.solve("baskets_are_poured_together")
    result = desk.run("-v")

    result.stdout.fnmatch_lines([f"{FIRST} PASSED*", f"{ALL[1]} FAILED*", "*the walk stops at the first koan*"])
    result.stdout.no_fnmatch_line("*double*")
    assert result.ret == pytest.ExitCode.TESTS_FAILED


def test_quiet_is_the_walk_as_well(desk):
    assert desk.run("-q").outlines == desk.run().outlines


@pytest.mark.parametrize("flag", ["-rA", "--durations=2"])
def test_a_report_that_was_asked_for_is_given(desk, flag):
    desk.solve("baskets_are_poured_together")
    result = desk.run(flag)

    assert {"-rA": f"PASSED {FIRST}", "--durations=2": "slowest 2 durations"}[flag] in result.stdout.str()
    assert "Baskets: a word has no sum" in result.stdout.str()
    assert result.ret == pytest.ExitCode.TESTS_FAILED


def test_without_the_cache_the_walk_is_the_same(desk):
    assert desk.run("-p", "no:cacheprovider").outlines == desk.run().outlines
    assert desk.run("-p", "no:cacheprovider", "-v").ret == pytest.ExitCode.TESTS_FAILED


@pytest.mark.parametrize("solved", [True, False])
def test_without_a_terminal_reporter_the_exit_code_is_true(desk, solved):
    if solved:
        desk.solve()
    result = desk.run("-p", "no:terminal")

    assert "INTERNALERROR" not in result.stdout.str() + result.stderr.str()
    assert result.ret == (0 if solved else 1)


def test_a_shuffled_run_goes_through_all_and_shows_the_first_of_the_course(desk):
    desk.solve("a_word_has_no_sum", "the_bell_rings")
    walk = desk.run("-p", "randomly", "--randomly-seed=3")
    listed = desk.run("-p", "randomly", "--randomly-seed=3", "-v")

    listed.assert_outcomes(passed=2, failed=4)
    assert [line.split()[0] for line in listed.outlines if "%]" in line] != ALL
    assert "Baskets: baskets are poured together" in walk.stdout.str()
    assert "torch-koans" in walk.stdout.str()
    assert walk.ret == pytest.ExitCode.TESTS_FAILED


def test_two_processes_share_the_course(desk):
    desk.solve(*[each.name for each in desk.course.koans[:5]])
    result = desk.run("-n", "2")
    desk.solve("the_bell_rings")
    end = desk.run("-n", "2")

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert "5 of 6" in result.stdout.str()
    assert "Loops: the bell rings" in result.stdout.str()
    assert end.ret == pytest.ExitCode.OK
    assert "All 6 koans hold, and this run has tried" in end.stdout.str()


def test_exit_codes_are_pytests_own(desk):
    assert desk.run("-k", "nothing_of_that_name").ret == pytest.ExitCode.NO_TESTS_COLLECTED
    assert desk.run("--no-such-option").ret == pytest.ExitCode.USAGE_ERROR
    assert desk.run(f"{BASKETS}::test_nothing").ret == pytest.ExitCode.USAGE_ERROR
    assert desk.run("--sw").ret == pytest.ExitCode.INTERRUPTED
    assert desk.run().ret == pytest.ExitCode.TESTS_FAILED
    desk.solve()
    assert desk.run().ret == pytest.ExitCode.OK


@pytest.mark.parametrize("option", ["--help", "--version", "--markers", "--fixtures", "--cache-show", "--setup-plan"])
def test_what_pytest_says_of_itself_is_not_swallowed(desk, option):
    result = desk.run(option)

    assert result.ret == pytest.ExitCode.OK
    assert len(result.outlines + result.errlines) >= 1
    assert [path.name for path in (desk.path / ".koans").iterdir()] == ["base"]


def test_an_extra_test_in_a_koan_file_fails_as_pytest_shows_it(desk):
    desk.solve("baskets_are_poured_together")
    desk.file(1).write_text(desk.file(1).read_text() + OWN_TEST)
    walk, alone = desk.run(), desk.run(f"{BASKETS}::test_of_my_own")

    assert walk.ret == alone.ret == pytest.ExitCode.TESTS_FAILED
    assert "Baskets: a word has no sum" in walk.stdout.str()
    assert "test_of_my_own" not in walk.stdout.str()
    alone.stdout.fnmatch_lines([">       assert 'pear' in basket", "E       AssertionError", "*1 failed in*"])


def test_an_extra_test_that_fails_before_the_end_is_shown_beside_the_koan(desk):
    desk.solve("baskets_are_poured_together", "a_word_has_no_sum", "double_is_written_by_you")
    desk.file(1).write_text(desk.file(1).read_text() + OWN_TEST)
    result = desk.run()

    result.stdout.fnmatch_lines([">       assert 'pear' in basket", "Words: words are joined in order"])


def test_an_extra_test_that_fails_keeps_a_solved_course_from_exit_code_zero(desk):
    desk.solve()
    desk.file(3).write_text(desk.file(3).read_text() + OWN_TEST)

    assert desk.run().ret == pytest.ExitCode.TESTS_FAILED


def test_a_file_of_the_learners_own_between_the_koans_is_an_ordinary_test_file(desk):
    (desk.path / "koans" / "test_mine.py").write_text("def test_fine():\n    assert 2 > 1\n" + OWN_TEST)
    result = desk.run("koans/test_mine.py")

    result.assert_outcomes(passed=1, failed=1)
    assert "E       AssertionError: assert 'pear' in {}" in result.stdout.str()
    desk.solve()
    assert desk.run().ret == pytest.ExitCode.TESTS_FAILED


def test_koans_and_tests_in_one_run_are_shown_by_pytest(desk):
    (desk.path / "tests").mkdir()
    (desk.path / "tests" / "test_mine.py").write_text("def test_fine():\n    assert 2 > 1\n" + OWN_TEST)
    result = desk.run("koans", "tests")

    result.assert_outcomes(passed=1, failed=7)
    assert "E       AssertionError: assert 'pear' in {}" in result.stdout.str()
    assert result.outlines[0].startswith("=====")


@pytest.mark.parametrize("folder", ["tests", "properties"])
@pytest.mark.parametrize("inside", [True, False])
def test_other_folders_look_like_ordinary_pytest(desk, folder, inside, monkeypatch):
    (desk.path / folder).mkdir()
    (desk.path / folder / "test_mine.py").write_text("def test_fine():\n    assert 2 > 1\n" + OWN_TEST)
    if inside:
        monkeypatch.chdir(desk.path / folder)
    result = desk.run(*([] if inside else [folder]))

    result.assert_outcomes(passed=1, failed=1)
    assert result.outlines[0].startswith("=====")
    assert "torch-koans" not in result.stdout.str()
    assert "E       AssertionError: assert 'pear' in {}" in result.stdout.str()


def test_one_test_of_another_folder_looks_like_ordinary_pytest(desk):
    (desk.path / "tests").mkdir()
    (desk.path / "tests" / "test_mine.py").write_text("def test_fine():\n    assert 2 > 1\n")
    result = desk.run("tests/test_mine.py::test_fine")

    assert result.outlines[0].startswith("=====")
    assert "\x1b[32m" in desk.run("tests/test_mine.py::test_fine", "--color=yes").stdout.str()


def test_solutions_are_tests_that_pass(desk, small_course):
    (desk.path / "solutions").symlink_to(small_course / "solutions")
    result = desk.run("solutions")

    result.assert_outcomes(passed=6)
    assert result.outlines[0].startswith("=====")
