"""The promise of an encrypted study: of what was said and thought in it, no byte lies readable on any disk.

Everything is done as people do it, by commands and on the screens, on a machine whose folders are this test's own.
Then every byte of every file on it is searched. The same is done with a plain study, where the same search must find.
"""

import gzip
import json
import os
import subprocess
import sys
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.terminal.driver import Terminal

PASSPHRASE = "kvist bælte fyrre sang"
SAID = {
    "transcript": "Jordbærgrøden på kajen var hans hemmelighed",
    "informant": "slæbebådsfører",
    "code": "Zinkspandens fortrolighed",
    "definition": "At bære noget tungt sammen uden at spørge",
    "remark": "Her tøver hun næsten uhørligt",
    "memo": "Kvæstorens tavshed er det egentlige",
    "title": "Undersøgelsen af Nordhavn",
}
"""What must never lie readable; each has a letter beyond ASCII, so an encoding would show."""
TYPED = {"code typed": "Vindstødenes åbning", "memo typed": "Skrevet midt i stormen på øen"}
TRANSCRIPT = f"""\
---
id: N-01
kind: single
interviewer: [I]
informants:
  - {{label: R1, person: P1, group: volunteer, role: {SAID["informant"]}}}
---
I: Hvad skete der?

R1: {SAID["transcript"]}. Det er det hele.
"""

END = "\x1e"
SEVERAL = f"""
import json, os, sys
from workbench.__main__ import main
for words in json.loads(sys.argv[1]):
    status = main(["--study", os.environ["WORKBENCH_STUDY"], *words])
    print({END!r}, end="", flush=True)
    if status:
        sys.exit(status)
"""
"""Runs commands as ``workbench`` does, without starting Python for each; what a command may do to another is none."""


class Machine(NamedTuple):
    """A machine with a study on it. ``folders`` are all it writes to; transcripts come from a stick beside them."""

    study: Path
    stick: Path
    shared: Path
    environment: dict[str, str]
    folders: tuple[Path, ...]

    def run(self, *commands: Sequence[str | Path], status: int = 0, **environment: str) -> list[str]:
        """Run commands on the study, one after the other in a process; what each printed."""
        done = subprocess.run(
            [sys.executable, "-c", SEVERAL, json.dumps([[str(word) for word in words] for words in commands])],
            env=os.environ | self.environment | {"WORKBENCH_STUDY": str(self.study)} | environment,
            capture_output=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == status, done.stderr.decode()
        return done.stdout.decode().split(END)[:-1]

    def found(self, words: dict[str, str]) -> dict[str, set[str]]:
        """Which of the words lie readable, and in which files; their names count too."""
        found: dict[str, set[str]] = {}
        files = [path for folder in self.folders for path in folder.rglob("*") if path.is_file()]
        assert files
        for path in files:
            try:
                data = os.fsencode(str(path)) + b"\x00" + path.read_bytes()
            except FileNotFoundError:  # a log that was written back meanwhile
                continue
            everything = data + b"\x00" + unpacked(data)
            for what, word in words.items():
                if any(form in everything for form in forms(word)):
                    found.setdefault(what, set()).add(path.name)
        return found


def forms(word: str) -> set[bytes]:
    """How a word may stand in a file."""
    spelt = {word, unicodedata.normalize("NFD", word), json.dumps(word)[1:-1], word.upper(), word.casefold()}
    return {form.encode(code) for form in spelt for code in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")} | {
        word.encode("latin-1")
    }


def unpacked(data: bytes) -> bytes:
    """What comes out of every place that looks like the beginning of something compressed."""
    out = b""
    for magic, bits in ((b"\x1f\x8b\x08", 31), (b"\x78\x9c", 15), (b"\x78\xda", 15)):
        at = data.find(magic)
        while at >= 0:
            with suppress(zlib.error):
                out += b"\x00" + zlib.decompressobj(bits).decompress(data[at:])
            at = data.find(magic, at + 1)
    return out


@pytest.fixture(params=["encrypted", pytest.param("plain", marks=pytest.mark.nightly)])
def machine(request: pytest.FixtureRequest, tmp_path: Path) -> Machine:
    """A machine, and how its study is begun."""
    places = {name: tmp_path / "machine" / name for name in ("state", "data", "tmp", "home", "shared")}
    for place in (*places.values(), tmp_path / "stick"):
        place.mkdir(parents=True)
    (tmp_path / "stick" / "n.md").write_text(TRANSCRIPT, encoding="utf-8")
    names = {"WORKBENCH_STATE": "state", "WORKBENCH_DATA": "data", "TMPDIR": "tmp", "HOME": "home"}
    environment = {variable: str(places[name]) for variable, name in names.items()}
    environment |= {"SQLITE_TMPDIR": str(places["tmp"]), "XDG_CACHE_HOME": str(places["home"] / "cache")}
    if request.param == "encrypted":
        environment["WORKBENCH_PASSPHRASE"] = PASSPHRASE
    study = tmp_path / "machine" / "studie"
    return Machine(study, tmp_path / "stick", places["shared"], environment, (tmp_path / "machine",))


def is_encrypted(machine: Machine) -> bool:
    return "WORKBENCH_PASSPHRASE" in machine.environment


def work(machine: Machine) -> None:
    """What a day brings, by commands: a beginning, an import, codebook, coding, memo, backup, sync."""
    text = TRANSCRIPT.split("---\n")[2]
    start = text.index(SAID["transcript"])
    machine.run(
        ["init", machine.study, "--title", SAID["title"], *(["--encrypt"] if is_encrypted(machine) else [])],
        ["import", machine.stick / "n.md"],
        ["codebook", "add", SAID["code"], "--definition", SAID["definition"]],
        ["code", "N-01", str(start), str(start + 40), SAID["code"], "--memo", SAID["remark"]],
        ["memos", "add", SAID["memo"], "--transcript", "N-01"],
        ["backup"],
        ["sync", machine.shared],
    )


def at_the_screens(machine: Machine) -> Iterator[str]:
    """The screens in a terminal: a passage tagged with a new code, a memo; then the program is killed.

    Yields a word for each moment at which the disks are to be searched.
    """
    asked = {**machine.environment, "WORKBENCH_PASSPHRASE": ""}
    with Terminal(["--study", machine.study, "--coder", "Øjvind"], 100, 30, **asked) as terminal:
        if is_encrypted(machine):
            terminal.wait_for("passphrase of")
            terminal.press(PASSPHRASE, "enter")
        terminal.wait_for("N-01")
        assert PASSPHRASE not in terminal.text
        terminal.press("enter").wait_for("turn 1 of", SAID["transcript"][:20])
        terminal.press("J").wait_for("turn 2 of")
        terminal.press("c").wait_for("type a name")
        terminal.press(TYPED["code typed"]).wait_for(TYPED["code typed"])
        terminal.press("enter").wait_for("2 codings")
        terminal.press("m").wait_for("ctrl+s")
        terminal.press(TYPED["memo typed"]).wait_for(TYPED["memo typed"])
        yield "while a memo is being written"
        terminal.press("ctrl+s").wait_without("ctrl+s")
        for pid in family(terminal.child.pid):
            assert PASSPHRASE.encode() not in Path(f"/proc/{pid}/cmdline").read_bytes()
        yield "while the screens are open"
        terminal.kill()
        yield "after the program was killed"


def family(pid: int) -> list[int]:
    """A process and those it has started, where the system tells."""
    tasks = Path(f"/proc/{pid}/task")
    started = [child for task in tasks.glob("*/children") for child in task.read_text().split()]
    return [pid, *map(int, started)] if tasks.exists() else []


def test_what_was_said_and_thought_lies_nowhere_readable(machine: Machine) -> None:
    work(machine)
    if is_encrypted(machine):
        assert machine.found(SAID) == {}
        assert machine.found({"passphrase": PASSPHRASE}) == {}
    else:
        found = machine.found(SAID)
        assert found.keys() == SAID.keys(), "the search finds nothing: it would find nothing in an encrypted one either"
        for what in SAID.keys() - {"title"}:
            assert "study.db" in found[what]
            assert any(name.startswith("study-") for name in found[what]), "not in the backup"
        assert any(".jsonl" in name for name in found["code"]), "not in the shared folder, which is compressed"
    for moment in at_the_screens(machine):
        if is_encrypted(machine):
            assert machine.found(SAID | TYPED | {"passphrase": PASSPHRASE}) == {}, moment
        else:
            assert "code typed" in machine.found(TYPED), moment
    listed, memos, _ = machine.run(["codebook", "--json"], ["memos"], ["verify"])
    codes = {code["code"] for code in json.loads(listed)}
    assert codes == {SAID["code"], TYPED["code typed"]}, "it was killed, and something is lost"
    assert TYPED["memo typed"] in memos
    if is_encrypted(machine):
        assert machine.found(SAID | TYPED | {"passphrase": PASSPHRASE}) == {}
        assert machine.run(["codebook"], status=2, WORKBENCH_PASSPHRASE="noget helt andet") == [""]
    else:
        assert machine.found(TYPED).keys() == TYPED.keys()


def test_the_search_finds_what_is_compressed_or_spelt_otherwise() -> None:
    word = SAID["code"]
    for hidden in (gzip.compress(word.encode()), b"x" * 9 + zlib.compress(word.encode("utf-16-le"))):
        assert any(form in unpacked(hidden) for form in forms(word))
    assert any(form.startswith(b"Jordb\\u00e6r") for form in forms(SAID["transcript"]))


def test_the_passphrase_is_asked_twice_and_never_shown(tmp_path: Path) -> None:
    with Terminal(["init", tmp_path / "ny", "--encrypt"], 100, 30) as terminal:
        terminal.wait_for("nobody can open the study again, and no backup helps", "new passphrase")
        terminal.press(PASSPHRASE, "enter").wait_for("once more")
        assert not (tmp_path / "ny").exists()
        terminal.press(PASSPHRASE, "enter").wait_for("type yes")
        terminal.press("yes", "enter")
        assert terminal.until_end() == 0
        assert PASSPHRASE.encode() not in terminal.sent
    assert (tmp_path / "ny" / ".workbench" / "study.db").is_file()
