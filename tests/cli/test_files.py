"""Files the user names are read whole, written whole, or named in an error."""

import os
import stat
from pathlib import Path

import pytest

from workbench.cli.files import read_text, write
from workbench.errors import InputError, WorkbenchError


def test_a_file_is_replaced_whole_and_keeps_its_rights(tmp_path: Path) -> None:
    file = tmp_path / "table.md"
    file.write_text("old")
    file.chmod(0o640)
    assert write(str(file), "ny æøå\n") == file
    assert file.read_bytes() == "ny æøå\n".encode()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["table.md"]


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.md", tmp_path / "link.md"
    real.write_text("old")
    link.symlink_to(real)
    write(str(link), "new")
    assert link.is_symlink()
    assert real.read_text() == "new"


@pytest.mark.skipif(os.name != "posix", reason="devices are files")
def test_a_device_is_written_into() -> None:
    write(os.devnull, "gone")
    assert not Path(os.devnull).is_file()


def test_no_folder_is_made_for_a_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no folder") as refused:
        write(str(tmp_path / "no" / "table.md"), "x")
    assert refused.value.hint
    assert os.listdir(tmp_path) == []


def test_a_folder_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="it is a folder"):
        write(str(tmp_path), "x")


def test_a_file_that_cannot_be_written_leaves_the_old_one_and_no_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "table.md"
    file.write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WorkbenchError, match="No space left") as refused:
        write(str(file), "new")
    assert refused.value.hint
    assert file.read_text() == "old"
    assert os.listdir(tmp_path) == ["table.md"]


@pytest.mark.parametrize("name", ["nothing.csv", ".", "a\0b"])
def test_what_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="cannot be read") as refused:
        read_text(name)
    assert refused.value.file == name


def test_what_is_not_utf8_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "latin.csv"
    file.write_bytes("a\nb\nø".encode("latin-1"))
    with pytest.raises(InputError, match=r"latin\.csv:3: this is not UTF-8"):
        read_text(str(file))


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    file = tmp_path / "bom.csv"
    file.write_bytes("\ufeffa\r\n".encode())
    assert read_text(str(file)) == "a\r\n"


@pytest.mark.skipif(os.name != "posix", reason="devices are files")
def test_a_file_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.cli.files.MAX_TEXT_BYTES", 3_000_000)
    with pytest.raises(InputError, match="larger than 3 MB") as refused:
        read_text("/dev/zero")
    assert refused.value.hint
