"""``workbench agree episodes`` and what follows from them: settling one, taking that back, the consensus layer."""

import re
from typing import TYPE_CHECKING, Any

from workbench.cli.call import Call
from workbench.cli.commands import agree_scope
from workbench.cli.parser import Parser
from workbench.errors import InputError
from workbench.sanitise import line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from workbench.study import Study
    from workbench.study.agreement import Consensus, ConsensusCoding, EpisodeRow, Episodes, Settlement

UNION, INTERSECTION, NONE, OWN = "union", "intersection", "none", "own"
DISCUSSED, ADJUDICATED = "discussed", "adjudicated"
_RANGE = re.compile(r"(\d{1,12})[-–](\d{1,12})")
SETTLING = "Settling is no reliability: alpha stays what it is, and the result goes into the consensus layer."


def arguments(parser: Parser) -> None:
    """Add the verbs."""
    episodes = parser.verb("episodes", "the places where coders used a code, what they differ in first", run_episodes)
    episodes.add_argument("path", metavar="CODE")
    episodes.json_option()
    agree_scope.arguments(episodes)
    settle = parser.verb("settle", "settle an episode; everybody's own codings stay as they are", run_settle)
    settle.description = f"Settle an episode. {SETTLING}"
    settle.add_argument(
        "item", metavar="ITEM", help="its id in `agree episodes`, or as much of it as no other begins with"
    )
    how = settle.add_mutually_exclusive_group(required=True)
    how.add_argument("--as", dest="choice", metavar="NAME|union|intersection|none", help="as that coder has it, …")
    how.add_argument("--own", metavar="START-END", nargs="+", help="these passages, which nobody had")
    settle.add_argument(
        "--how", choices=(DISCUSSED, ADJUDICATED), default=DISCUSSED, help="together, or by one for all"
    )
    settle.add_argument("--reason", default="", metavar="TEXT", help="why you differed: definition unclear, slip, …")
    settle.add_argument("--memo", default="", metavar="TEXT", help="what was said")
    unsettle = parser.verb("unsettle", "take a settlement back", run_unsettle)
    unsettle.add_argument("item", metavar="ITEM")
    consensus = parser.verb("consensus", "the consensus layer, and what is left out of it", run_consensus)
    consensus.json_option()


def run_episodes(call: Call) -> None:
    """List a code's episodes, the dearest first."""
    with call.study() as study:
        call.tell_blind(study)
        asked = agree_scope.read(call, study, call.args.path)
        found = study.agreement.episodes(asked.scope.codes[0], asked.scope)
        names = dict(study.coders())
        paths = {code.id: code.path for code in study.codes.list()}
        if call.args.json or not call.console.terminal:
            call.gate(study, "\n\n".join(dict.fromkeys([found.path, *(row.text for row in found.rows)])))
    if call.args.json:
        call.console.json(_episodes(found, names, paths))
        return
    limit = 72 if call.console.terminal else 0
    rows = [
        (
            *(_kind(row, names, paths), row.name, f"turn {row.turn}" if row.turn else "", _share(row)),
            *(_state(row.settled, names), line(row.text, limit), row.item),
        )
        for row in found.rows
    ]
    call.console.table(
        ("what", "transcript", "where", "of it", "settled", "text", "item"), rows, caption=_told(found), right=(3,)
    )


def _told(found: "Episodes") -> str:
    alpha = "undefined" if found.alpha is None else f"{found.alpha:.2f}"
    said = f"{found.path}: α {alpha}; {len(found.rows)} episodes, {found.agreed} of them agreed"
    if found.top:
        said += f"\n{found.top} make {100 * found.top_share:.0f} % of the disagreement"
        if found.top_alike is not None:
            said += f"; coded alike, α would be {found.top_alike:.2f}"
    return f"{said}\n`workbench agree settle ITEM --as NAME|union|intersection|none` settles one. {SETTLING}"


def _kind(row: "EpisodeRow", names: "Mapping[str, str]", paths: "Mapping[str, str]") -> str:
    episode = row.episode
    without = [names.get(coder, coder) for coder, ranges in episode.ranges if not ranges]
    if episode.kind == "missed":
        return f"missed by {', '.join(without)}"
    if episode.instead:
        used = (f"{names.get(coder, coder)}: {paths.get(code, code)}" for coder, code in episode.instead)
        return f"{episode.kind} ({', '.join(used)})"
    return episode.kind


def _share(row: "EpisodeRow") -> str:
    return f"{100 * row.episode.share:.1f} %" if row.episode.cost else ""


def _state(settled: "Settlement | None", names: "Mapping[str, str]") -> str:
    if settled is None:
        return ""
    if settled.others:
        return "in conflict"
    said = f"{settled.how}: {names.get(settled.choice, settled.choice)}"
    return f"{said} (stale)" if settled.stale else said


def _episodes(found: "Episodes", names: "Mapping[str, str]", paths: "Mapping[str, str]") -> dict[str, Any]:
    return {
        "code": found.path,
        "alpha": found.alpha,
        "agreed": found.agreed,
        "top": found.top,
        "top_share": found.top_share,
        "top_alike": found.top_alike,
        "episodes": [_episode(row, names, paths) for row in found.rows],
    }


def _episode(row: "EpisodeRow", names: "Mapping[str, str]", paths: "Mapping[str, str]") -> dict[str, Any]:
    episode = row.episode
    return {
        "item": row.item,
        "kind": episode.kind,
        "transcript": row.name,
        "start": episode.start,
        "end": episode.end,
        "turn": row.turn or None,
        "text": row.text,
        "ranges": {names.get(coder, coder): [list(r) for r in ranges] for coder, ranges in episode.ranges},
        "instead": {names.get(coder, coder): paths.get(code, code) for coder, code in episode.instead},
        "cost": episode.cost,
        "share": episode.share,
        "alike": episode.alike,
        "changed": row.changed,
        "settled": _settlement(row.settled, names),
        "settled_before": _settlement(row.before, names),
    }


def _settlement(settled: "Settlement | None", names: "Mapping[str, str]") -> dict[str, Any] | None:
    if settled is None:
        return None
    return {
        "choice": names.get(settled.choice, settled.choice),
        "ranges": [list(r) for r in settled.ranges],
        "how": settled.how,
        "reason": settled.reason,
        "coder": names.get(settled.coder, settled.coder),
        "stale": settled.stale,
        "others": [
            {"coder": names.get(coder, coder), "ranges": [list(r) for r in ranges]} for coder, ranges in settled.others
        ],
    }


def run_settle(call: Call) -> None:
    """Settle one episode."""
    args = call.args
    own = [passage(word) for given in args.own or () for word in given.split(",")]
    with call.study() as study:
        item = full_item(study, args.item)
        choice = OWN if args.own or args.choice == NONE else _choice(study, args.choice)
        study.agreement.settle(item, choice, ranges=own, how=args.how, reason=args.reason, memo=args.memo)
    said = ", ".join(args.own) if args.own else args.choice
    call.console.say(f"settled ({args.how}): {said}; `workbench agree unsettle {item}` takes it back")


def _choice(study: "Study", given: str) -> str:
    """``union``, ``intersection``, or the row of the coder of that name."""
    return given if given in (UNION, INTERSECTION) else study.scopes.coder(given)


def passage(text: str) -> tuple[int, int]:
    """``120-180`` as (120, 180). Raises InputError for what is no passage."""
    found = _RANGE.fullmatch(text.strip())
    if found is None or int(found[1]) >= int(found[2]):
        raise InputError(f"{text!r} is no passage", "Write START-END in code points of the text, like 120-180.")
    return int(found[1]), int(found[2])


def full_item(study: "Study", given: str) -> str:
    """The item that begins with ``given``, in either reading; as it is where none does, and ``settle`` will say so."""
    from workbench.agreement.values import EVERYTHING

    if len(given) >= 26:
        return given.upper()
    scopes = (EVERYTHING, EVERYTHING._replace(reading="current"))
    known = {
        row.item
        for scope in scopes
        for code in study.agreement.table(scope).rows
        if code.agreement.status != "not_used"
        for row in study.agreement.episodes(code.code, scope).rows
    }
    return _the_one(known, given)


def _the_one(known: "Iterable[str]", given: str) -> str:
    """Which of the known items begins with ``given``, or that itself; nothing given is none, be there one item only."""
    if not given.strip():
        raise InputError("no item is given", "`workbench agree episodes CODE` lists them.")
    found = {item for item in known if item.startswith(given.strip().upper())}
    if len(found) > 1:
        raise InputError(f"{len(found)} items begin with {line(given, 40)}", "Give more of it.")
    return found.pop() if found else given


def run_unsettle(call: Call) -> None:
    """Take a settlement back."""
    with call.study() as study:
        item = _the_one([one.item for one in study.agreement.settlements()], call.args.item)
        study.agreement.unsettle(item)
    call.console.say(f"no longer settled: {item}")


def run_consensus(call: Call) -> None:
    """Count and list the consensus layer."""
    with call.study() as study:
        call.tell_blind(study)
        layer = study.agreement.consensus()
        coders = dict(study.coders())
        paths = {code.id: code.path for code in study.codes.list()}
        transcripts = {t.id: t.name for t in study.transcripts.list()}
        if call.args.json or not call.console.terminal:
            named = [(paths.get(c.code, ""), transcripts.get(c.transcript, "")) for c in layer.codings]
            call.gate(study, "\n\n".join(dict.fromkeys(words for pair in named for words in pair)))
    listed = sorted(layer.codings, key=lambda c: (transcripts.get(c.transcript, ""), c.start, c.end, c.id))
    if call.args.json:
        call.console.json(
            {
                "layer": "consensus",
                **{name: sorted(transcripts.get(t, t) for t in getattr(layer, name)) for name in _TRANSCRIPTS},
                **{name: getattr(layer, name) for name in _COUNTS},
                "codings": [_coding(c, coders, paths, transcripts) for c in listed],
            }
        )
        return
    rows = [
        (
            *(transcripts.get(c.transcript, c.transcript), c.start, c.end, paths.get(c.code, c.code)),
            *(c.origin, ", ".join(sorted(coders.get(who, who) for who in c.coders))),
        )
        for c in listed
    ]
    call.console.table(("transcript", "start", "end", "code", "origin", "from"), rows, caption=counts(layer))


_TRANSCRIPTS = ("double", "single", "waiting")
_COUNTS = ("agreed", "discussed", "adjudicated", "unsettled", "stale", "in_conflict")


def counts(layer: "Consensus") -> str:
    """What the layer is made of, and what is left out."""
    from workbench.agreement.verdict import SETTLED

    return (
        f"{len(layer.codings)} codings: episodes agreed {layer.agreed}, discussed {layer.discussed}, "
        f"adjudicated {layer.adjudicated}; and those of {len(layer.single)} transcripts coded by one\n"
        f"left out: episodes not settled {layer.unsettled}, stale {layer.stale}, in conflict {layer.in_conflict}; "
        f"transcripts waiting for a coder {len(layer.waiting)}\n{SETTLED}"
    )


def _coding(
    coding: "ConsensusCoding",
    coders: "Mapping[str, str]",
    paths: "Mapping[str, str]",
    transcripts: "Mapping[str, str]",
) -> dict[str, Any]:
    voices: Sequence[str] | None = coding.voices
    return {
        "id": coding.id,
        "transcript": transcripts.get(coding.transcript, coding.transcript),
        "code": paths.get(coding.code, coding.code),
        "start": coding.start,
        "end": coding.end,
        "coders": sorted(coders.get(who, who) for who in coding.coders),
        "origin": coding.origin,
        "facets": {name: list(values) for name, values in coding.facets.items()},
        "voices": None if voices is None else list(voices),
    }
