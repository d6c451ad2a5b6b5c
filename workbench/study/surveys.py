"""A survey beside the interviews: its answers taken in, and what they come to, index by index and group by group."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from workbench import exports
from workbench.errors import InputError, NotFoundError, StudyError
from workbench.sanitise import line
from workbench.store import delete, put
from workbench.study.base import Base, not_found
from workbench.study.codes import Codes
from workbench.study.folder import write_file
from workbench.study.incoming import bytes_of
from workbench.study.synthesis import Synthesis
from workbench.study.words import NOTES, hidden, reference
from workbench.synthesis import answers as files
from workbench.synthesis import survey as pure
from workbench.synthesis.crosstab import Crosstab
from workbench.synthesis.survey import Answers, Form, IndexStat, ItemResult, SurveyResult, ThemeResult
from workbench.synthesis.tree import subtree
from workbench.transcripts.decode import MAX_MARKED, decode

__all__ = ["Crosstab", "IndexStat", "ItemResult", "SurveyResult", "Surveys", "TakenIn", "ThemeResult"]


class TakenIn(NamedTuple):
    """What became of a file of answers; ``state``: ``new``, ``replaced`` (other answers than before) or ``same``.

    ``left_out`` columns of the file were not kept, for study.toml does not name them.
    """

    name: str
    state: str
    respondents: int
    left_out: int
    warnings: tuple[str, ...] = ()


class Surveys:
    """``study.surveys``."""

    def __init__(self, base: Base, codes: Codes, synthesis: Synthesis) -> None:
        self._base = base
        self._codes = codes
        self._synthesis = synthesis
        self._opened: dict[str, tuple[str, Answers]] = {}
        self._analysed: dict[str, tuple[Answers, object, SurveyResult]] = {}

    # --- reading

    def names(self) -> list[str]:
        """The surveys that study.toml describes, in its order."""
        return list(self._base.settings.surveys)

    def form(self, name: str = "") -> Form:
        """What study.toml says of a survey (without a name, of the first). Raises ``NotFoundError``."""
        forms = self._base.settings.surveys
        if not forms:
            raise NotFoundError(
                "study.toml describes no survey", "Write [survey.NAME] with its group, scale and themes into it."
            )
        chosen = name or next(iter(forms))
        if chosen not in forms:
            raise not_found("survey", name, forms)
        return forms[chosen]

    def get(self, name: str = "") -> SurveyResult:
        """What the answers of a survey come to; ``respondents`` is 0 where nobody's are here.

        Raises ``NotFoundError`` for one that study.toml does not describe.
        """
        themes = self._codes.list(counts=False)
        codes, paths = {code.path: code.id for code in themes}, {f"#{code.short}": code.path for code in themes}
        form = self.form(name)
        form = form._replace(themes=tuple(t._replace(code=paths.get(t.code.strip(), t.code)) for t in form.themes))
        answers, groups = self._answers(form.name), self._groups()
        # A page of a theme asks for all surveys again and again, and thousands may have answered.
        asked, known = (form, groups, codes), self._analysed.get(form.name)
        if known is None or known[0] is not answers or known[1] != asked:
            known = self._analysed[form.name] = answers, asked, pure.analysed(form, answers, groups, codes)
        return known[2]

    def for_theme(self, code: str) -> tuple[ThemeResult, ...]:
        """The indices, of all surveys, that are linked to a theme (its row) or to one below it."""
        found = [theme for name in self.names() for theme in self.get(name).themes if theme.total.n]
        if not found:
            return ()
        below = subtree(self._synthesis.themes(), code)
        return tuple(theme for theme in found if theme.code in below)

    def crosstab(self, name: str, row: str, column: str = "") -> Crosstab:
        """Two columns of a survey against each other; ``column`` '': the groups. Raises ``NotFoundError``."""
        form = self.form(name)
        for wanted in (row, column or form.group):
            if wanted not in form.columns:
                raise not_found("column", wanted, form.columns)
        return pure.crossed(form, self._answers(form.name), self._groups(), row, column)

    def tables(self) -> Mapping[str, Crosstab]:
        """The tables whose counts stand in study.toml (``[table.NAME]``), with what the χ² test says of each."""
        return self._base.settings.tables

    def table(self, name: str = "") -> Crosstab:
        """One of ``tables`` (without a name, the first). Raises ``NotFoundError``."""
        tables = self.tables()
        if not tables:
            raise NotFoundError("study.toml has no table", "Write [table.NAME] with rows, columns and counts into it.")
        if (chosen := name or next(iter(tables))) not in tables:
            raise not_found("table", name, tables)
        return tables[chosen]

    # --- writing

    def import_file(self, name: str = "", path: Path | str = "") -> TakenIn:
        """Take in the answers in a CSV (without a path: the file that study.toml names), instead of those before.

        The same answers again change nothing. Raises ``InputError`` naming file and line, and then nothing changed.
        """
        form = self.form(name)
        if not path and not form.file:
            raise InputError(f"study.toml names no file for the survey {form.name}", "Name the file.")
        path = Path(path) if path else self._base.folder / form.file
        taken = files.read(_text(path), form, self._groups(), str(path))
        row = self._base.derive("survey", form.name)
        # Salted as everybody would: colleagues who take in the same file write the same change.
        value, text = hidden(files.kept(taken.answers), self._base.words.salt(row, "rows"))
        if value["text"] in self._base.store.texts().erased:
            raise StudyError(
                f"these answers to {line(form.name, 60)} were erased for ever", "They cannot come back from a copy."
            )
        known = self._base.store.read('SELECT "rows" FROM survey WHERE id = ? AND alive = 1', (row,))
        same = bool(known) and reference(known[0][0]) == value["text"]
        if not same:
            op = put("survey", row, name=form.name, rows=value, coder=self._base.coder)
            self._base.write("import survey", [op], texts=[text])
        state = "same" if same else "replaced" if known and known[0][0] else "new"
        return TakenIn(form.name, state, len(taken.answers.rows), taken.left_out, self._lying_open(path))

    def take_in(self) -> list[str]:
        """Take in what study.toml names a file for and nobody has taken in yet; why not, where that cannot be."""
        warnings = []
        for name, form in self._base.settings.surveys.items():
            row = self._base.derive("survey", name)
            if form.file and not self._base.store.read("SELECT 1 FROM survey WHERE id = ?", (row,)):
                try:
                    self.import_file(name)
                except (InputError, StudyError) as error:
                    warnings.append(f"the survey {line(name, 60)} was not taken in: {error.message}")
        return warnings

    def remove(self, name: str) -> None:
        """Take a survey's answers out of the study. Raises ``NotFoundError`` where none are in it."""
        row = self._base.derive("survey", name)
        if not self._base.store.read("SELECT 1 FROM survey WHERE id = ? AND alive = 1", (row,)):
            known = self._base.store.read("SELECT name FROM survey WHERE alive = 1 ORDER BY name")
            raise not_found("survey", name, [one for (one,) in known])
        self._base.write("remove survey", [delete("survey", row)])

    # --- exporting

    def document(self, name: str = "", matrix: str = "", layer: str = "") -> exports.Document:
        """A survey as a document: distributions and indices, beside what a matrix says of the themes they belong to."""
        changes = {"layer": layer} if layer else {}
        rule = self._synthesis.rule(matrix)
        provenance = self._synthesis.provenance(layer or rule.layer)
        beside = self._synthesis.matrix(matrix, **changes)
        return exports.survey(self.get(name), beside, provenance, self._base.settings.language)

    def render(self, name: str = "", format: str = "md", matrix: str = "", layer: str = "") -> str | bytes:
        """``document`` in a format of ``exports.FORMATS``."""
        return exports.render(self.document(name, matrix, layer), format)

    def export(self, name: str, format: str, path: Path, matrix: str = "", layer: str = "") -> Path:
        """Write ``render`` to ``path`` in one step; returns it."""
        write_file(path, self.render(name, format, matrix, layer))
        return path

    def render_table(self, table: Crosstab, format: str = "md") -> str | bytes:
        """A cross table in a format of ``exports.FORMATS``."""
        provenance = self._synthesis.provenance("all")
        return exports.render(exports.crosstab([table], provenance, self._base.settings.language), format)

    # --- what goes in

    def _groups(self) -> dict[str, str]:
        return {group.id: group.label for group in self._base.settings.groups.values()}

    def _answers(self, name: str) -> Answers:
        """The answers that are here; none where there are none, or their words have not come."""
        row = self._base.derive("survey", name)
        rows = self._base.store.read('SELECT "rows" FROM survey WHERE id = ? AND alive = 1', (row,))
        value = rows[0][0] if rows else ""
        if not value:
            return Answers()
        if self._opened.get(name, ("",))[0] != value:
            text = self._base.words.of(value)
            if text in NOTES:
                return Answers()
            self._opened[name] = (value, files.opened(text))
        return self._opened[name][1]

    def _lying_open(self, path: Path) -> tuple[str, ...]:
        if not self._base.encrypted:
            return ()
        return (f"the study is encrypted; {line(str(path), 200)} still lies where it was, and is not",)


def _text(path: Path) -> str:
    """The text of a file of answers."""
    data = bytes_of(path)
    try:
        return decode(data, longest=MAX_MARKED).text
    except InputError as error:
        raise InputError(error.reason, "Save it as CSV in UTF-8.", file=str(path), line=error.line) from None
