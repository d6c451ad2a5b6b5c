"""``workbench progress``: who is how far with which transcript, who codes blind, and what is to be looked at again."""

from argparse import ArgumentTypeError
from typing import TYPE_CHECKING, Any

from workbench.agreement.rounds import DONE, DOTS, filled
from workbench.cli.call import Call
from workbench.cli.parser import Parser, whole_number

if TYPE_CHECKING:
    from workbench.study import Study
    from workbench.study.progress import State


def arguments(parser: Parser) -> None:
    """Add the command's verbs. In those that set a state ``--coder`` names whose it is, not who is at work."""
    parser.json_option()
    parser.description = (
        "List every coder's state in every transcript that was given out or coded. Where several were given a\n"
        "transcript in one round, each codes it blind until all are done, and sees nothing of the others' work in it."
    )
    for verb, summary, run_verb in (
        ("assign", "give transcripts to a coder; with the second coder in a round they are coded blind", run_assign),
        ("start", "say that a coder is at work on transcripts, also on those that were done", run_start),
        ("done", "say that a coder is done with transcripts", run_done),
        ("unassign", "take assignments back, as of somebody who leaves; codings stay", run_unassign),
    ):
        command = parser.verb(verb, summary, run_verb, at_work=False)
        _transcripts(command)
        _whose(command, "whose state is set (default: who is at work)")
        _round(command)
    sample = parser.verb(
        "sample", "draw the transcripts that several coders code, the same on every machine", run_sample
    )
    sample.add_argument("--count", type=whole_number, default=0, metavar="N", help="so many transcripts")
    sample.add_argument("--share", type=_share, default=0.0, metavar="P", help="or this share of them: 0.2, or 20%%")
    sample.add_argument("--seed", default="1", metavar="S", help="another draw with another seed (default: 1)")
    sample.add_argument(
        "--by",
        choices=("transcript", "group"),
        default="transcript",
        help="group: from each group of informants its share, and one at least where that goes",
    )
    sample.add_argument("--assign", nargs="+", default=[], metavar="NAME", help="give what was drawn to these coders")
    _round(sample)
    sample.json_option()
    lift = parser.verb("lift", "let coders see each other's work before all are done; only a lead may", run_lift)
    _transcripts(lift)
    _round(lift)
    lift.add_argument("--reason", required=True, metavar="TEXT", help="why: it is recorded")
    reread = parser.verb(
        "reread", "done transcripts to look through again, for codes that came later", run_reread, at_work=False
    )
    _whose(reread, "whose (default: everybody's)")
    reread.json_option()
    sought = parser.verb(
        "sought", "say that a coder has looked done transcripts through again for a code", run_sought, at_work=False
    )
    sought.add_argument("code", metavar="CODE")
    _transcripts(sought)
    _whose(sought, "who has looked (default: who is at work)")
    parser.verb("rounds", "the rounds of coding, when each began and by which codebook", run_rounds).json_option()


def _transcripts(parser: Parser) -> None:
    parser.add_argument("transcripts", metavar="TRANSCRIPT", nargs="+")


def _whose(parser: Parser, what: str) -> None:
    parser.add_argument("--coder", dest="whose", metavar="NAME", help=what)


def _round(parser: Parser) -> None:
    parser.add_argument("--round", default="1", metavar="NAME", help="the round of coding (default: 1)")


def _share(text: str) -> float:
    """The type of an argument that is a share."""
    try:
        return float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no share") from None


def run(call: Call) -> None:
    """List every coder's state in every transcript that was given out or coded."""
    with call.study() as study:
        states, blind = study.progress.table(), set(study.progress.blind())
    terminal = call.console.terminal
    call.show(
        [_document(s, blind) for s in states],
        ("transcript", "coder", "round", "state", "codings"),
        [
            (s.transcript, s.coder, s.round, _drawn(s) if terminal else _state(s), "" if s.reach is None else s.codings)
            for s in states
        ],
        caption=f"you code blind: {', '.join(sorted(blind))}" if blind else "",
    )


def _document(state: "State", blind: set[str]) -> dict[str, Any]:
    hidden = state.reach is None
    return {
        "transcript": state.transcript,
        "coder": state.coder,
        "round": state.round,
        "state": state.state,
        "codings": None if hidden else state.codings,
        "reach": None if state.reach is None else round(state.reach, 4),
        "blind": state.transcript in blind,
    }


def _state(state: "State") -> str:
    return state.state or "not assigned"


def _drawn(state: "State") -> str:
    """``●●●●···· 48 %``: how far into the text a coder has come."""
    if state.state == DONE:
        return "●" * DOTS + " done"
    if state.reach is None or not state.codings:
        return f"○ {_state(state)}"
    full = filled(state.reach, DOTS)
    return f"{'●' * full}{'·' * (DOTS - full)} {state.reach:.0%}".replace("%", " %") + (
        "" if state.state else " not assigned"
    )


def run_assign(call: Call) -> None:
    """Give the transcripts to a coder."""
    _set(call, "assign", "assigned")


def run_start(call: Call) -> None:
    """Mark the transcripts as in progress."""
    _set(call, "start", "in progress")


def run_done(call: Call) -> None:
    """Mark the transcripts as done."""
    _set(call, "done", "done")


def run_unassign(call: Call) -> None:
    """Take the assignments back."""
    args = call.args
    with call.study() as study:
        whose = args.whose or study.coder_name
        taken = study.progress.unassign(args.transcripts, whose, args.round)
    call.console.say(f"{whose}: {taken} of {len(set(args.transcripts))} assignments taken back")


def _set(call: Call, verb: str, state: str) -> None:
    args = call.args
    with call.study() as study:
        whose = args.whose or study.coder_name
        changed = getattr(study.progress, verb)(args.transcripts, whose, args.round)
    call.console.say(f"{whose}: {changed} of {len(set(args.transcripts))} transcripts newly {state}")


def run_sample(call: Call) -> None:
    """Draw a sample and list it, and give it to coders where these are named."""
    args = call.args
    with call.study() as study:
        sample = study.progress.sample(args.count, args.share, seed=args.seed, by=args.by)
        given = study.progress.assign(sample.transcripts, args.assign, args.round) if args.assign else 0
    strata = [{"group": s.name, "of": s.of, "drawn": s.drawn} for s in sample.strata] if args.by == "group" else []
    of = sum(s.of for s in sample.strata)
    if args.json:
        call.console.json(
            {
                "seed": sample.seed,
                "by": sample.by,
                "of": of,
                "transcripts": list(sample.transcripts),
                "groups": strata,
                "assigned": given,
            }
        )
        return
    for name in sample.transcripts:
        call.console.say(name)
    told = "; ".join(f"{s['group'] or 'no group'} {s['drawn']} of {s['of']}" for s in strata)
    call.console.note(
        f"drawn: {len(sample.transcripts)} of {of} transcripts, seed {args.seed}{f' ({told})' if told else ''}"
    )
    if args.assign:
        call.console.note(f"newly assigned in round {args.round}: {given} ({', '.join(args.assign)})")


def run_lift(call: Call) -> None:
    """Lift blind coding."""
    args = call.args
    with call.study() as study:
        lifted = study.progress.lift(args.transcripts, args.round, args.reason)
    call.console.say(
        f"coded blind no longer in round {args.round}: {lifted} of {len(set(args.transcripts))} transcripts"
    )


def run_reread(call: Call) -> None:
    """List what is to be looked through again."""
    with call.study() as study:
        names = dict(study.coders())
        whose = _coder(study, call.args.whose) if call.args.whose else ""
        titles = {row: name for name, row in study.transcripts.names().items()}
        found = [
            (titles.get(r.transcript, r.transcript), names.get(r.coder, r.coder), r.path, r.why)
            for r in study.agreement.reread(whose)
        ]
    keys = ("transcript", "coder", "code", "why")
    call.show(
        [dict(zip(keys, row, strict=True)) for row in found],
        keys,
        found,
        caption="`workbench progress sought CODE TRANSCRIPT…` says that it is done." if found else "",
    )


def _coder(study: "Study", name: str) -> str:
    """A coder's row by name. Raises NotFoundError."""
    from workbench.study.base import not_found

    known = {coder.name.casefold(): coder for coder in study.coders()}
    if name.casefold() not in known:
        raise not_found("coder", name, [coder.name for coder in known.values()])
    return known[name.casefold()].id


def run_sought(call: Call) -> None:
    """Record that somebody has looked for a code."""
    args = call.args
    with call.study() as study:
        whose = args.whose or study.coder_name
        code = study.codes.find(args.code)
        found = study.progress.sought(args.transcripts, code.id, whose)
    call.console.say(f"{whose}: looked for {code.path} in {found} transcripts")


def run_rounds(call: Call) -> None:
    """List the rounds."""
    with call.study() as study:
        rounds = study.progress.rounds()
    call.show(
        [
            {
                "round": r.name,
                "began": r.began.isoformat() if r.began else None,
                "codebook": {"log": r.codebook, "codes": r.codes, "changed_since": r.changed} if r.codebook else None,
                "coders": list(r.coders),
                "transcripts": r.transcripts,
                "assignments": r.given,
                "done": r.done,
                "blind": list(r.blind),
                "lifted": list(r.lifted),
            }
            for r in rounds
        ],
        ("round", "began", "codebook", "coders", "transcripts", "done", "blind"),
        [
            (
                r.name,
                r.began.isoformat(" ", "minutes") if r.began else "",
                f"{r.codes} codes, {r.changed} changed since" if r.codebook else "not noted",
                ", ".join(r.coders),
                r.transcripts,
                f"{r.done} of {r.given}",
                ", ".join(r.blind),
            )
            for r in rounds
        ],
    )
