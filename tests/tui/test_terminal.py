"""The interface in a real pseudo-terminal: what is sent there, under which colours, and how it ends."""

import os
import sys
import time
from pathlib import Path

import pytest

pexpect = pytest.importorskip("pexpect", reason="needs a POSIX terminal")
pyte = pytest.importorskip("pyte")
if not hasattr(pexpect, "spawn"):
    pytest.skip("no pseudo-terminals here", allow_module_level=True)

RUN = (
    "import sys; from pathlib import Path; from workbench.tui import run; sys.exit(run(Path(sys.argv[1]), sys.argv[2]))"
)
PAYLOAD = "\x1b]0;owned\x07\x1b]52;c;b3duZWQ=\x07\x1b[2J\x9b2J\x7f"


class Session:
    """The program in a terminal of 100 × 30, with a screen that understands what it sends."""

    def __init__(self, folder: Path, **more: str) -> None:
        # LINES and COLUMNS outrank what the terminal says of itself: of more lines, it shows the last ones only
        others = ("NO_COLOR", "TEXTUAL_THEME", "LINES", "COLUMNS")
        environment = {k: v for k, v in os.environ.items() if k not in others}
        environment |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"} | more
        self.child = pexpect.spawn(
            sys.executable, ["-c", RUN, str(folder), "ann"], env=environment, dimensions=(30, 100), timeout=60
        )
        self.screen = pyte.Screen(100, 30)
        self.stream = pyte.ByteStream(self.screen)
        self.sent = b""

    def until(self, words: str) -> str:
        """Read until the screen shows ``words``; the whole screen."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            text = "\n".join(self.screen.display)
            if words in text:
                return text
            try:
                data = self.child.read_nonblocking(65536, timeout=0.05)
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                break
            self.sent += data
            self.stream.feed(data)
        raise AssertionError(f"the screen never showed {words!r}:\n" + "\n".join(self.screen.display))

    def leave(self) -> int:
        """Press ctrl+q; the exit status."""
        self.child.send("\x11")
        self.child.expect(pexpect.EOF)
        self.sent += self.child.before
        self.child.wait()  # closing the terminal before it has ended would kill it
        self.child.close()
        return int(self.child.exitstatus)


def test_escape_sequences_of_a_study_never_reach_the_terminal(folder: Path, tmp_path: Path) -> None:
    text = (folder / "transcripts" / "K-01.md").read_text(encoding="utf-8")
    hostile = text.replace("id: K-01", "id: X-01").replace("Vi ringer", f"Vi {PAYLOAD} ringer")
    (tmp_path / "X-01.md").write_text(hostile, encoding="utf-8")
    _code_everything(folder, tmp_path / "X-01.md")
    session = Session(folder)
    session.until("X-01")
    session.child.send("C/kaos\r\r")  # at once: no key may get ahead of the screen it is meant for
    text = session.until("Vi ␛]0;owned␇")
    assert "2J" in text
    assert session.leave() == 0
    for obeyed in (b"\x1b]0;owned", b"\x1b]52;c;b3d", b"\x1b[2JVi", b"\xc2\x9b", b"\x7f", b"owned\x07"):
        assert obeyed not in session.sent


def _code_everything(folder: Path, file: Path) -> None:
    from workbench.study import Study

    study = Study.open(folder, "ann")
    study.transcripts.import_files([file])
    document = study.transcripts.document("X-01")
    start = document.text.index("Vi ")
    study.codings.add(document.revision, start, len(document.text) - 1, study.codes.create("Kaos").id)
    study.close()


def test_no_color_sends_no_colour_at_all(folder: Path) -> None:
    session = Session(folder, NO_COLOR="1")
    session.until("K-01")
    session.child.send("f")
    session.child.send("\x1bOR")  # F3
    session.until("Codebook")
    assert session.leave() == 0
    assert b"38;2;" not in session.sent
    assert b"48;2;" not in session.sent
    assert b"38;5;" not in session.sent


def test_leaving_gives_the_terminal_back(folder: Path) -> None:
    session = Session(folder)
    session.until("K-01")
    assert session.leave() == 0
    assert session.sent.count(b"\x1b[?1049h") == 1
    assert b"\x1b[?1049l" in session.sent
    assert b"\x1b[?25h" in session.sent.rpartition(b"\x1b[?1049l")[2] + session.sent
