"""What could point to one person without naming anybody: the only one of a kind somewhere, a post and its place.

Low precision by nature: shown as a list of its own, never masked by itself.
"""

import functools
import re
from collections.abc import Iterator

from workbench.transcripts.gazetteers import Gazetteer
from workbench.transcripts.identifiers.values import Hit
from workbench.transcripts.identifiers.words import LARGE


class _Patterns:
    def __init__(self, lists: Gazetteer) -> None:
        def any_of(words: frozenset[str]) -> str:
            return "|".join(sorted(words, key=lambda word: (-len(word), word))) or "(?!)"

        preps, where = any_of(lists.quasi_preps), rf"(?:[{LARGE}][\w-]*|\[[^\[\]\n]{{1,60}}\])"
        the = rf"(?i:{any_of(lists.quasi_articles)}) (?:{any_of(lists.quasi_only)})"
        self.only = re.compile(rf"(?<!\w){the} (?:[^\W\d_][\w-]* ){{1,4}}?(?:{preps}) (?:hele )?{where}")
        self.post = re.compile(rf"(?<!\w)(?P<job>[^\W\d_][\w-]{{3,40}}) (?:{preps}) {where}")
        old = r"(?:årig\w*|åring\w*|year[- ]old|jährig\w*)"
        self.age = re.compile(rf"(?<!\w)\d{{2,3}}[- ]?{old} (?:[^\W\d_][\w-]* ){{0,3}}?(?:{preps}) {where}")


@functools.lru_cache(maxsize=8)
def _patterns(lists: Gazetteer) -> _Patterns:
    return _Patterns(lists)


def find(text: str, lists: Gazetteer) -> Iterator[Hit]:
    """Quasi-identifiers; ``text`` with its placeholders, since "borgmesteren i [navn på by]" is one too."""
    patterns = _patterns(lists)
    for match in patterns.only.finditer(text):
        yield Hit("quasi", *match.span(), 0.3, "the only one of a kind, and where")
    for match in patterns.age.finditer(text):
        yield Hit("quasi", *match.span(), 0.3, "an age and a place")
    for match in patterns.post.finditer(text):
        if _is_job(match["job"].lower(), lists.jobs):
            yield Hit("quasi", *match.span(), 0.25, "a post and its place")


def _is_job(word: str, jobs: frozenset[str]) -> bool:
    if word in jobs:
        return True
    endings = (("eren", "er"), ("en", ""), ("n", ""), ("et", ""), ("in", ""))
    return any(word.endswith(end) and word.removesuffix(end) + back in jobs for end, back in endings)
