"""How a study begins: an empty one, or the sample."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path

from workbench.codebook import starters
from workbench.errors import InputError, StudyError
from workbench.identity import new_id
from workbench.sanitise import name, unstorable
from workbench.sealing import Seal, new_salt
from workbench.study import vault
from workbench.study.base import Base
from workbench.study.codes import Codes
from workbench.study.files import Files
from workbench.study.folder import CODEBOOK, DATABASE, SETTINGS, TRANSCRIPTS, make_folder, read_text, write_file
from workbench.study.settings import load, read
from workbench.study.who import coder_name, login

SEGMENTS = Path("codebook") / "segments"
_EMPTY = """# The settings of this study. The groups are yours to choose; what a group voices counts in its column,
# and a column called "shared" makes it shared at once.
[study]
id = "{id}"
title = {title}
language = "{language}"

[groups.professional]
label = "{professional}"
column = "professional"

[groups.volunteer]
label = "{volunteer}"
column = "volunteer"

[groups.education]
label = "{education}"
column = "shared"

[matrix.competences]
by = "group"
columns = ["professional", "volunteer"]
shared_label = "{shared}"
"""
_WORDS = {
    "da": {
        "professional": "Fagprofessionelle",
        "volunteer": "Frivillige",
        "education": "Uddannelsesinstitutioner",
        "shared": "Fælles kompetencer",
    },
    "en": {
        "professional": "Professionals",
        "volunteer": "Volunteers",
        "education": "Educators",
        "shared": "Shared competences",
    },
}


def init(
    folder: Path,
    title: str = "",
    language: str = "da",
    *,
    passphrase: str | None = None,
    coder: str = "",
    starter: str = "",
) -> None:
    """Make a new study in ``folder``, which may hold files already; none of them is touched.

    ``starter``: the codebook to begin with, one of ``codebook.starters``. Raises ``NotFoundError`` for another.
    With a ``passphrase`` the study is encrypted: what the settings say is then recorded at once, in the name of
    ``coder`` (without one, the login), for it stands in no file. Raises ``StudyError`` where there is a study,
    ``InputError`` for a title, a language or a passphrase that cannot be.
    """
    if (folder / SETTINGS).exists():
        raise StudyError(f"there is a study in {folder} already", "Open it with `workbench --study`.")
    if not (language.isascii() and language.isalpha() and len(language) in (2, 3)):
        raise InputError("a language is two letters, like da or en")
    if why := unstorable(title):
        raise InputError(f"the title cannot be stored: {why}")
    codebook = starters.text(starter, language) if starter else ""
    if codebook and passphrase is None and (folder / CODEBOOK).exists():
        raise StudyError(
            f"there is a codebook in {folder} already",
            f"Leave --starter out; `workbench codebook start {starter}` adds it.",
        )
    words = _WORDS.get(language, _WORDS["en"])
    title = name(title) or folder.resolve().name
    identity = new_id()
    text = _EMPTY.format(id=identity, title=_toml(title), language=language, **words)
    if passphrase is not None:
        _begin_sealed(folder, identity, text, vault.check_new(passphrase), coder_name(coder or login()), codebook)
        return
    make_folder(folder / SETTINGS.parent)
    make_folder(folder / TRANSCRIPTS)
    write_file(folder / SETTINGS, text)
    if not (folder / CODEBOOK).exists():
        write_file(folder / CODEBOOK, codebook)


def _begin_sealed(folder: Path, identity: str, text: str, passphrase: str, coder: str, codebook: str) -> None:
    """An encrypted study with the settings of ``text``; what says that there is one is written last."""
    seal = Seal.derive(passphrase, new_salt())
    make_folder(folder)
    store = vault.begin(folder, folder / DATABASE, seal, identity)
    try:
        base = Base(folder, store, identity, coder, read(load(text), text), seal)
        files = Files(base, Codes(base))
        files.import_settings(text, SETTINGS.as_posix())
        if codebook:
            files.import_codebook(codebook, CODEBOOK.as_posix())
        vault.finish(folder, store)
    finally:
        store.close()


def _toml(text: str) -> str:
    import tomlkit  # a title may hold quotes and backslashes

    return str(tomlkit.string(text).as_string())


@contextmanager
def _sample() -> Iterator[Path]:
    """The folder with the sample study: inside the installed package, or beside it in a working copy."""
    package = files("workbench")
    with as_file(package) as root:
        inside = root / "sample"
        yield inside if (inside / SETTINGS).is_file() else root.parent


def is_demo(folder: Path) -> bool:
    """Whether ``folder`` holds the sample study."""
    if not (folder / SETTINGS).is_file():
        return False
    with _sample() as source:
        ours = load(read_text(source / SETTINGS)).get("study.id")
    return load(read_text(folder / SETTINGS)).get("study.id") == ours


def demo(folder: Path) -> None:
    """Write the sample study into ``folder``, with the work of both its coders.

    Raises ``StudyError`` where the folder holds anything.
    """
    from workbench.study import Study  # this module is part of it

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StudyError(f"{folder} is not empty", "Name a folder that does not exist yet.")
    with _sample() as source:
        wanted = [p for part in ("codebook", "transcripts") for p in sorted((source / part).rglob("*")) if p.is_file()]
        for path in wanted:
            target = folder / path.relative_to(source)
            make_folder(target.parent)
            write_file(target, path.read_bytes())
    for file in sorted((folder / SEGMENTS).glob("*.csv")):
        study = Study.open(folder, file.stem)
        try:
            text = read_text(file)
            study.exchange.import_segments(text, file.name)
            study.progress.done(
                sorted({line.split(",")[0] for line in text.splitlines()[1:]} & set(study.transcripts.names()))
            )
        finally:
            study.close()
