"""What can be asked of new codes and of codes that stand together, and what is answered: names, no rows, for people."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from workbench.study.synthesis import Quote
from workbench.synthesis.cooccurrence import OVERLAP, Code, Pair, Pairs, Within
from workbench.synthesis.saturation import ORDERS, PERMUTATIONS, SEED, Band, Curve, Run, Step


class CurveAsked(NamedTuple):
    """Which interviews in which order, and whose codings.

    ``group``: only this group's voices (id); ``under``: only the code of that path and those below it ('' all).
    ``unfinished``: also interviews that are not done in the layer.
    """

    order: str = ORDERS[0]
    group: str = ""
    layer: str = "all"
    under: str = ""
    seed: int = SEED
    permutations: int = PERMUTATIONS
    unfinished: bool = False


class PairsAsked(NamedTuple):
    """Which codes, when they stand together, and whose codings.

    ``codes``: paths; one asks for its pairs, several for those among them, none for all. ``under`` as for a curve.
    """

    codes: tuple[str, ...] = ()
    mode: str = OVERLAP
    turns: int = 0
    same_coder: bool = False
    subtree: bool = False
    least: int = 1
    group: str = ""
    layer: str = "all"
    under: str = ""

    @property
    def within(self) -> Within:
        """When two passages meet."""
        return Within(self.mode, self.turns)


class NewCodes(NamedTuple):
    """A curve, what was asked, and what its ids are called.

    ``paths``: code -> path; ``groups``: id -> label; ``coders`` whose codings are in it; ``left_out``: names of the
    interviews that are not done in the layer, and so not in the curve; ``approach`` is the study's.
    """

    asked: CurveAsked
    curve: Curve
    paths: Mapping[str, str]
    groups: Mapping[str, str]
    coders: tuple[str, ...]
    left_out: tuple[str, ...]
    approach: str


class Together(NamedTuple):
    """Codes that stand together, what was asked, and what the ids are called."""

    asked: PairsAsked
    pairs: Pairs
    groups: Mapping[str, str]
    coders: tuple[str, ...]
    approach: str


class Behind(NamedTuple):
    """The excerpts behind a number, and which code (path) each of their codings bears."""

    quotes: list[Quote]
    codes: Mapping[str, str]


def told(value: Any) -> Any:
    """An answer as JSON has it."""
    if isinstance(value, tuple):
        return [told(one) for one in value]
    return {key: told(one) for key, one in value.items()} if isinstance(value, Mapping) else value


def _step(given: list[Any]) -> Step:
    parts: list[Any] = [tuple(part) if isinstance(part, list) else part for part in given]
    return Step(*parts)


def heard_curve(given: Any) -> NewCodes:
    """``NewCodes`` from its JSON."""
    asked, curve, paths, groups, coders, left_out, approach = given
    order, among, steps, band, expected, runs, codes, unused, *rest = curve
    excerpts, informants, who, *numbers = rest
    found = Curve(
        order,
        tuple(among),
        tuple(_step(one) for one in steps),
        tuple(Band(*one) for one in band),
        tuple(expected),
        tuple(Run(*one) for one in runs),
        codes,
        tuple(unused),
        excerpts,
        informants,
        tuple(who),
        *numbers,
    )
    return NewCodes(CurveAsked(*asked), found, paths, groups, tuple(coders), tuple(left_out), approach)


def told_pairs(found: Together) -> Any:
    """``Together`` as JSON has it: there may be many pairs, so each names its codes by their places among ``codes``."""
    place = {code.id: i for i, code in enumerate(found.pairs.codes)}
    pairs = [[place[pair.first], place[pair.second], *pair[2:]] for pair in found.pairs.pairs]
    return [told(found._replace(pairs=found.pairs._replace(pairs=()))), pairs]


def heard_pairs(given: Any) -> Together:
    """``Together`` from its JSON."""
    (asked, pairs, groups, coders, approach), found = given
    within, same, subtree, among, least, codes, _, interviews, done, passages, who = pairs
    ids = [code[0] for code in codes]
    heard = Pairs(
        Within(*within),
        same,
        subtree,
        tuple(among),
        least,
        tuple(Code(*one) for one in codes),
        tuple(Pair(ids[one], ids[other], *rest) for one, other, *rest in found),
        interviews,
        done,
        passages,
        tuple(who),
    )
    return Together(PairsAsked(tuple(asked[0]), *asked[1:]), heard, groups, tuple(coders), approach)
