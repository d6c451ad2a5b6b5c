"""The screens' end of the process that reads: it answers, it is started again, and it is let go."""

import queue
import sys
from pathlib import Path
from typing import Any

import pytest

from workbench.study import init
from workbench.tui.reading import Reader

PATIENCE = 60.0


class Ear:
    """Hears what is told in another thread."""

    def __init__(self) -> None:
        self.told: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()

    def until_end(self) -> list[dict[str, Any]]:
        heard = [self.told.get(timeout=PATIENCE)]
        while "end" not in heard[-1]:
            heard.append(self.told.get(timeout=PATIENCE))
        return heard


def test_work_is_done_one_after_the_other_also_after_the_process_has_died(tmp_path: Path) -> None:
    init(tmp_path / "study", "Havnen")
    file = tmp_path / "A.txt"
    file.write_text("R1: Hej med jer, skal vi begynde?\n", encoding="utf-8")
    reader, ear = Reader(tmp_path / "study", "ann"), Ear()
    reader.ask({"do": "preview", "paths": [str(file)]}, ear.told.put)
    reader.ask({"do": "preview", "paths": []}, ear.told.put)
    first = ear.until_end()
    assert [sorted(told) for told in first] == [
        ["files", "more"],
        ["file", "preview", "sha256", "strong"],
        ["end", "words"],
    ]
    assert [told.get("files") for told in ear.until_end()] == [[], None]
    process = reader._beside.process
    assert process is not None
    process.kill()
    process.wait()
    reader.ask({"do": "import", "files": [{"file": str(file)}], "private": False}, ear.told.put)
    told, end = ear.until_end()
    assert (told["name"], told["state"], end["end"]) == ("A", "new", "done")
    reader.stop()
    assert reader._thread is not None
    reader._thread.join(PATIENCE)
    assert reader._beside.process is not None
    assert reader._beside.process.poll() is not None


def test_a_study_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    reader, ear = Reader(tmp_path, "ann"), Ear()
    reader.ask({"do": "preview", "paths": []}, ear.told.put)
    (end,) = ear.until_end()
    assert end["end"] == "trouble"
    assert "no study" in end["words"]
    reader.stop()


@pytest.mark.skipif(sys.platform == "win32", reason="no sh there")
@pytest.mark.parametrize("answer", ["", "nonsense", "[1]", '{"file": "A"}'])
def test_a_process_that_ends_without_saying_so_is_told_as_trouble(tmp_path: Path, answer: str) -> None:
    reader, ear = Reader(tmp_path, "ann"), Ear()
    reader._beside.command = ["sh", "-c", f"read a; read b; echo '{answer}'"]
    reader.ask({"do": "preview", "paths": []}, ear.told.put)
    assert ear.until_end()[-1] == {"end": "trouble", "words": "The process that reads has ended. Try again."}
    reader.stop()
