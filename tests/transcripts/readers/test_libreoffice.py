"""What the LibreOffice of this machine writes, read as it is; left out where there is none (and in the quick suite)."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.transcripts.readers.making import HEARD, INTERVIEW, made
from workbench.transcripts import read

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")

pytestmark = [pytest.mark.nightly, pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")]


def converted(folder: Path, source: str, suffix: str) -> bytes:
    """A file of ``folder`` in another format; the profile is the test's own."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        str(OFFICE),
        "--headless",
        profile,
        "--convert-to",
        suffix,
        "--outdir",
        str(folder),
        str(folder / source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return (folder / f"{Path(source).stem}.{suffix}").read_bytes()


def test_an_interview_comes_back_from_every_format(tmp_path: Path) -> None:
    (tmp_path / "samtale.fodt").write_bytes(made("samtale.fodt"))
    files = {"odt": converted(tmp_path, "samtale.fodt", "odt")}
    files |= {suffix: converted(tmp_path, "samtale.odt", suffix) for suffix in ("docx", "rtf", "html", "pdf")}
    for suffix, data in files.items():
        found = read(data, f"x.{suffix}")
        assert (found.format, found.front.id) == (suffix, "K-09")
        assert [turn.label for turn in found.turns] == HEARD
        if suffix in {"odt", "docx", "rtf"}:
            assert found.text == INTERVIEW


def test_what_word_and_rtf_make_of_each_other_comes_back(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(made("samtale.docx"))
    (tmp_path / "b.rtf").write_bytes(made("samtale.rtf"))
    (tmp_path / "c.doc").write_bytes(made("samtale.doc"))
    assert read(converted(tmp_path, "a.docx", "rtf"), "a.rtf").text == INTERVIEW
    assert read(converted(tmp_path, "b.rtf", "odt"), "b.odt").text == INTERVIEW
    assert read(converted(tmp_path, "c.doc", "docx"), "c.docx").text == INTERVIEW
