"""An installed spaCy model that finds names: looked for without importing spaCy, loaded when it is first asked.

Nothing is ever downloaded. A model of another language, of another spaCy, or one that is broken, is passed over; the
rules find what they find either way, and ``said`` has one line for people.
"""

import functools
import json
import re
from collections.abc import Iterator, Sequence
from importlib.metadata import EntryPoint, PackageNotFoundError, entry_points, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from workbench import sanitise
from workbench.transcripts.languages import code

_SAME = {"no": "nb", "nn": "nb"}
_SIZES = ("lg", "md", "sm", "trf")
_UNUSED = ("parser", "tagger", "morphologizer", "lemmatizer", "attribute_ruler", "senter")
_SURE = frozenset({"PER", "PERSON", "PRS", "LOC", "GPE", "ORG", "FAC", "GPE_LOC", "GPE_ORG"})
_NOBODY = frozenset(
    {"CARDINAL", "ORDINAL", "PERCENT", "QUANTITY", "MONEY", "TIME", "DATE", "LANGUAGE", "NORP", "LAW", "TME", "MSR"}
)
_NAMED = {"da": "Danish", "nb": "Norwegian", "sv": "Swedish", "de": "German", "en": "English"}
_DOWNLOADS = {
    "da": "da_core_news_md",
    "nb": "nb_core_news_md",
    "sv": "sv_core_news_md",
    "de": "de_core_news_md",
    "en": "en_core_web_md",
}
_BATCH = 64


class Entity(NamedTuple):
    """A name a model found: offsets in the text it was given; ``sure`` for people, places and organisations."""

    start: int
    end: int
    label: str
    sure: bool


class Engine(NamedTuple):
    """A model that is installed and fits: told from its metadata alone."""

    name: str
    version: str
    path: str
    lang: str

    def entities(self, texts: Sequence[str]) -> list[list[Entity]]:
        """The names in every text, in its order; nothing where the model turns out to be broken."""
        nlp = _loaded(self.path)
        if nlp is None:
            return [[] for _ in texts]
        try:
            return [
                [
                    Entity(e.start_char, e.end_char, e.label_, e.label_ in _SURE)
                    for e in doc.ents
                    if e.label_ not in _NOBODY
                ]
                for doc in nlp.pipe(texts, batch_size=_BATCH)
            ]
        except Exception:  # noqa: BLE001  whatever a foreign model raises, the rules go on
            _broken.add(self.path)
            return [[] for _ in texts]


_broken: set[str] = set()


def find(language: str, setting: str = "") -> Engine | None:
    """The model for a language: the one of the user's setting (a package or a folder), else the largest installed.

    Reads metadata only; spaCy is not imported. None where nothing fits.
    """
    wanted = _same(code(language))
    for engine in _candidates(setting):
        if _same(engine.lang) == wanted and engine.path not in _broken:
            return engine
    return None


def said(language: str, setting: str = "") -> str:
    """One line for people: which model is used, or how a better one is had."""
    engine = find(language, setting)
    if engine is not None:
        return f"Names are found with {engine.name} {engine.version} and the rules."
    short = _same(code(language))
    if setting:
        return f"The model {sanitise.line(setting)} cannot be used for this language or with this spaCy; using rules."
    if short not in _DOWNLOADS:
        return "No language model found; using rules."
    return (
        f"No {_NAMED[short]} spaCy model found; using rules. "
        f"For better name finding: python -m spacy download {_DOWNLOADS[short]}"
    )


def _same(short: str) -> str:
    return _SAME.get(short, short)


def _candidates(setting: str) -> Iterator[Engine]:
    if setting and (Path(setting) / "meta.json").is_file():
        engine = _described(Path(setting))
        if engine:
            yield engine
        return
    points = [point for point in entry_points(group="spacy_models") if not setting or point.name == setting]
    for point in sorted(points, key=_rank):
        folder = _folder(point)
        engine = _described(folder) if folder else None
        if engine:
            yield engine


def _rank(point: EntryPoint) -> tuple[int, str]:
    size = point.name.rsplit("_", 1)[-1].split("-")[0]
    return (_SIZES.index(size) if size in _SIZES else len(_SIZES), point.name)


def _folder(point: EntryPoint) -> Path | None:
    """Where a model's data lies: the package's folder, which holds meta.json and a folder named with the version."""
    try:
        found = find_spec(point.module or point.value)
    except (ImportError, ValueError, AttributeError):
        return None
    if found is None or not found.origin:
        return None
    package = Path(found.origin).parent
    inner = [file.parent for file in sorted(package.glob("*/meta.json"))]
    return inner[-1] if inner else package


def _described(folder: Path) -> Engine | None:
    """The model in a folder, if its metadata say that this spaCy can run it and that it finds names."""
    try:
        meta = json.loads((folder / "meta.json").read_text("utf-8"))
        pipeline, lang, name = list(meta["pipeline"]), str(meta["lang"]), str(meta["name"])
        fits = compatible(version("spacy"), str(meta.get("spacy_version", "")))
    except (OSError, ValueError, KeyError, TypeError, PackageNotFoundError):
        return None
    if "ner" not in pipeline or not (folder / "config.cfg").is_file() or not (folder / "ner").is_dir() or not fits:
        return None
    return Engine(sanitise.line(f"{lang}_{name}"), sanitise.line(str(meta.get("version", ""))), str(folder), lang)


def compatible(installed: str, wanted: str) -> bool:
    """Whether a version is in a range as models write it (">=3.8.0,<3.9.0"); nothing wanted is nothing said against."""
    have = _numbers(installed)
    for part in filter(None, (part.strip() for part in wanted.split(","))):
        match = re.fullmatch(r"(>=|<=|==|<|>|~=|!=)?\s*v?(\d+(?:\.\d+)*)\S*", part)
        if match is None:
            return False
        sign, limit = match[1] or "==", _numbers(match[2])
        if not {
            ">=": have >= limit,
            "<=": have <= limit,
            "==": have == limit,
            "<": have < limit,
            ">": have > limit,
            "!=": have != limit,
            "~=": have >= limit and have[: len(match[2].split(".")) - 1] == limit[: len(match[2].split(".")) - 1],
        }[sign]:
            return False
    return True


def _numbers(text: str) -> tuple[int, ...]:
    digits = [int(part) for part in re.findall(r"\d+", text)[:3]]
    return tuple(digits + [0] * (3 - len(digits)))


@functools.lru_cache(maxsize=2)
def _loaded(path: str) -> Any:
    """The pipeline with nothing in it but what names need; None where it cannot be loaded, whatever the reason."""
    try:
        import spacy

        return spacy.load(path, exclude=list(_UNUSED))
    except Exception:  # noqa: BLE001  a broken package raises whatever it likes
        _broken.add(path)
        return None
