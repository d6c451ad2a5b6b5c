"""New codes, and codes that stand together, in words."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from workbench.tui.synthesis.words import counted
from workbench.tui.widgets.text import joined

if TYPE_CHECKING:
    from workbench.study.saturation import NewCodes, Together
    from workbench.synthesis.cooccurrence import Code, Pair
    from workbench.synthesis.saturation import Step

Paragraph = tuple[str, str]

ORDERS = {"date": "by date", "coding": "by when coding was done", "group": "group by group"}
REFLEXIVE = (
    "In reflexive work codes come of the reading as much as of the interviews: the curve is material to think with."
)
CANNOT = (
    "It counts codes, not what they mean, nor how fully a theme is described.",
    "Finer codes give more new ones; who codes more finds more.",
    "The order was chosen: the band shows how much that alone does.",
    "It says nothing of interviews that were not held, nor of anybody who was not asked.",
)


def step(found: "NewCodes", here: "Step") -> str:
    """One interview."""
    new = f"{counted(here.new, 'new code')} of {here.codes}"
    return joined(
        (
            new,
            f"{len(here.unlooked)} of them not looked for in every interview before" if here.unlooked else "",
            f"{counted(here.created, 'code')} not looked for here" if here.created else "",
            f"{counted(here.excerpts, 'excerpt')}",
            f"{counted(here.informants, 'informant')}, {here.newcomers} new",
            "" if here.done else "not done",
        )
    )


def basis(found: "NewCodes") -> str:
    """Whose codings of which interviews the numbers are."""
    curve = found.curve
    return joined(
        (
            f"{counted(len(curve.steps), 'interview')}, {sum(one.done for one in curve.steps)} done",
            f"{len(found.left_out)} not done left out" if found.left_out else "",
            f"{curve.codes - len(curve.unused)} of {counted(curve.codes, 'code')} with evidence",
            f"coders: {', '.join(found.coders) or 'none'}",
            counted(curve.informants, "informant"),
        )
    )


def about_curve(found: "NewCodes", source: str) -> list[Paragraph]:
    """How the curve is counted, what it cannot say, and what does not show in it."""
    curve = found.curve
    told = [(REFLEXIVE, ""), ("", "")] if found.approach == "reflexive" else []
    told.append(
        (
            "A code is new in the first interview in which somebody voices it. Each code counts its own codings, "
            "without those below it; merged codes count where they went. The interviewer's own words are never "
            "evidence, and what denies a theme is not counted. Not looked for are codes without evidence in an "
            "interview that nobody who is done with it had in the codebook, or has looked for since.",
            "",
        )
    )
    band = f"; the band ░ holds 95 % of {curve.permutations:,} random orders (seed {curve.seed})" if curve.band else ""
    told.append((f"● is the order shown, ─ the mean over all orders of the same interviews{band}.", ""))
    _section(told, "What the curve cannot say", list(CANNOT))
    if curve.runs and found.approach != "reflexive":
        shares = [
            f"{run.new} new in the last {run.length}, by {counted(run.in_base, 'code')} in the first {run.base}"
            + (f": {100 * run.share:.0f} %" if run.share is not None else "")
            for run in curve.runs
        ]
        _section(told, f"New codes in the last interviews, as {source} count them", shares)
    odd = [
        f"{counted(curve.undated, 'interview')} without a date: they stand last" if curve.undated else "",
        f"{counted(curve.same_day, 'interview')} share a date with another: among them by name"
        if curve.same_day
        else "",
    ]
    if curve.order != "coding" and any(odd):
        _section(told, "The order", [one for one in odd if one])
    _section(told, "Codes without evidence here", [found.paths.get(code, code) for code in curve.unused])
    if found.left_out:
        _section(told, "Not done in the layer, and left out (f takes them in)", list(found.left_out))
    return [*told, ("", ""), (f"{basis(found)}.", "dim")]


def within(mode: str, turns: int) -> str:
    """When codes stand together."""
    if mode == "near":
        return f"at most {counted(turns, 'turn')} apart" if turns else "in the same turn"
    return {"same": "on the same passage", "overlap": "on passages that overlap"}.get(mode, mode)


def names(codes: "Iterable[Code]") -> dict[str, str]:
    """Code (id) -> its name, or its path where another has the same name."""
    codes = list(codes)
    times = Counter(name(code.path) for code in codes)
    return {code.id: name(code.path) if times[name(code.path)] == 1 else code.path for code in codes}


def pair(found: "Together", here: "Pair", first: "Code", second: "Code") -> tuple[str, str]:
    """A pair seen from its first code, in two lines."""
    there, back = (here.first_in, here.second_in) if here.first == first.id else (here.second_in, here.first_in)
    called = names(found.pairs.codes)
    one, other = called[first.id], called[second.id]
    sides = (
        f"{there} of {counted(first.passages, 'passage')} of {one} "
        f"{'meets' if there == 1 else 'meet'} {other}; {back} of {second.passages} the other way"
    )
    what = {"same": "passage with both", "overlap": "stretch of both", "near": "place"}[found.asked.mode]
    many = what.replace("stretch", "stretches").replace("passage", "passages").replace("place", "places")
    return sides, joined(
        (
            f"{here.together:,} {what if here.together == 1 else many}",
            f"share {per_cent(here.share)} %",
            f"characters {per_cent(here.jaccard)} %" if here.jaccard is not None else "",
            f"in {counted(here.interviews, 'interview')}",
        )
    )


def pairs_basis(found: "Together") -> str:
    """Whose codings of which interviews the numbers are."""
    pairs = found.pairs
    return joined(
        (
            counted(len(pairs.pairs), "pair"),
            counted(pairs.passages, "passage"),
            f"{counted(pairs.interviews, 'interview')}, {pairs.done} done",
            f"coders: {', '.join(found.coders) or 'none'}",
        )
    )


def about_pairs(found: "Together") -> list[Paragraph]:
    """How the pairs are counted."""
    meets = {
        "same": "A passage meets the other code where that stands on exactly the same place.",
        "overlap": "A passage meets the other code where they share a character; a stretch is text that both cover.",
        "near": f"A passage meets the other code where they stand {within(found.asked.mode, found.asked.turns)}; the "
        "turns of the interviewer count. A place is where passages that meet follow each other no farther apart.",
    }[found.asked.mode]
    told = [
        (meets, ""),
        ("The number in a cell is the share: the passages of the two codes that meet, of all passages of both, in per "
         "cent; the sign is the same by size (░ under 10, ▒ under 25, ▓ under 50, █ from 50).", ""),
        ("Only where one coder has both." if found.pairs.same_coder else "Whoever coded.", ""),
        (
            "A code counts with those below it, and is in no pair with them."
            if found.pairs.subtree
            else "Each code counts its own codings, without those below it.",
            "",
        ),
        ("That codes stand together says nothing of why. The interviewer's own words, and what denies a theme, are "
         "left out.", ""),
    ]  # fmt: skip
    called = names(found.pairs.codes)
    most = [
        f"{called[one.first]} × {called[one.second]}: {per_cent(one.share)} %, {one.together:,} together"
        for one in found.pairs.pairs[:20]
    ]
    _section(told, "The largest shares", most)
    return [*told, ("", ""), (f"{pairs_basis(found)}.", "dim")]


def name(path: str) -> str:
    """A code's own name."""
    return path.rpartition(" / ")[2]


def per_cent(share: float) -> str:
    """A share in per cent, never 0 nor 100 where it is only nearly that."""
    if 0 < share < 0.005:
        return "<1"
    return ">99" if 0.995 <= share < 1 else f"{100 * share:.0f}"


def _section(told: list[Paragraph], title: str, entries: list[str]) -> None:
    told += [("", ""), (title, "strong"), *((f"  {entry}", "") for entry in entries or ["none"])]
