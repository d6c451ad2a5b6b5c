"""``workbench init DIR``: a new study, plain or encrypted, or one that colleagues share."""

import sys
from pathlib import Path

from workbench.cli.call import Call
from workbench.cli.parser import Parser
from workbench.errors import InputError, WrongKeyError

PLAIN_COPY = (
    "note: this copy is not encrypted, whether or not your colleagues' are; if it should be, delete it and join again "
    "with --encrypt"
)
"""What is said to who joins through a server, which cannot tell."""


def arguments(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.add_argument("folder", metavar="DIR", help="the study's folder, made if it is not there")
    parser.add_argument("--title", default="", help="what the study is called")
    parser.add_argument(
        "--language", default="da", metavar="CODE", help="the language spoken, two letters (default: da)"
    )
    parser.add_argument(
        "--starter", default="", metavar="NAME", help="begin with a codebook that comes along: competences or sympathy"
    )
    parser.add_argument(
        "--encrypt",
        action="store_true",
        help="seal everything with a passphrase: WORKBENCH_PASSPHRASE, WORKBENCH_PASSPHRASE_FILE, or what is typed",
    )
    parser.add_argument(
        "--from",
        dest="peer",
        default="",
        metavar="FOLDER|postgresql://…",
        help="join the study that colleagues share there, instead of beginning one",
    )


def run(call: Call) -> None:
    """Write the settings of a new study."""
    from workbench import study

    folder = Path(call.args.folder)
    if call.args.peer:
        join(call, folder)
        return
    starter = call.args.starter
    if call.args.encrypt:
        passphrase = new_passphrase(call, folder)
        study.init(
            folder, call.args.title, call.args.language, passphrase=passphrase, coder=call.coder or "", starter=starter
        )
        call.console.say(f"an encrypted study is in {folder}; `workbench settings` shows its groups and facets")
        call.console.note(f"next: `workbench --study {folder} import PATH…` with transcripts from an encrypted place")
        return
    study.init(folder, call.args.title, call.args.language, starter=starter)
    call.console.say(f"a study is in {folder}; its groups and facets are said in {folder / 'codebook' / 'study.toml'}")
    call.console.note(f"next: put transcripts into {folder / 'transcripts'}, then `workbench --study {folder} import`")


def join(call: Call, folder: Path) -> None:
    """Make a folder with the study of a peer; where that is sealed, with its passphrase."""
    from workbench import study
    from workbench.study.sync import PASSWORD, is_server, spelled

    args = call.args
    if args.title or args.language != "da" or args.starter:
        raise InputError(
            "--from takes the study as it is", "Leave --title, --language and --starter out: colleagues have said them."
        )
    clean, had_password = spelled(args.peer)
    server, encrypt = is_server(clean), bool(args.encrypt)
    given = new_passphrase(call, folder) if server and encrypt else call.given_passphrase(folder)
    with call.console.progress("joining") as step:
        tell = None if step is None else lambda what, done, total: step(done, total)
        try:
            done = study.join(
                folder, args.peer, passphrase=given, encrypt=encrypt, coder=call.coder or "", progress=tell
            )
        except WrongKeyError:
            if given is not None or not call.can_ask:
                raise
            given = call.ask_secret("passphrase of the study: ")
            done = study.join(
                folder, args.peer, passphrase=given, encrypt=encrypt, coder=call.coder or "", progress=tell
            )
    if had_password:
        call.console.note(PASSWORD)
    for trouble in (*done.troubles, *done.refused):
        call.console.note(f"note: {trouble}")
    changes = f"{done.taken:,} change{'' if done.taken == 1 else 's'}"
    texts = f"{done.texts_taken:,} text{'' if done.texts_taken == 1 else 's'}"
    call.console.say(f"a study is in {folder}: {changes} and {texts} came from {clean}")
    if server and not encrypt:
        call.console.note(PLAIN_COPY)
    call.console.note(f"next: `workbench --study {folder}` opens it, `workbench --study {folder} sync` syncs it again")


def new_passphrase(call: Call, folder: Path) -> str:
    """The passphrase of a study that is to be, after saying what it means; on a terminal, typed twice and meant.

    Raises InputError for one that is too short, and where nobody says any.
    """
    from workbench.study import vault

    call.console.note(vault.FINAL)
    given = call.given_passphrase(folder)
    if given is None:
        if not call.can_ask:
            raise InputError(
                "an encrypted study needs a passphrase",
                "Set WORKBENCH_PASSPHRASE or WORKBENCH_PASSPHRASE_FILE, or run it on a terminal, which asks.",
            )
        given = vault.check_new(call.ask_secret(f"new passphrase, {vault.SHORTEST} characters or more: "))
        if call.ask_secret("once more: ") != given:
            raise InputError("the two passphrases are not the same", "Nothing was changed; begin again.")
    vault.check_new(given)
    if call.can_ask:
        sys.stderr.write("type yes if it is kept in a safe place: ")
        sys.stderr.flush()
        if sys.stdin.readline().strip().casefold() != "yes":
            raise InputError("that was not yes", "Nothing was changed; begin again when the passphrase is safe.")
    return given
