"""What may identify somebody in the words that stand outside the texts of transcripts."""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence

from workbench.identity import derived_short
from workbench.study.anonymity import standins
from workbench.study.anonymity.clearing import EVERYWHERE, Clearing, folded, stem
from workbench.study.anonymity.elsewhere import Place
from workbench.study.anonymity.looking import Leftover
from workbench.study.anonymity.scanning import Scanning

_BETWEEN = "\n\n"


def found_outside(
    among: Sequence[Place],
    scanning: Scanning,
    clearing: Clearing,
    language: str,
    *,
    everything: bool,
    codes: Collection[str] = (),
) -> Iterator[Leftover]:
    """Findings in places, in their order; they are looked through in one go. ``everything``: that is remembered.

    ``codes``: the names of codes, which memos and remarks write with a capital; what they may give away is told of the
    codes themselves.
    """
    ours = {folded(part) for name in codes for part in (name, *name.split())}
    text = _BETWEEN.join(place.words for place in among)
    starts, at = [], 0
    for place in among:
        starts.append(at)
        at += len(place.words) + len(_BETWEEN)
    found = scanning.words(text, "elsewhere" if everything else "")
    for finding in clearing.uncleared(found, EVERYWHERE):
        number = bisect_right(starts, finding.start) - 1
        place, start = among[number], starts[number]
        end = min(finding.end - start, len(place.words))
        here = finding._replace(start=finding.start - start, end=end, text=place.words[finding.start - start : end])
        if here.kind == "capital" and place.ent in ("memo", "coding") and _of_codes(here.text, ours):
            continue
        context = place.words[max(0, here.start - 60) : here.start], place.words[end : end + 60]
        name = derived_short("finding", place.ent, place.row, place.field, str(here.start), str(end))
        stands = standins.placeholder(here.kind, language)
        yield Leftover(name, "", "", here, context, stands, place.where, place)


def _of_codes(words: str, ours: Collection[str]) -> bool:
    if folded(words) in ours:
        return True
    return all(folded(word) in ours or folded(stem(word)) in ours for word in words.split())
