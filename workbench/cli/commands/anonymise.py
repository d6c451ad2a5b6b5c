"""``workbench anonymise``: what may identify somebody, replaced or kept; the key file; and the earlier texts erased."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.cli.call import Call
from workbench.cli.commands.check import DUTY, finding, named
from workbench.cli.commands.withdraw import typed
from workbench.cli.files import read_text, shown
from workbench.cli.parser import Parser
from workbench.errors import InputError
from workbench.sanitise import line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.study import Study
    from workbench.study.corrections import Correction

TRAVELLED = (
    "The earlier texts stay on this machine from now on; what was synced or sent before is where it went. "
    "`workbench anonymise accept` erases them, here and on copies that sync."
)


def arguments(parser: Parser) -> None:
    """Add the command's verbs."""
    parser.description = (
        "List what may identify somebody, replace it, or keep it. Codings stay where they belong. Which word stands\n"
        f"for whom is written into a key file outside the study, and nowhere else. {DUTY}"
    )
    parser.json_option()
    parser.add_argument("--in", dest="within", metavar="ID", nargs="+", default=[], help="only these transcripts")
    replace = parser.verb("replace", "replace a word wherever it stands as a whole", run_replace)
    replace.description = (
        "Replace a word or several (a name, a place) wherever they stand as a whole: in texts, labels, memos,\n"
        "remarks, codes and what is said of interviews. The genitive stays (“Mettes” becomes “[navn]s”), parts of\n"
        "words are left alone, and one undo takes all of it back. Capitals count."
    )
    replace.add_argument("word", metavar="WORD")
    stands = replace.add_mutually_exclusive_group()
    stands.add_argument("--by", metavar="TEXT", help="what stands for it")
    stands.add_argument("--pseudonym", action="store_true", help="a name that nobody in the study bears")
    stands.add_argument("--placeholder", action="store_true", help="what it was, in brackets: [navn] (the default)")
    replace.add_argument("--in", dest="within", metavar="ID", nargs="+", default=[], help="only in these transcripts")
    replace.add_argument("--always", action="store_true", help="also in transcripts that come later")
    replace.add_argument("--person", metavar="P07", default="", help="whom it names: the same pseudonym everywhere")
    replace.json_option()
    keep = parser.verb("keep", "keep a word that was found: it is not told of again", run_keep)
    keep.add_argument("word", metavar="WORD")
    keep.add_argument("--in", dest="within", metavar="ID", default="", help="only in this transcript")
    parser.verb("apply", "run the rules that hold always over every transcript", run_apply).json_option()
    accept = parser.verb("accept", "erase the earlier texts for ever", run_accept)
    accept.description = (
        "Erase the earlier texts of what was anonymised, here and on every copy that syncs, with the originals in the\n"
        "study's folder. There is no undo."
    )
    accept.add_argument("within", metavar="ID", nargs="*", help="only these transcripts")
    accept.add_argument("--yes", action="store_true", help="do not ask")
    accept.json_option()
    key = parser.verb("key", "say where the key file lies, or move it", run_key)
    key.add_argument("path", metavar="PATH", nargs="?", help="a place outside the study that nobody else sees")
    forget = parser.verb("forget", "take a word out of the key file; texts stay as they are", run_forget)
    forget.add_argument("word", metavar="WORD")
    names = parser.verb("names", "take in the project's own lists of names, places, institutions", run_names)
    names.add_argument("file", metavar="FILE.csv", help="columns names, places, institutions; or names alone")


def run(call: Call) -> None:
    """List everything that may identify somebody, the doubtful too."""
    with call.study() as study:
        call.tell_blind(study)
        with call.console.progress("looking") as step:
            found = study.anonymity.findings(call.args.within, progress=step)
        _warn(call, study)
    call.show(
        [finding(one) | {"replacement": one.replacement} for one in found],
        ("kind", "where", "start", "text", "score", "why", "replacement"),
        [
            (
                one.finding.kind,
                one.transcript or one.where,
                one.finding.start,
                one.finding.text,
                f"{one.finding.score:.2f}",
                one.finding.why,
                one.replacement,
            )
            for one in found
        ],
        f"{len(found)} findings · {DUTY}",
    )


def run_replace(call: Call) -> None:
    """Replace one word."""
    args = call.args
    word = named(args.word)
    with call.study() as study:
        by = args.by
        if by is None and args.pseudonym:
            by = study.anonymity.pseudonym(word, args.person)
        elif by is None:
            by = study.anonymity.placeholder(word)
        done = study.anonymity.replace_word(word, by, args.within, always=args.always, person=args.person)
        told = study.anonymity.told
        _warn(call, study)
    if args.json:
        call.console.json({"word": word, "by": by, **told, "transcripts": _documents(done)})
    else:
        call.console.say(
            f"replaced by {by}: places {told['occurrences']}, transcripts {len(done)}, elsewhere {told['elsewhere']}"
        )
        if told["in_log"]:
            call.console.note(
                f"{told['in_log']} of those stood in the log itself, which keeps what they were: names and definitions "
                "of codes, sites, attributes, labels"
            )
    _told(call, done)


def run_keep(call: Call) -> None:
    """Keep one word."""
    with call.study() as study:
        count = study.anonymity.keep_word(named(call.args.word), call.args.within)
    where = f" in {call.args.within}" if call.args.within else ""
    call.console.say(f"kept{where}: {call.args.word} (places: {count})")


def run_apply(call: Call) -> None:
    """Run the rules that hold always."""
    with call.study() as study:
        done = study.anonymity.apply()
        told = study.anonymity.told
        rules = sum(rule.always for rule in study.anonymity.keys.read().rules)
        _warn(call, study)
    if call.args.json:
        call.console.json({"rules": rules, **told, "transcripts": _documents(done)})
    else:
        call.console.say(f"rules: {rules}, places replaced: {told['occurrences']}, transcripts: {len(done)}")
    _told(call, done)


def run_accept(call: Call) -> None:
    """Ask, and erase the earlier texts."""
    args = call.args
    with call.study() as study:
        if not args.yes:
            if not call.can_ask or args.json:
                raise InputError("what is erased does not come back, so it is asked for twice", "Say --yes.")
            call.console.note(
                "The earlier texts go for ever, here now and on colleagues' copies when they sync; undo does not bring "
                "them back. To go ahead, type yes and press Enter:"
            )
            if typed() != "yes":
                raise InputError("that was no yes", "Nothing was changed.")
        done = study.anonymity.accept(args.within)
    if args.json:
        call.console.json(done._asdict())
        return
    call.console.say(f"texts erased: {done.texts}")
    for sentence in done.done:
        call.console.say(f"  {sentence}")
    call.console.say("what this program cannot reach, and people must:")
    for sentence in done.left:
        call.console.say(f"  - {sentence}")
    call.console.note("Sync now: colleagues' copies follow then.")


def run_key(call: Call) -> None:
    """Say where the key file is, or move it."""
    with call.study() as study:
        path = study.anonymity.key_file(Path(call.args.path) if call.args.path else None)
        _warn(call, study)
    call.console.say(str(path))


def run_forget(call: Call) -> None:
    """Take a word out of the key file."""
    with call.study() as study:
        study.anonymity.forget(call.args.word)
    call.console.say(f"no rule any more for {line(call.args.word, 60)}")


def run_names(call: Call) -> None:
    """Take in lists of names."""
    text = read_text(call.args.file)
    with call.study() as study:
        added = study.anonymity.keys.take_lists(text, shown(call.args.file))
        _warn(call, study)
    call.console.say(", ".join(f"{kind} added: {count}" for kind, count in added.items()))


def _warn(call: Call, study: "Study") -> None:
    for warning in study.anonymity.keys.warnings():
        call.console.note(f"warning: {warning}")


def _told(call: Call, done: "Sequence[Correction]") -> None:
    for one in done:
        for warning in one.warnings:
            call.console.note(f"warning: {line(one.transcript, 60)}: {warning}")
    if done:
        call.console.note(TRAVELLED)


def _documents(done: "Sequence[Correction]") -> list[dict[str, Any]]:
    return [{"id": one.transcript, "revision": one.revision, "codings": one.counts} for one in done]
