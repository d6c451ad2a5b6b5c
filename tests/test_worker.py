"""The worker: what it says, what it carries, and that it never outlives whoever started it."""

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from workbench.study import Study, init, join
from workbench.worker import Gone, Line

PATIENCE = 60.0


class Worker:
    """A worker in a process of its own, as the screens have it."""

    def __init__(self, folder: Path, coder: str, hello: dict[str, str | None] | None = None, **more: str) -> None:
        command = [sys.executable, "-m", "workbench.worker", "sync", "--study", str(folder), "--coder", coder]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ | more, bufsize=0
        )
        self._limit = threading.Timer(3 * PATIENCE, self.process.kill)  # nothing here may wait for ever
        self._limit.start()
        self.say(hello or {"passphrase": None})
        self.reports: list[dict[str, Any]] = []

    def say(self, what: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(what).encode() + b"\n")

    def until(self, wanted: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
        """Read reports until one is wanted."""
        assert self.process.stdout is not None
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            line = self.process.stdout.readline()
            assert line, f"it ended after {self.reports}"
            self.reports.append(json.loads(line))
            if wanted(self.reports[-1]):
                return self.reports[-1]
        raise AssertionError(f"it only said {self.reports[-5:]}")

    def end(self) -> int:
        """Close its stdin and wait."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        status = self.process.wait(PATIENCE)
        self.process.stdout.close()
        return status


Work = Callable[..., Worker]


@pytest.fixture
def work() -> Iterator[Work]:
    """Starts workers, and ends them."""
    started: list[Worker] = []

    def start(folder: Path, coder: str, *given: Any, **more: str) -> Worker:
        started.append(Worker(folder, coder, *given, **more))
        return started[-1]

    yield start
    for worker in started:
        worker._limit.cancel()
        if worker.process.poll() is None:
            worker.process.kill()
            worker.process.wait()
        for pipe in (worker.process.stdin, worker.process.stdout):
            if pipe is not None:
                pipe.close()


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """ann's study and bo's copy, with a folder between them."""
    init(tmp_path / "ann", "Havnen")
    (tmp_path / "ann" / "transcripts" / "A.md").write_text("I: Hvad så?\n\nR1: Vi ringer til hinanden.\n")
    (tmp_path / "shared").mkdir()
    study = Study.open(tmp_path / "ann", "ann")
    study.codes.create("Netværk")
    study.sync.run(str(tmp_path / "shared"))
    study.close()
    join(tmp_path / "bo", str(tmp_path / "shared"), coder="bo")
    return tmp_path / "ann", tmp_path / "bo"


def quiet(report: dict[str, Any]) -> bool:
    return bool(report["state"] == "up to date")


def tag(folder: Path, coder: str, start: int = 0) -> str:
    """Tag a passage in a process that is not the worker's."""
    study = Study.open(folder, coder)
    try:
        return study.codings.add(study.transcripts.document("A").revision, start, start + 5, study.codes.list()[0].id)
    finally:
        study.close()


def has(folder: Path, coding: str) -> bool:
    study = Study.open(folder, "bo")
    try:
        return bool(study._base.store.read("SELECT 1 FROM coding WHERE id = ? AND alive = 1", (coding,)))
    finally:
        study.close()


def test_what_is_written_at_one_end_is_soon_at_the_other(pair: tuple[Path, Path], work: Work) -> None:
    ann, bo = (work(folder, folder.name) for folder in pair)
    ann.until(quiet)
    bo.until(quiet)
    coding = tag(pair[0], "ann")
    report = bo.until(lambda said: said["new"] >= 1)
    assert has(pair[1], coding)
    assert abs(report["at"] - time.time()) < PATIENCE
    assert (ann.end(), bo.end()) == (0, 0)


def test_a_peer_that_goes_away_is_told_once_and_met_again(pair: tuple[Path, Path], work: Work, tmp_path: Path) -> None:
    ann = work(pair[0], "ann")
    ann.until(quiet)
    (tmp_path / "shared").rename(tmp_path / "away")
    report = ann.until(lambda said: said["state"] == "trouble")
    assert report["words"] == "the folder is not there – working offline"
    coding = tag(pair[0], "ann")
    (tmp_path / "away").rename(tmp_path / "shared")
    ann.say({"do": "now"})
    ann.until(quiet)
    assert ann.end() == 0
    bo = Study.open(pair[1], "bo")
    bo.sync.run()
    assert bo.codings.get(coding)
    bo.close()


def test_whose_earlier_work_is_missing_is_told(pair: tuple[Path, Path], work: Work, tmp_path: Path) -> None:
    bo = Study.open(pair[1], "bo")
    for name in ("Første", "Anden"):
        bo.codes.create(name)
        bo.sync.run()
    stream = next(head.stream for head in bo._base.store.heads() if head.actor == bo.coder)
    bo.close()
    first = min((tmp_path / "shared").glob(f"changes/{stream}/*"), key=lambda path: path.name)
    ann = work(pair[0], "ann")
    ann.until(lambda said: said["new"] >= 2)  # who bo is comes with the first of them
    assert ann.end() == 0
    third = join_without(tmp_path, first)
    worker = work(third, "cleo")
    report = worker.until(lambda said: said["state"] == "waiting")
    assert report["words"] == "waiting for a colleague’s earlier work"
    assert report["waiting"] == 1
    assert worker.end() == 0


def join_without(home: Path, bundle: Path) -> Path:
    """A third copy, made where one bundle has not come yet."""
    kept = bundle.read_bytes()
    bundle.unlink()
    join(home / "cleo", str(home / "shared"), coder="cleo")
    assert kept
    return home / "cleo"


def test_what_was_written_last_is_handed_over_when_the_screens_close(pair: tuple[Path, Path], work: Work) -> None:
    ann = work(pair[0], "ann")
    ann.until(quiet)
    coding = tag(pair[0], "ann")
    assert ann.end() == 0
    bo = Study.open(pair[1], "bo")
    bo.sync.run()
    assert bo.codings.get(coding)
    bo.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no signals there")
def test_a_killed_parent_leaves_no_worker_behind(pair: tuple[Path, Path]) -> None:
    program = (
        "import subprocess, sys\n"
        "worker = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE)\n"
        "worker.stdin.write(b'{}\\n'); worker.stdin.flush(); worker.stdout.readline()\n"
        "print(worker.pid, flush=True); worker.wait()\n"
    )
    command = [sys.executable, "-m", "workbench.worker", "sync", "--study", str(pair[0]), "--coder", "ann"]
    with subprocess.Popen([sys.executable, "-c", program, *command], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + PATIENCE
    while running(worker):
        assert time.monotonic() < deadline, "the worker is still there"
        time.sleep(0.02)


def running(pid: int) -> bool:
    """Whether a process runs; one that has ended and that nobody has asked for its status does not."""
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat")
        return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


def test_a_study_that_cannot_be_opened_is_a_report(tmp_path: Path, work: Work) -> None:
    worker = work(tmp_path, "ann")
    assert "no study" in worker.until(lambda said: said["state"] == "trouble")["words"]
    assert worker.process.wait(PATIENCE) == 2


@pytest.mark.parametrize("way", ["stdin", "environment"])
def test_the_passphrase_comes_by_the_pipe_or_the_environment(tmp_path: Path, work: Work, way: str) -> None:
    secret = "kaffe på plejehjemmet"
    init(tmp_path / "sealed", "Sealed", passphrase=secret, coder="ann")
    study = Study.open(tmp_path / "sealed", "ann", passphrase=secret)
    (tmp_path / "shared").mkdir()
    study.sync.run(str(tmp_path / "shared"))
    study.close()
    given = {"passphrase": secret if way == "stdin" else None}
    worker = work(tmp_path / "sealed", "ann", given, **({} if way == "stdin" else {"WORKBENCH_PASSPHRASE": secret}))
    worker.until(quiet)
    assert secret not in " ".join(map(str, worker.process.args))  # type: ignore[arg-type]
    assert worker.end() == 0


def test_a_large_inheritance_comes_in_small_steps_that_let_others_write(
    pair: tuple[Path, Path], work: Work, tmp_path: Path
) -> None:
    from workbench.identity import new_id
    from workbench.store import put

    bo = Study.open(pair[1], "bo")
    revision, code = bo.transcripts.document("A").revision, bo.codes.list()[0].id
    for _ in range(30):
        ops = [put("coding", new_id(), span=[revision, 0, 3], code=code, coder=bo.coder) for _ in range(100)]
        bo._base.write("code", ops)
    bo.sync.run()
    bo.close()
    study = Study.open(pair[0], "ann")
    worker = work(pair[0], "ann")
    longest, count, seen = 0.0, 0, set[int]()
    started = time.perf_counter()
    while count < 3000:
        begin = time.perf_counter()
        study.memos.add("study", "", f"at {count}")
        longest = max(longest, time.perf_counter() - begin)
        count = study._base.store.read("SELECT count(*) FROM coding")[0][0]
        seen.add(count)
        assert time.perf_counter() - started < PATIENCE, seen
        time.sleep(0.01)
    study.close()
    assert seen - {0, 3000}, "it came in one step"
    assert longest < 10.0  # a loaded machine; alone it is some milliseconds, and who is left waiting is refused
    assert worker.end() == 0


def test_a_line_that_is_no_json_is_passed_over_and_the_end_is_noticed() -> None:
    line = Line(io.BytesIO(b'rubbish\n[1]\n{"do": "now"}\n'), io.StringIO())
    assert [line.hear(5) for _ in range(3)] == [{}, {}, {"do": "now"}]
    with pytest.raises(Gone):
        line.hear(5)
