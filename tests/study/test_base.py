"""What every subject of a study stands on."""

from workbench.study.base import not_found


def test_a_row_that_has_no_name_any_more_is_nothing_to_propose() -> None:
    error = not_found("transcript", "K-03", [None, "K-01", "", "K-04"])
    assert error.message == "there is no transcript called K-03"
    assert error.hint in ("You may mean K-01, K-04.", "You may mean K-04, K-01.")
    assert not_found("transcript", "K-03", [None]).hint == ""
