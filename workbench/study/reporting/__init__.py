"""A report of the whole study, as it stands or as it stood at any place in the log.

    study.report.render(format="docx")
    study.report.render(ReportAsked(matrices=("competences",), quotes=2), "html", at="2026-11-01")

The same place in the log gives the same bytes: nothing in a report is of the moment at which it is written.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from workbench import exports
from workbench.errors import InputError
from workbench.study.base import Base, not_found
from workbench.study.codehistory.moments import NOW, Moment
from workbench.study.folder import make_folder, write_file
from workbench.study.reporting.standing import standing
from workbench.study.reporting.values import PARTS, PLOTS, QUOTES, ReportAsked, Written

if TYPE_CHECKING:
    from workbench.study import Study

__all__ = ["FORMATS", "PARTS", "PLOTS", "QUOTES", "Report", "ReportAsked", "Written"]

FORMATS = ("md", "html", "docx", "json")
"""What a report is written in: what is read from beginning to end, and JSON."""

SUMS = "checksums.txt"


class Report:
    """``study.report``."""

    def __init__(self, base: Base, study: "Study") -> None:
        self._base = base
        self._study = study

    def written(
        self,
        asked: ReportAsked = ReportAsked(),  # noqa: B008  a value, never changed
        at: Moment = NOW,
        *,
        look: bool = False,
    ) -> Written:
        """The report as a document. ``at``: as it stood then (a version, a day, a time, a place in the log, its mark).

        ``look``: look through the texts for what may identify somebody, where nobody has yet; then it says so as far
        as quotations hold it. Raises ``NotFoundError`` for a table, layer or moment that is not there, ``InputError``
        for a quotation that is not what was said, naming its place.
        """
        from workbench.exports.report import report
        from workbench.study.reporting.gathering import Gathering

        with standing(self._study, self._base, at) as (study, base):
            gathering = Gathering(study, base, asked, look=look and study is self._study)
            document = report(gathering.given(), base.settings.language, asked.command())
        return Written(document, dict(gathering.risks))

    def render(self, asked: ReportAsked = ReportAsked(), format: str = "md", at: Moment = NOW) -> str | bytes:  # noqa: B008
        """The report in one of ``FORMATS``; raises as ``written`` does, and ``NotFoundError`` for another format."""
        if format not in FORMATS:
            raise not_found("format for a report", format, FORMATS)
        return exports.render(self.written(asked, at).document, format)

    def told(self, document: exports.Document) -> str:
        """What a report says, as text that can be looked through for names."""
        from workbench.exports.report import without_place

        return str(exports.render(without_place(document), "md"))

    def files(self, document: exports.Document) -> Mapping[str, str]:
        """The report as the files of a folder: path below it -> content, in Markdown, with drawings beside it."""
        from workbench.exports.report.folder import files

        return files(document)

    def write_folder(self, files: Mapping[str, str], folder: Path) -> Path:
        """Write the files of a report into ``folder``, which is made; returns its first page.

        An earlier report there is replaced: what it had written and this one has not is removed, unless somebody has
        changed it since. Raises ``InputError`` for a folder that holds anything else.
        """
        before = _sums(folder)
        if folder.is_dir() and not before and any(folder.iterdir()):
            raise InputError("there is something else in that folder", "Name a new one.", file=str(folder))
        written = {name: hashlib.sha256(content.encode()).hexdigest() for name, content in files.items()}
        for name, content in files.items():
            make_folder((folder / name).parent)
            write_file(folder / name, content)
        for name in before.keys() - written.keys():
            old = folder / name
            if old.is_file() and hashlib.sha256(old.read_bytes()).hexdigest() == before[name]:
                old.unlink()
        write_file(folder / SUMS, "".join(f"{written[name]}  {name}\n" for name in sorted(written)))
        return folder / next(iter(files))


def _sums(folder: Path) -> dict[str, str]:
    """Path below the folder -> SHA-256, as an earlier report there says; nothing that leads out of the folder."""
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    found = (line.partition("  ") for line in lines)
    return {name: digest for digest, _, name in found if name and not Path(name).is_absolute() and ".." not in name}
