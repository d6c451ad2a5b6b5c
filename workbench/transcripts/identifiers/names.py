"""People's names: from the lists, by cue words, and wherever a name that was found stands again."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from workbench.transcripts.gazetteers import Gazetteer
from workbench.transcripts.identifiers.context import Context, spelled
from workbench.transcripts.identifiers.values import STRONG, Finding, Hit
from workbench.transcripts.identifiers.words import LARGE, Word, base, opens, ordinary, plain_word

_PART = re.compile(r"[^\W\d_][^\W\d_'’-]*(?:-[^\W\d_]+)*")
_SUFFIX = re.compile(r"['’]s\Z|['’]\Z")
_AND = re.compile(rf" (?:og|och|und|and|&) [{LARGE}]")
_A_WOMAN = re.compile(r"(?i)\b(?:die|eine|einer|meine|seine|jede|keine|diese|als|ein) frau \Z")
_CALLED = re.compile(r"(?i)(?<!das )(?<!was )(?<!es )(?<!wie )\b(?:heißt|heiße|hieß|heisst|hiess|namens) \Z")
_BARE = re.compile(r"\b(?:und|oder|dass|weil|wenn|als|ob|wie|aber) \Z")  # no article: "und Till sagte"
_MOST = 3_000
"""So many names are looked for again; a study that knows more has a list that is no list of people."""


def find(context: Context, words: Sequence[Word]) -> Hit | None:
    """The name among words with capitals that stand together, as one stretch."""
    kinds = [context.is_name(word) for word in words]
    start, end = words[0].start, words[-1].end
    if end < len(context.text) and context.text[end] == "." and len(words[-1].text) == 1:
        end += 1  # "Mette K."
    cues = {context.seen.cues.get(word.start, "") for word in words}
    placed = words[0].start in context.seen.phrases and "place" in cues
    if "title" in cues or ("name" in cues and not placed):
        cued = next(word for word in words if context.seen.cues.get(word.start, "") in ("title", "name"))
        ordinary_noun = context.lists.nouns_are_large and ordinary(cued.text.lower(), context.lists.code)
        large = context.lists.nouns_are_large and "name" in cues  # "Meine Cousine Gesine": the cue is in the run
        called = ordinary_noun and _CALLED.search(context.text, max(0, cued.start - 30), cued.start) is not None
        if any(kinds) or not ordinary_noun or called or ("title" in cues and not _no_name(context, cued)):
            return Hit(
                "name",
                cued.start if cued.opens or large else start,
                end,
                0.85,
                "a name after a word that announces one",
            )
    if "first" in kinds:
        first = words[kinds.index("first")]
        if context.lists.nouns_are_large:
            start, end = _listed(context, words, kinds)
        return Hit("name", start, end, 0.8 if first.opens else 0.9, "a first name on the list")
    if not any(kinds):
        return None
    return _uncertain(context, words, kinds, start, end)


def _listed(context: Context, words: Sequence[Word], kinds: Sequence[str]) -> tuple[int, int]:
    """In German what stands beside a name may be any noun: only what is listed, or an initial, belongs to it."""
    at = kinds.index("first")
    last = at
    while last + 1 < len(words) and (kinds[last + 1] or len(words[last + 1].text) == 1):
        last += 1
    if last == at and last + 1 < len(words) and _surname(context, words[last + 1]):
        last += 1
    return words[at].start, words[last].end


def _surname(context: Context, word: Word) -> bool:
    """Whether a word behind a German first name may be the surname: in no dictionary whole, or ending as they do."""
    low, lists = word.text.lower(), context.lists
    return not plain_word(low, lists.code) or low.removesuffix("s").endswith(lists.surname_tails)


def _no_name(context: Context, word: Word) -> bool:
    """Whether what follows "Frau" or "Herr" is a post ("Herr Pfarrer"), or a noun by chance ("die Frau Kinder hat")."""
    low, lists = word.text.lower(), context.lists
    if low in lists.titles | lists.jobs | lists.roles:
        return True
    return (
        plain_word(low, lists.code) and _A_WOMAN.search(context.text, max(0, word.start - 16), word.start) is not None
    )


def _uncertain(context: Context, words: Sequence[Word], kinds: Sequence[str], start: int, end: int) -> Hit | None:
    """Surnames, and names that are words as well ("Bo", "Storm"): a capital at the head of a sentence is not enough."""
    at = next(i for i, kind in enumerate(kinds) if kind)
    word, kind = words[at], kinds[at]
    if context.lists.nouns_are_large:
        start = word.start
        follows = len(words) > at + 1 and bool(kinds[at + 1])
        end = words[at + 1].end if follows else word.end
        certain = kind == "last" and not word.opens
    else:
        follows = len(words) > at + 1
        certain = not word.opens
    if follows and "first" in kind:
        return Hit("name", start, end, 0.8, "a first name and what follows it")
    if certain:
        return Hit("name", start, end, 0.75, "a name on the list")
    surely = context.seen.acts.get(word.start)
    if surely and not word.opens and _BARE.search(context.text, max(0, word.start - 8), word.start):
        return Hit("name", start, end, 0.6, "a name that is a word as well, before a verb of people")
    if kind == "last":  # at the head of a sentence, and no word
        return Hit("name", start, end, 0.65, "a surname on the list")
    if word.opens and (surely or (surely is False and word.text in context.lists.never_subject)):
        return Hit("name", start, end, 0.7, "a name that is a word as well, before a verb of people")
    if word.opens and _AND.match(context.text, word.end):
        return Hit("name", start, end, 0.65, "a name that is a word as well, and another name")
    return None


def small(context: Context) -> Iterator[Hit]:
    """Names in a text without capitals: listed ones that are no words, and whatever a cue word announces."""
    lists = context.lists
    first = {name.lower() for name in lists.first if name not in lists.common and len(name) > 2}
    last = {name.lower() for name in lists.last if name not in lists.common and len(name) > 3}
    common = {name.lower() for name in lists.common}
    before: tuple[int, bool] = (-1, False)
    for match in re.finditer(r"(?<!\w)[^\W\d_](?:[^\W_]|-(?=\w))+", context.text):
        word, start, end = match[0].lower(), *match.span()
        cued = context.seen.cues.get(start) in ("name", "title")
        quiet = word in lists.stop or word in lists.quiet or word in lists.person_verbs
        is_first = word in first or word.removesuffix("s") in first
        is_last = word in last or word.removesuffix("s") in last
        if not quiet and (is_first or (is_last and (before == (start - 1, True) or cued or word.endswith("sen")))):
            yield Hit("name", start, end, 0.65 if cued else 0.5, "a name on the list, without its capital")
            before = (end, True)
        elif not quiet and cued and (word in common or not ordinary(word, lists.code)):
            yield Hit("name", start, end, 0.5, "a name that is a word as well, after a word that announces one")
            before = (end, True)


def parts(findings: Iterable[Finding | Hit], text: str, lists: Gazetteer | None = None) -> set[str]:
    """The single words of the names found with a score that is sure, without genitives, initials and small words."""
    found = set()
    for finding in findings:
        if finding.kind in ("name", "label") and finding.score >= STRONG:
            for match in _PART.finditer(text[finding.start : finding.end]):
                word = _SUFFIX.sub("", spelled(match[0]))
                if len(word) > 1 and word[0].isupper():
                    found.add(word if lists is None else _plain(word, lists))
    return found


def _plain(word: str, lists: Gazetteer) -> str:
    """Without the genitive s where the list has the name without it."""
    return base(word, lists.first) or base(word, lists.last) or word


def again(context: Context, names: Collection[str]) -> Iterator[Hit]:
    """Where names found elsewhere stand: with a capital, with a genitive too."""
    lists = context.lists
    wanted = sorted(
        (
            name
            for name in names
            if len(name) > 1 and name[0].isupper() and name.lower() not in lists.stop | lists.quiet | lists.titles
        ),
        key=lambda name: (-len(name), name),
    )[:_MOST]
    if not wanted:
        return
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, wanted))})(?:['’]?s|['’])?(?!\w)")
    for match in pattern.finditer(context.text):
        start, end = match.span()
        word = base(match[0], lists.common)
        if word and (lists.nouns_are_large or opens(context.text, start)):
            acts = context.seen.acts.get(start)
            if not (acts or (acts is False and word in lists.never_subject)) or not opens(context.text, start):
                continue  # "Hans kone", though a Hans Jensen is known
        yield Hit("name", start, end, 0.7, "a name that was found elsewhere")
