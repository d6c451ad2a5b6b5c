"""The one door to a study: every verb and every read, for both front ends.

study = Study.open(folder, "ann")
text = study.transcripts.document("K-03")
code = study.codes.create("Relationer / Tillid")
study.codings.add(text.revision, 120, 180, code.id)
print(study.synthesis.render())
"""

from collections.abc import Callable
from pathlib import Path

from workbench.errors import StudyError
from workbench.identity import derived_id
from workbench.store import Store
from workbench.study import place, vault
from workbench.study import settings as toml
from workbench.study.agreement import Agreement
from workbench.study.anonymity import Anonymity
from workbench.study.backups import DAY, HOUR, Backups
from workbench.study.base import Base, CoderRow
from workbench.study.books import Books
from workbench.study.codehistory import Changed, CodebookDiff, Happened, History, Old, Version
from workbench.study.codes import CodeRow, Codes
from workbench.study.codings import CodingRow, Codings
from workbench.study.corrections import Corrections
from workbench.study.exchange import Exchange, SegmentsReport
from workbench.study.files import Files, SettingsChanged
from workbench.study.folder import SETTINGS, TRANSCRIPTS, read_text
from workbench.study.hub import TeamHub
from workbench.study.inbox import Inbox
from workbench.study.joining import join
from workbench.study.log import Log, LogLine
from workbench.study.memos import MemoRow, Memos
from workbench.study.passages import Filters, Passage, Passages
from workbench.study.progress import Progress, State
from workbench.study.quotes import Picked, Quotes
from workbench.study.reporting import Report, ReportAsked
from workbench.study.saturation import Saturation
from workbench.study.scopes import Scopes
from workbench.study.search import Hit, Search, Verified
from workbench.study.settings import Settings
from workbench.study.similar import AlikePair, Similar
from workbench.study.splitting import Sheet, SplitDone, SplitPreview, Splitting, Target
from workbench.study.start import demo, init, is_demo
from workbench.study.summaries import Summaries, SummaryRow
from workbench.study.surveys import Surveys, TakenIn
from workbench.study.sync import Sync
from workbench.study.synthesis import Quote, Synthesis
from workbench.study.transcripts import Document, Imported, InformantRow, TranscriptRow, Transcripts
from workbench.study.who import coder_name, login, remember_coder, remembered_coder
from workbench.study.withdrawals import CarriedOut, Withdrawals

__all__ = [
    "AlikePair",
    "Changed",
    "CodeRow",
    "CodebookDiff",
    "CoderRow",
    "CodingRow",
    "Document",
    "Filters",
    "Happened",
    "Hit",
    "Imported",
    "InformantRow",
    "LogLine",
    "MemoRow",
    "Old",
    "Passage",
    "Picked",
    "Quote",
    "ReportAsked",
    "SegmentsReport",
    "Settings",
    "SettingsChanged",
    "Sheet",
    "SplitDone",
    "SplitPreview",
    "State",
    "Study",
    "SummaryRow",
    "TakenIn",
    "Target",
    "TranscriptRow",
    "Verified",
    "Version",
    "coder_name",
    "demo",
    "init",
    "is_demo",
    "join",
    "known_coders",
    "login",
    "remember_coder",
    "remembered_coder",
]


class Study:
    """An open study. Use it in one thread, and ``close`` it."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self.codes = Codes(base)
        self.transcripts = Transcripts(base)
        self.codings = Codings(base, self.codes)
        self.memos = Memos(base)
        self.passages = Passages(base, self.codes, self.transcripts)
        self.splitting = Splitting(base, self.codes, self.passages)
        self.similar = Similar(base, self.codes)
        self.history = History(base, self.codes, self.passages)
        self.progress = Progress(base)
        self.agreement = Agreement(base, self.codes, self.transcripts)
        self.synthesis = Synthesis(base, self.codes, self.transcripts, self.progress, self.agreement)
        self.codes.ask_of(self.synthesis)
        self.surveys = Surveys(base, self.codes, self.synthesis)
        self.saturation = Saturation(base, self.codes, self.synthesis, self.agreement)
        self.scopes = Scopes(base, self.codes, self.transcripts)
        self.search = Search(base, self.codes, self.transcripts)
        self.corrections = Corrections(base)
        self.anonymity = Anonymity(base, self.transcripts, self.corrections, lambda: self.inbox)
        self.transcripts.ask_of(self.corrections, self.anonymity)
        self.quotes = Quotes(base, self.codes, self.transcripts, self.synthesis, self.anonymity)
        self.summaries = Summaries(base, self.codes, self.synthesis)
        self.synthesis.tables.ask_of(self.quotes, self.summaries, self.surveys)
        self.exchange = Exchange(base, self.codes, self.transcripts, self.agreement)
        self._files = Files(base, self.codes)
        self.books = Books(base, self.codes, self._files)
        self.log = Log(base, self._files.project, self._follow)
        self.inbox = Inbox(base, self.codes, self.codings, self.memos, self.corrections.join)
        self.withdrawals = Withdrawals(base)
        self.report = Report(base, self)
        self.backups = Backups(base)
        self.sync = Sync(base, self._files.project)
        self.hub = TeamHub(base, self.sync)
        self.on_change: list[Callable[[], None]] = []
        self.taken_in: list[Imported] = []
        """What the first opening on this machine has imported by itself."""
        self.carried_out = CarriedOut((), (), False)
        """What opening the study has done because of a withdrawal."""
        self._closed = False
        base.store.on_change.append(self._changed)
        base.after.append(self._after)

    @classmethod
    def open(cls, folder: Path | str, coder: str = "", *, passphrase: str | None = None) -> "Study":
        """Open the study in ``folder`` as ``coder`` (a name; without one, the login).

        The first time on this machine its settings, codebook and transcripts are taken in; later, what was changed
        by hand in study.toml and the codebook. Raises ``InputError`` naming file and line, and then nothing changed.
        Of an encrypted study nothing in the folder is taken in; ``WrongKeyError`` without its ``passphrase``.
        """
        folder = Path(folder)
        if not (folder / SETTINGS).is_file():
            raise StudyError(f"there is no study in {folder}", f"`workbench init {folder}` makes one there.")
        name = coder_name(coder or login())
        flat = toml.load(text := read_text(folder / SETTINGS, toml.MAX_BYTES))
        settings = toml.read(flat, text)
        where = place.find(folder)
        seal = vault.unlock(where.standing, flat, passphrase)
        key = seal.database_key if seal else None
        said = place.ready(folder, where, key)
        store = Store.open(where.database, "", key=key)
        try:
            study = cls(Base(folder, store, _identity(store, settings), name, settings, seal))
            study._take_in()
            study.backups.warnings += said
            study.backups.keep_up(DAY)
        except BaseException:
            store.close()
            raise
        return study

    def _take_in(self) -> None:
        if self._base.store.newer:
            self._files.warnings.append(
                "A colleague's newer workbench has written to this study: until you install it, you can only read."
            )
            return
        self._files.read_back()
        # Before anything is imported: what somebody took back may lie in the folder still.
        self.carried_out = self.withdrawals.carry_out()
        first = not self._base.store.db.meta("opened")
        if first and not self.encrypted and (self.folder / TRANSCRIPTS).is_dir():
            self.taken_in = self.transcripts.import_files([self.folder / TRANSCRIPTS], look=False)
            refused = [one for one in self.taken_in if one.state == "refused"]
            self._files.warnings += [f"{one.file} was not taken in: {one.why}" for one in refused]
            self._files.warnings += self.surveys.take_in()
        if first:
            self._base.store.keep("opened", "1")
        # What colleagues have brought since: the rules of a key file hold for that, too.
        self.anonymity.arrived({"revision"})
        self._files.project()

    @property
    def folder(self) -> Path:
        """Where the study lies."""
        return self._base.folder

    @property
    def settings(self) -> Settings:
        """What study.toml says."""
        return self._base.settings

    @property
    def encrypted(self) -> bool:
        """Whether the study is sealed, and its folder holds nothing of it that can be read."""
        return self._base.encrypted

    @property
    def title(self) -> str:
        """The study's title, or the folder's name where it has none."""
        return self.settings.title or self.folder.resolve().name

    @property
    def language(self) -> str:
        """The language of the interviews, as study.toml names it."""
        return self.settings.language

    @property
    def coder(self) -> str:
        """The row of whoever is at work."""
        return self._base.coder

    @property
    def coder_name(self) -> str:
        """The name of whoever is at work."""
        return self._base.coder_name

    @property
    def warnings(self) -> list[str]:
        """What went wrong without stopping anything: a file that could not be written, one that lies readable."""
        place.told(self.folder)
        return [*self._files.warnings, *self.transcripts.warnings, *self.backups.warnings]

    def coders(self) -> list[CoderRow]:
        """Everybody who has coded or written here."""
        return self._base.coders()

    def export_settings(self) -> str:
        """The settings as the text of a study.toml."""
        return self._files.export_settings()

    def import_settings(self, text: str, file: str) -> SettingsChanged:
        """Make the settings what ``text``, a whole study.toml, says; only what differs is recorded."""
        return self._files.import_settings(text, file)

    def export_codebook(self) -> str:
        """The codebook as text."""
        return self._files.codebook_text()

    def import_codebook(self, text: str, file: str) -> int:
        """Take in another codebook: what it has and we have not, what differs. Returns how many codes changed."""
        return self._files.import_codebook(text, file)

    def undo(self) -> str | None:
        """Undo this coder's latest work; returns what it was, None where nothing is left."""
        return self._step(undone=False)

    def redo(self) -> str | None:
        """Do again what was undone last."""
        return self._step(undone=True)

    def _step(self, *, undone: bool) -> str | None:
        """Undo the latest step, or the latest undo. A step of which others left nothing is passed over."""
        steps = self._base.store.undo_list()
        for step in reversed(steps.undone if undone else steps.done):
            if self.log.final(step.stream, step.tx):
                continue
            words = self.log.describe(step.stream, step.tx)
            try:
                self._base.store.undo(step.stream, step.tx, "redo" if undone else "undo")
            except StudyError:
                continue
            if self.log.touches(step.stream, step.tx, "code", "setting"):
                self._files.project()
            self._follow(step.stream, step.tx)
            return words
        return None

    def _follow(self, stream: str, tx: int) -> None:
        """Let files and withdrawals follow what was undone, or done again."""
        if self.log.touches(stream, tx, "transcript"):
            self.corrections.follow(stream, tx)
        # What came back may stand in a text that somebody has since withdrawn from.
        self.withdrawals.carry_out()

    def changed(self) -> bool:
        """Whether another process has written since the last call."""
        return self._base.store.changed()

    def close(self) -> None:
        """Let go of the study; everything is on disk already. A second time does nothing."""
        if not self._closed:
            self._closed = True
            try:
                self.backups.keep_up(HOUR)
            finally:
                self._base.store.close()

    def _changed(self) -> None:
        for listener in self.on_change:
            listener()

    def _after(self, ents: set[str]) -> None:
        if ents & {"code", "setting"}:
            self._files.project()
        self.anonymity.arrived(ents)


def _identity(store: Store, settings: Settings) -> str:
    """The study's id: the database's, else the file's, else one that everybody derives from title and groups."""
    known = store.db.meta("study")
    if known and settings.id and known != settings.id:
        raise StudyError(
            "the database in this folder belongs to another study than study.toml",
            "Move the folder .workbench away, or put the right study.toml back.",
        )
    identity = known or settings.id or derived_id("", "study", settings.title, *sorted(settings.groups))
    if not known:
        store.keep("study", identity)
    return identity


def known_coders(folder: Path | str, passphrase: str | None = None) -> list[str]:
    """Who has worked in the study in ``folder`` so far; reads only. Nobody is known of a sealed one without its key."""
    path, settings = place.find(Path(folder)).standing, Path(folder) / SETTINGS
    flat = toml.load(read_text(settings, toml.MAX_BYTES)) if settings.is_file() else {}
    if not path.is_file() or (vault.says_encrypted(flat) and passphrase is None):
        return []
    seal = vault.unlock(path, flat, passphrase)
    store = Store.open(path, "", key=seal.database_key if seal else None)
    try:
        return [name for (name,) in store.read("SELECT name FROM coder WHERE alive = 1 AND name > '' ORDER BY name")]
    finally:
        store.close()
