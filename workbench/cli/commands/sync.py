"""``workbench sync [PEER]``: exchange work with colleagues through a shared folder or a PostgreSQL server."""

from __future__ import annotations

import sys
import time

from workbench.cli.call import Call
from workbench.cli.parser import Parser
from workbench.errors import InputError, WorkbenchError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from workbench.study import Study
    from workbench.sync.exchange import Exchanged

LOOK = 0.5
"""Seconds between two looks at our own study while watching."""
AWAY = (2.0, 60.0)
"""Seconds until a peer that could not be reached is tried again while watching, at first and at most."""


def arguments(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "peer",
        metavar="FOLDER|postgresql://…",
        nargs="?",
        default="",
        help="whom to sync with, remembered from then on (default: the one that is remembered)",
    )
    parser.add_argument("--once", action="store_true", help="do not remember the peer")
    parser.add_argument("--forget", action="store_true", help="sync with nobody any more; nothing is deleted anywhere")
    parser.add_argument("--watch", action="store_true", help="go on until interrupted, as soon as there is something")
    parser.add_argument(
        "--trust-server", action="store_true", help="let an encrypted study go to a server, which can read it"
    )
    parser.json_option()


def run(call: Call) -> int | None:
    """Exchange once, and say what came of it; 1 where something was refused."""
    args = call.args
    if args.forget and (args.peer or args.watch or args.once):
        raise InputError("--forget stands alone", "`workbench sync --forget`, then sync with another peer.")
    if args.watch and (args.json or args.once):
        raise InputError("--watch goes neither with --json nor with --once")
    with call.study() as study:
        if args.forget:
            was = study.sync.forget()
            call.console.say(f"synced with {was} no longer" if was else "this study was synced with nobody")
            return None
        done = _exchange(call, study)
        peer = _peer(study, args.peer)
        if args.json:
            call.console.json(_document(study, peer, done))
        else:
            call.console.say(in_words(done))
            sys.stdout.flush()  # whoever watches through a pipe reads it now
        if args.watch:
            _watch(call, study)
    return 1 if done.refused else None


def _exchange(call: Call, study: Study) -> Exchanged:
    args = call.args
    with call.console.progress("syncing") as step:
        done = study.sync.run(
            args.peer,
            progress=None if step is None else lambda what, at, total: step(at, total),
            once=args.once,
            trust_server=args.trust_server,
            tell=call.console.note,
        )
    _troubles(call, done)
    return done


def _troubles(call: Call, done: Exchanged) -> None:
    for trouble in done.troubles:
        call.console.note(f"note: {trouble}")
    for reason in done.refused:
        call.console.note(f"refused: {reason}")


def _peer(study: Study, given: str) -> str:
    from workbench.study.sync import spelled

    return spelled(given)[0] if given else study.sync.remembered()


def _document(study: Study, peer: str, done: Exchanged) -> dict[str, object]:
    from workbench.study.sync import state_of

    return {
        "peer": peer,
        "sent": done.sent,
        "taken": done.taken,
        "texts_sent": done.texts_sent,
        "texts_taken": done.texts_taken,
        "waiting": done.waiting,
        "refused": list(done.refused),
        "troubles": list(done.troubles),
        "state": state_of(done),
    }


def in_words(done: Exchanged) -> str:
    """One line for people: ``sent 12 changes, took in 40, nothing waits``."""
    texts = "".join(
        f", {verb} {count:,} text{'' if count == 1 else 's'}"
        for verb, count in (("sent", done.texts_sent), ("took in", done.texts_taken))
        if count
    )
    waits = f"{done.waiting:,} wait for earlier work of a colleague" if done.waiting else "nothing waits"
    if not (done.sent or done.taken or texts):
        return f"nothing new on either side, {waits}"
    return f"sent {done.sent:,} change{'' if done.sent == 1 else 's'}, took in {done.taken:,}{texts}, {waits}"


def _watch(call: Call, study: Study) -> None:
    """Exchange whenever either side has something; a peer that is away is said once and waited for."""
    away, pause = "", AWAY[0]
    while True:
        try:
            with_link = study.sync.link(trust_server=call.args.trust_server)
        except WorkbenchError as error:
            away, pause = _gone(call, error, away, pause)
            continue
        try:
            fresh = True  # what a peer tells of by itself is what came after the first look
            while True:
                if study.changed() or fresh or with_link.wait(LOOK):
                    fresh = False
                    done = with_link.exchange()
                    away, pause = "", AWAY[0]
                    if done.sent or done.taken or done.texts_sent or done.texts_taken:
                        study.sync.note(done)
                        call.console.say(in_words(done))
                        sys.stdout.flush()
                        _troubles(call, done)
        except WorkbenchError as error:
            away, pause = _gone(call, error, away, pause)
        finally:
            with_link.close()


def _gone(call: Call, error: WorkbenchError, before: str, pause: float) -> tuple[str, float]:
    if error.message != before:
        call.console.note(f"note: {error.message}")
    time.sleep(pause)
    return error.message, min(pause * 2, AWAY[1])
