"""The passages behind a theme, as the appendix of a table lists them and other programs read them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from workbench.exports.document import Line, Quotation, Records, Section, Text, plain
from workbench.exports.words import Words

MOST = 200
"""So many passages of one theme are listed; how many there are is said."""

LEVEL = 4
_HEADER = (
    *("code", "transcript", "start", "end", "turn", "speakers", "groups", "text"),
    *("attribution", "coders", "starred", "counter_evidence"),
)


class Cited(NamedTuple):
    """A passage as it is listed: code points ``start`` to ``end`` (exclusive) of the stored text of ``transcript``.

    ``turn`` counts from 1 (0: not known), ``speakers`` are labels, ``groups`` what the speakers' groups are called,
    ``who`` says whose words they are as a reader is told ("": nothing is said), ``coders`` are names. ``risks``: why
    the words, or who said them, could identify somebody. ``shown`` is the text as it is read, on one line and without
    the labels ("": as it is).
    """

    transcript: str
    start: int
    end: int
    turn: int
    speakers: tuple[str, ...]
    text: str
    groups: tuple[str, ...] = ()
    who: str = ""
    coders: tuple[str, ...] = ()
    starred: bool = False
    risks: tuple[str, ...] = ()
    shown: str = ""


class Shown(NamedTuple):
    """A quotation that was chosen for the report: its words, whose they are, and where they stand (“K-03, R1”).

    ``risks`` are as for ``Cited``.
    """

    words: str
    who: str
    source: str
    risks: tuple[str, ...] = ()


def passage_sections(
    cited: Iterable[Cited], anchor: Callable[[str], str], words: Words, *, denied: bool = False
) -> Iterable[Section]:
    """A section for each passage, which links may lead to: ``anchor`` gives out names, none twice."""
    for one in cited:
        title = ", ".join(filter(None, (one.transcript, *one.speakers, words("denial") if denied else "")))
        yield Section(title, LEVEL, (_passage(one, words),), anchor(f"{one.transcript}-{one.start}"))


def _passage(one: Cited, words: Words) -> Quotation:
    """The words of a passage, whose they are, and where they stand."""
    turn = f"{words('turn')} {one.turn}" if one.turn else ""
    place = f"{words('characters')} {one.start}–{one.end}"
    whose = one.who or words.listed(one.groups)
    star = words("starred") if one.starred else ""
    said = ", ".join(filter(None, (whose, turn, place, star)))
    return Quotation(plain(one.shown or one.text), (Text(said), *_warning(one.risks, words)))


def _warning(risks: Iterable[str], words: Words) -> Line:
    told = ", ".join(words(f"risk {risk}") for risk in risks)
    return (Text(f" {words('may identify', why=told)}", strong=True),) if told else ()


def quotation(one: Shown, words: Words) -> Quotation:
    """A quotation that was chosen, with its source."""
    source = f"({one.source})" if one.source else ""
    said = " ".join(filter(None, (one.who, source)))
    return Quotation(plain(one.words), (Text(said), *_warning(one.risks, words)))


def passage_data(one: Cited) -> dict[str, object]:
    """A passage for other programs."""
    return {
        "transcript": one.transcript,
        "start": one.start,
        "end": one.end,
        "turn": one.turn or None,
        "speakers": list(one.speakers),
        "groups": list(one.groups),
        "text": one.text,
        "attribution": one.who or None,
        "coders": list(one.coders),
        "starred": one.starred,
        "risks": list(one.risks),
    }


def passage_records(paths: Mapping[str, str], *listed: Mapping[str, Sequence[Cited]]) -> Records:
    """One record a passage of a theme: evidence first, then (the second of ``listed``) counter-evidence."""
    rows = (
        (
            *(paths[theme], one.transcript, one.start, one.end, one.turn or None, ", ".join(one.speakers)),
            *("; ".join(one.groups), one.text, one.who or None, "; ".join(one.coders)),
            *(int(one.starred), denied),
        )
        for denied, themes in enumerate(listed)
        for theme in paths
        for one in themes.get(theme, ())
    )
    return Records(_HEADER, tuple(rows))
