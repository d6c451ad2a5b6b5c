"""``workbench plot``."""

from pathlib import Path

import pytest

from tests.cli.conftest import H01, H02, Run


@pytest.fixture
def coded(run: Run, study: Path) -> Path:
    """A theme both groups voice, and one that a club alone voices."""
    first, second, third = H01.index("Vi ringer"), H01.index("Jeg"), H02.index("Man skal")
    run("code", "H-01", first, first + 25, "Fælles / At ringe", "--new")
    run("code", "H-01", second, second + 30, "Fælles / At ringe")
    run("code", "H-02", third, third + 40, "At give slip", "--new")
    run("progress", "done", "H-01", "H-02")
    return study


def test_every_kind_is_drawn_on_a_terminal_with_what_it_rests_on(run: Run, coded: Path) -> None:
    heat = run("plot", "heat", terminal=True).out.splitlines()
    assert heat[0].split() == ["theme", "Kommunen", "Foreningen", "Skolen"]
    (shared,) = [line for line in heat if "At ringe" in line]
    assert [word for word in shared.split() if "/" in word] == ["1/1", "1/2"]
    assert any("layer: all coders; coders: ann; 2 interviews" in line for line in heat)
    profile = run("plot", "profile", "Fælles / At ringe", terminal=True).out
    assert "1 of 1 informants, 1 interview" in profile
    assert "1 of 2 informants, 1 interview" in profile
    assert "H-01" in run("plot", "saturation", terminal=True).out
    assert run("plot", "agreement", terminal=True).status == 0
    assert "█" not in run("plot", "heat", "--ascii").out


def test_a_file_is_of_the_kind_its_name_says(run: Run, coded: Path) -> None:
    begins = {"svg": b"<?xml", "png": b"\x89PNG", "html": b"<!DOCTYPE html>", "txt": b"tema"}
    for suffix, first in begins.items():
        assert run("plot", "heat", "harbour", "-o", f"heat.{suffix}").status == 0
        assert (coded / f"heat.{suffix}").read_bytes().startswith(first)
    assert run("plot", "heat", "--format", "svg").out == (coded / "heat.svg").read_text(encoding="utf-8")
    assert "Hvem kan hvad på havnen" in (coded / "heat.html").read_text(encoding="utf-8")
    found = run("plot", "heat", "--by", "columns", "--json").json
    assert found["columns"] == ["tema", "Fælles", "Kommunen", "Foreningen"]
    assert {"title", "caption", "rows", "words"} <= found.keys()


MEANINGLESS = [
    (("profile",), "of one theme"),
    (("profile", "Findes ikke"), "Findes ikke"),
    (("saturation", "x"), "of no matrix"),
    (("heat", "harbour", "--matrix", "harbour"), "named twice"),
    (("heat", "data"), "no themes"),
    (("agreement", "--layer", "ann"), "not of a layer"),
    (("saturation", "--by", "groups"), "goes with heat"),
    (("heat", "--json", "--format", "svg"), "format of its own"),
    (("heat", "-o", "heat.pdf"), ".pdf"),
]


def test_what_means_nothing_is_refused(run: Run, coded: Path) -> None:
    for words, said in MEANINGLESS:
        told = run("plot", *words)
        assert (told.status, told.out) == (2, "")
        assert said in told.err
    assert not list(coded.glob("heat.*"))
