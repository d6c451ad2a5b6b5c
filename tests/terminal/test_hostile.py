"""Whatever a study holds, the terminal obeys only the program: nothing of it arrives there as a command or as markup.

The bytes themselves are looked at, not the screen: every control sequence that is sent has to be of a kind that the
program needs, whatever its source.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.terminal.driver import Terminal
from workbench.store import Store, put
from workbench.study import Study

TITLE, CLEAR, CLIPBOARD, C1 = "\x1b]0;owned\x07", "\x1b[2J\x1b[3J", "\x1b]52;c;b3duZWQ=\x1b\\", "\x9b2J\x9d0;owned\x9c"
ESCAPES = f"{TITLE}{CLEAR}{CLIPBOARD}{C1}\x1b[6n\x1bc\x08\x7f\u202e"
MARKUP = "[/red][@click=app.quit]x[/]"
EVIL = f"{MARKUP}{ESCAPES}"
OVERRIDE = "\u202e".encode()
SEEN = "␛]0;owned␇␛[2J"
"""How a person sees the beginning of ``ESCAPES``."""

_SEQUENCE = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[PX^_][^\x1b]*(?:\x1b\\)?|[ -/]*[0-~])?"
)
_NEEDED = re.compile(
    rb"\x1b(?:\[[0-9;]*[mH]"  # colours, the cursor
    rb"|\[\?(?:7|25|1000|1003|1004|1006|1015|1049|2004|2026|2048)(?:[hl]|\$p)"  # modes of the terminal
    rb"|\[>\d*u|\[<u"  # the keyboard
    rb"|\]22;\w+\x07"  # the shape of the pointer
    rb")"
)
_CUT_OFF = re.compile(rb"(?:\x1b(?:\[[0-?]*)?|[\xc0-\xff][\x80-\xbf]{0,2})\Z")
"""What is unfinished where a program was killed while it wrote."""
_BAR = re.compile(rb"\x1b\[(?:2K|1A|\?25[hl])")


def unneeded(sent: bytes, more: re.Pattern[bytes] | None = None) -> Counter[bytes]:
    """What was sent that no program of ours has to say: sequences of other kinds, loose controls, C1, overrides."""
    sent = _CUT_OFF.sub(b"", sent)
    found = Counter(
        m.group()
        for m in _SEQUENCE.finditer(sent)
        if not _NEEDED.fullmatch(m.group()) and not (more and more.fullmatch(m.group()))
    )
    rest = _SEQUENCE.sub(b"", sent)
    found.update(re.findall(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]", rest))
    if sent.decode(errors="replace").count("\ufffd") > sent.count("\ufffd".encode()):
        found[b"<bytes that are not UTF-8>"] += 1
    return found


SETTINGS = f"""[study]
title = {json.dumps("Studie " + EVIL)}

[groups.volunteer]
label = {json.dumps("Frivillige " + EVIL)}
column = "volunteer"

[matrix.competences]
title = {json.dumps("Kompetencer " + EVIL)}
columns = ["volunteer"]
shared_label = {json.dumps("Fælles " + EVIL)}
"""
TEXT = f"""---
id: A-01
site: "Sted {MARKUP}"
informants:
  - {{label: R1, group: volunteer}}
---
R1: Jeg siger {EVIL} og går hjem igen.

[/]: Og jeg siger [bold]det samme[/bold].
"""


class Hostile(NamedTuple):
    """The study, and the id of a transcript whose name is hostile too."""

    folder: Path
    transcript: str
    code: str


@pytest.fixture
def hostile(tmp_path: Path) -> Hostile:
    """A study in which everything that has a name has a hostile one, most of it come through a colleague's log."""
    folder = tmp_path / f"studie {EVIL}".replace("/", "∕")[:120]
    (folder / "codebook").mkdir(parents=True)
    (folder / "transcripts").mkdir()
    (folder / "codebook" / "study.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "transcripts" / "A-01.md").write_text(TEXT, encoding="utf-8")
    name = f"A-01 {EVIL}"
    study = Study.open(folder, "Eva")
    row = study.transcripts.get("A-01")
    code = study.codes.create("Kaos")
    document = study.transcripts.document("A-01")
    study.codings.add(document.revision, 4, len(document.text) - 2, code.id, memo=EVIL)
    study.memos.add("passage", row.id, EVIL, revision=document.revision, start=4, end=20)
    study.progress.done(["A-01"])
    eva = study.coder
    study.close()
    # The front door refuses such names; a log that was made elsewhere is not ours to refuse.
    store = Store.open(folder / ".workbench" / "study.db", eva)
    store.write(
        "rename everything",
        [
            put("coder", eva, name=f"Eva {EVIL}"),
            put("code", code.id, name=f"Kaos {EVIL}", definition=EVIL, include=EVIL, example=EVIL, colour=EVIL),
            put(
                "transcript",
                row.id,
                name=name,
                site=EVIL,
                date=EVIL,
                kind=EVIL,
                mode=EVIL,
                interviewer=json.dumps([EVIL]),
            ),
            put("informant", row.informants[0].id, label=f"R1 {EVIL}", group=EVIL),
        ],
    )
    store.db.close()
    return Hostile(folder, name, code.id)


def test_nothing_a_study_holds_reaches_the_terminal_from_the_screens(hostile: Hostile, tmp_path: Path) -> None:
    rubbish = tmp_path / "in" / f"{EVIL}.md".replace("/", "∕")
    rubbish.parent.mkdir()
    rubbish.write_bytes(b"\x00\x01\x02rubbish")
    with Terminal(["--study", hostile.folder, "--coder", MARKUP], 140, 40) as terminal:
        terminal.wait_for(f"A-01 {MARKUP[:10]}", SEEN)
        terminal.press("i").wait_for("Import: choose a file")
        terminal.press("ctrl+u", str(rubbish.parent), "enter").wait_for("the whole folder", SEEN)
        terminal.press("enter").wait_for("It cannot be read", SEEN)
        terminal.press("esc").wait_without("It cannot be read")
        terminal.press("enter").wait_for("R1 Jeg siger", f"   {MARKUP}{SEEN}", "Definition", "¶ memo")
        terminal.press("j", "c").wait_for("Code “[/]: Og jeg siger [bold]")
        terminal.press("[/red]").wait_for("+ new code “[/red]”")
        terminal.press("up", "enter").wait_for("┃Re [/red]")
        terminal.press("m").wait_for("Memo on “[/]:")
        terminal.press("[@click=app.quit]x", "ctrl+s").wait_for("¶ memo · [/red]", "[@click=app.quit]x")
        terminal.press("f3").wait_for("▸ Codebook", f"Kaos {MARKUP}"[:30])
        terminal.press("H").wait_for("made Kaos", "as it was")
        terminal.press("esc").wait_without("as it was")
        terminal.press("enter").wait_for("1 passage", f"remark: {MARKUP}")
        terminal.press("S").wait_for("Kaos", "1 of 1")
        terminal.press("n").wait_for("A new code to sort into")
        terminal.press("esc").wait_without("A new code to sort into")
        terminal.press("f11").wait_for("Memos", "[@click=app.quit]x")
        terminal.press("f12").wait_for("New codes")
        terminal.press("f4").wait_for("▸ Synthesis", "Kompetencer [/red]")
        terminal.press("s").wait_for("Behind the table")
        terminal.press("esc").wait_without("Behind the table")
        terminal.press("p").wait_for(f"Fælles {MARKUP}")
        terminal.press("enter").wait_for("Why does Kaos [/red]")
        terminal.press("[/]", "enter").wait_for("shared †")
        terminal.press("x").wait_for("▸ pictures", "tab shows one theme")
        terminal.press("esc").wait_without("▸ pictures")
        terminal.press("=").wait_for("Compare all coders with", "layer: consensus")
        terminal.press("enter").wait_for("▸ compared", "→")
        terminal.press("esc").wait_without("▸ compared")
        terminal.press("enter").wait_for("1 excerpt", "p pick")
        terminal.press("p").wait_for("❝ picked")
        terminal.press("E").wait_for("Shorten the quote", "everything stands in the passage")
        terminal.press("x").wait_for("✗")
        terminal.press("esc").wait_for("Not kept yet")
        terminal.press("esc").wait_without("Shorten the quote")
        terminal.press("esc").wait_for("▸ Synthesis")
        terminal.press("e", "enter").wait_for("Export the table")
        terminal.press("enter").wait_for("Write competences as")
        terminal.press("enter").wait_for("Written:")
        terminal.press("?").wait_for("Keys: synthesis")
        terminal.press("esc").wait_without("Keys: synthesis")
        assert terminal.leave() == 0
    assert unneeded(terminal.sent) == Counter()


def test_a_hostile_name_among_the_coders_is_only_shown(hostile: Hostile) -> None:
    with Terminal(["--study", hostile.folder]) as terminal:
        terminal.wait_for("Who is coding?", f"Eva {MARKUP}"[:20])
    assert unneeded(terminal.sent) == Counter()


def test_what_is_edited_reaches_the_terminal_no_more_than_what_is_shown(hostile: Hostile) -> None:
    with Terminal(["--study", hostile.folder, "--coder", "Klara"], 120, 40) as terminal:
        terminal.wait_for("A-01")
        terminal.press("f3").wait_for("Codebook", "Kaos")
        terminal.press("e").wait_for("Define Kaos", "Exclude", "ctrl+s keep")
        terminal.press("end", "!").wait_for("b3duZWQ=")
    left = unneeded(terminal.sent)
    if set(left) - {OVERRIDE}:
        raise ValueError(left)  # worse than what is known
    assert not left


_EACH = """
import json, sys
from pathlib import Path
from workbench.cli import main
for number, words in enumerate(json.loads(Path(sys.argv[1]).read_bytes())):
    print(f"=== {number} ended with {main(words)}", flush=True)
"""


def test_nothing_a_study_holds_reaches_the_terminal_from_the_commands(hostile: Hostile, tmp_path: Path) -> None:
    rubbish = tmp_path / f"{EVIL}.md".replace("/", "∕")
    rubbish.write_bytes(b"\x00\x01\x02rubbish")
    good = tmp_path / f"{EVIL}god.md".replace("/", "∕")
    good.write_text(TEXT.replace("id: A-01", 'id: "B [/red]"'), encoding="utf-8")
    done: list[tuple[list[str], int]] = [
        (["transcripts"], 0), (["transcripts", "--json"], 0), (["transcripts", "text", hostile.transcript], 0),
        (["codebook"], 0), (["codebook", "--json"], 0), (["codebook", "export"], 0),
        (["codebook", "history", f"Kaos {EVIL}"], 0), (["codebook", "similar", f"kaos {EVIL}"], 0),
        (["log"], 0), (["log", "--json"], 0), (["log", "export"], 0),
        (["matrix"], 0), (["matrix", "--list"], 0), (["matrix", "--json"], 0), (["matrix", "--format", "csv"], 0),
        (["memos"], 0), (["progress"], 0), (["coders"], 0), (["segments", "export"], 0), (["verify"], 0),
        (["import", "--private", str(good)], 0), (["import", str(rubbish)], 2), (["import", EVIL], 2),
        (["transcripts", "text", f"no {EVIL}"], 2), (["codebook", "history", EVIL], 2), (["matrix", EVIL], 2),
        (["segments", "import", EVIL], 2), ([EVIL], 2), (["log", f"--{EVIL}"], 2), (["--coder", EVIL, "memos"], 2),
    ]  # fmt: skip
    study = ["--study", str(hostile.folder), "--coder", "Klara"]
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps([[*study, *words] for words, _ in done]), encoding="utf-8")
    with Terminal([plan], 100, 40, program=(sys.executable, "-c", _EACH)) as terminal:
        assert terminal.until_end() == 0
    ended = re.findall(rb"=== (\d+) ended with (\d+)", terminal.sent)
    assert [(words, int(status)) for (words, _), (_, status) in zip(done, ended, strict=True)] == done
    assert terminal.sent.count(SEEN.encode()) > len(done)
    assert unneeded(terminal.sent, _BAR) == Counter()
