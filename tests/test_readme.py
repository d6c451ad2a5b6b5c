"""The README says what the program does."""

import html
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_key_table_is_made_from_the_commands() -> None:
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        import make
    finally:
        sys.path.pop(0)
    assert make.keys(README) == README


def test_every_file_that_is_linked_is_there() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert len(links) >= 3
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("place", ["coding", "agreement"])
def test_a_picture_shows_the_keys_that_its_screen_has(place: str) -> None:
    from workbench.tui.commands import table

    drawn = html.unescape((ROOT / "docs" / f"{place}.svg").read_text(encoding="utf-8")).replace("\xa0", " ")
    assert "http" not in re.sub(r'xmlns\S*="[^"]*"', "", drawn).replace("Generated with Rich https:", "")
    shown = [command.label for command in table(place) if command.shown]
    assert len(shown) > 4
    assert [label for label in shown[:5] if f">{label} " not in drawn] == []


def test_every_picture_is_of_a_document_and_every_document_has_its_pictures() -> None:
    named = {
        (page.parent / picture).resolve()
        for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md"))
        for picture in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
    }
    assert named == set((ROOT / "docs").glob("*.svg"))


def test_there_are_two_commands_of_one_line_each() -> None:
    section = README.split("## Two commands")[1].split("\n## ")[0]
    first, second = re.findall(r"```\n(.*?)```", section, re.DOTALL)
    assert first.count("\n") == second.count("\n") == 1
    assert "demo" in first
    assert "pytest" in second


def test_every_command_that_is_named_exists() -> None:
    from workbench.cli.commands import COMMANDS

    shell = README.split("## From the shell")[1].split("\n## ")[0]
    named = set(re.findall(r"`workbench (\w+)", README)) | set(re.findall(r"(?m)^workbench (\w+)", shell))
    named.discard("COMMAND")
    assert named <= set(COMMANDS)
    assert len(named) > 5
