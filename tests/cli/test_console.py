"""What is written is harmless, and is what the reader can use."""

import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.cli.console import Console, harmless_json

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=40)


@given(ANYTHING)
def test_harmless_json_is_the_same_document(text: str) -> None:
    spelt = harmless_json(json.dumps({text: [text]}, ensure_ascii=False))
    assert json.loads(spelt) == {text: [text]}


@given(ANYTHING)
def test_harmless_json_holds_no_control_and_can_be_encoded(text: str) -> None:
    spelt = harmless_json(json.dumps(text, ensure_ascii=False))
    assert not any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2066\u200b" for c in spelt)
    spelt.encode()


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A person reads stdout."""
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr(Console, "terminal", True)


def test_a_row_in_a_pipe_is_a_line_whatever_its_cells_hold(capsys: pytest.CaptureFixture[str]) -> None:
    Console().table(("a", "b", "c"), [("one\ttwo", "three\nfour", 5), ("\x1b[2J", None, "x")])
    assert capsys.readouterr().out == "one two\tthree four\t5\n␛[2J\t\tx\n"


@pytest.mark.usefixtures("terminal")
def test_a_table_on_a_terminal_has_headings_and_a_caption(capsys: pytest.CaptureFixture[str]) -> None:
    Console().table(("code", "count"), [("  Netværk", 12)], caption="all coders")
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert lines[0].split() == ["code", "count"]
    assert lines[2].startswith("  Netværk ")
    assert lines[2].endswith(" 12")
    assert lines[-1] == "all coders"


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(
    "name", ["[/]", "[red]x[/red]", "[@click=app.quit]x", ":smile:", "\x1b]0;t\x07", "http://x.dk"]
)
def test_a_name_on_a_terminal_is_text_and_never_markup(capsys: pytest.CaptureFixture[str], name: str) -> None:
    Console().table((name,), [(name,)])
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert out.count(name.replace("\x1b", "␛").replace("\x07", "␇")) >= 1


def test_exact_text_in_a_pipe_is_exact(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    Console().exact("a\r\x1b[1mé\u202e")
    assert capsysbinary.readouterr().out == "a\r\x1b[1mé\u202e".encode()


@pytest.mark.usefixtures("terminal")
def test_exact_text_on_a_terminal_is_made_visible_and_ends_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    Console().exact("a\x1b[1mé")
    assert capsys.readouterr().out == "a␛[1mé\n"


def test_nobody_is_shown_a_bar_in_a_pipe() -> None:
    with Console().progress("work") as step:
        assert step is None


def test_somebody_at_a_terminal_is_shown_a_bar(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with Console().progress("importing [red]") as step:
        assert step is not None
        step(1, 2)
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "importing [red]" in shown.err
