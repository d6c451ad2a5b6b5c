"""Memos as a document that leaves the study: what each is about in names, and the words of what it points to."""

from collections.abc import Iterable
from datetime import date, datetime

from workbench import exports
from workbench.study.base import Base
from workbench.study.memos.links import told
from workbench.study.memos.places import Place, places
from workbench.study.memos.rows import LinkRow, MemoRow


def render(base: Base, memos: Iterable[MemoRow], name: str) -> str | bytes:
    """``memos``, in the order given, in the format called ``name`` (one of ``exports.FORMATS``)."""
    given = list(memos)
    about = places(base, given)
    links = told(base, [memo.id for memo in given])
    noted = [_noted(memo, about[memo.id], links[memo.id]) for memo in given]
    made = exports.Provenance(study=base.settings.title, log=base.mark(), date=date.today().isoformat())
    return exports.render(exports.memos(noted, made, base.settings.language), name)


def _noted(memo: MemoRow, place: Place, links: Iterable[LinkRow]) -> exports.Noted:
    passage = None
    if memo.about == "passage":
        passage = exports.Excerpt(place.transcript, place.turn, place.speakers, place.text)
    return exports.Noted(
        memo.id,
        memo.about,
        place.transcript,
        place.code,
        memo.start,
        memo.end,
        passage,
        memo.kind,
        memo.coder,
        _moment(memo.created),
        _moment(memo.edited),
        memo.text,
        tuple(
            exports.Linked(
                exports.Excerpt(link.transcript, link.turn, link.speakers, link.text),
                link.start,
                link.end,
                link.codes,
                link.lost,
            )
            for link in links
        ),
    )


def _moment(when: datetime | None) -> str:
    return when.isoformat(timespec="seconds") if when else ""
