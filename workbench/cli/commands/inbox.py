"""``workbench inbox``: what colleagues wrote at the same time and what hangs in the air, and how to settle it."""

from typing import TYPE_CHECKING, Any

from workbench.cli.call import Call
from workbench.cli.files import read_text
from workbench.cli.parser import Parser
from workbench.errors import InputError

if TYPE_CHECKING:
    from workbench.study.inbox import InboxItem

SHOWN = "shown"


def arguments(parser: Parser) -> None:
    """Add the command's verbs."""
    parser.json_option()
    parser.description = (
        "List what colleagues wrote without knowing of each other and what hangs in the air. Nothing of it blocks "
        "work: until somebody settles it, what was written last is shown."
    )
    settle = parser.verb("settle", "settle one item by one of its choices; `log undo` takes it back", run_settle)
    settle.add_argument("item", metavar="ID", nargs="?", help="its id in the list")
    settle.add_argument("choice", metavar="CHOICE", nargs="?", help="one of the choices in the list")
    settle.add_argument("--text", metavar="FILE", help="the text that the choice `write` takes; - for stdin")
    settle.add_argument("--to", metavar="NAME", help="the name or code that the choices `rename` and `recode` take")
    settle.add_argument(
        "--all",
        choices=[SHOWN],
        help="let stand whatever is shown now; memo texts, and what was deleted while another worked on it, are left",
    )
    settle.add_argument("--force", action="store_true", help="with --all: settle those that are left, too")


def run(call: Call) -> None:
    """List the items."""
    with call.study() as study:
        items = study.inbox.items()
    call.show(
        [_document(item) for item in items],
        ("id", "what", "choices"),
        [(item.id, item.sentence, " ".join(choice.key for choice in item.choices)) for item in items],
        caption="`workbench inbox settle ID CHOICE` settles one; --json tells all sides, and what each choice does."
        if any(item.choices for item in items)
        else "",
    )


def run_settle(call: Call) -> None:
    """Settle one item, or all that may be settled by the clock."""
    args = call.args
    if args.all:
        if args.item or args.text or args.to:
            raise InputError("--all goes without an id", "Settle one item, or all of them.")
        _settle_all(call)
        return
    if not args.item or not args.choice:
        raise InputError("settle needs an id and a choice", "`workbench inbox` lists both.")
    if args.force:
        raise InputError("--force goes with --all", "One item is settled without it.")
    if args.text and args.to:
        raise InputError("a choice takes one thing", "Give --text FILE or --to NAME, not both.")
    text = read_text(args.text).rstrip("\n") if args.text else args.to or ""
    with call.study() as study:
        item = study.inbox.settle(args.item, args.choice, text)
    done = next(choice.does for choice in item.choices if choice.key == args.choice)
    call.console.say(f"settled: {item.sentence} ({done})")


def _settle_all(call: Call) -> None:
    with call.study() as study:
        settled, left = study.inbox.settle_all(force=call.args.force)
    call.console.say(f"settled as shown: {len(settled)}")
    for item in left:
        call.console.note(f"left: {item.id} {item.sentence}")
    if left:
        call.console.hint("Of these the later is not likely to be the better: look at them, or add --force.")


def _document(item: "InboxItem") -> dict[str, Any]:
    about = item.about
    return {
        "id": item.id,
        "kind": item.kind,
        "sentence": item.sentence,
        "about": {
            "what": about.what,
            "field": item.item.field,
            "code": about.path or None,
            "transcript": about.transcript or None,
            "turn": about.turn or None,
            "start": about.start if about.end else None,
            "end": about.end or None,
        },
        "sides": [
            {
                "coder": side.coder,
                "when": side.when.isoformat(timespec="seconds"),
                "value": side.value if side.here else None,
                "shown": side.shown,
            }
            for side in item.sides
        ],
        "choices": [{"choice": c.key, "does": c.does, "needs": c.needs or None} for c in item.choices],
    }
