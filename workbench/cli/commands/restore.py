"""``workbench restore``: go back to a backup."""

from pathlib import Path

from workbench.cli.call import Call
from workbench.cli.parser import Parser
from workbench.errors import InputError


def arguments(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "Put a backup in the place of the study's database. It is read from end to end first, and the present state\n"
        "becomes a backup too, so this can be taken back in the same way. A later sync brings back what colleagues\n"
        "have, also what you wrote yourself after the backup and had synced."
    )
    parser.add_argument(
        "backup", metavar="BACKUP", nargs="?", help="a file, or a name from `backup list` (default: newest)"
    )
    parser.add_argument("--as", dest="into", metavar="DIR", help="make a new study folder of it; nothing else changes")


def run(call: Call) -> None:
    """Restore, in place or as a new folder."""
    from workbench.study import restoring

    if not call.args.into:
        call.require_study()
    if call.args.backup == "":
        raise InputError("the backup has an empty name", "Leave the name out altogether to mean the newest.")
    file = restoring.find(call.folder, call.args.backup or "")
    passphrase = call.passphrase(call.folder) if restoring.is_sealed(file) else None
    if call.args.into:
        folder = Path(call.args.into)
        done = restoring.unpack(file, folder, call.coder or "", passphrase)
        call.console.say(f"restored into {folder}: {done.changes} changes, from {file}")
        call.console.say(f"open it with `workbench --study {folder}`; the transcripts' files are not in a backup")
        return
    done = restoring.restore(call.folder, file, call.coder or "", passphrase)
    call.console.say(f"restored: {done.changes} changes, from {file}")
    if done.before is not None:
        call.console.say(f"what was there is kept: {done.before}")
    if done.emptied:
        call.console.say(f"texts that were withdrawn or erased since stay so: {done.emptied}")
    call.console.say(
        "The next sync brings back what colleagues have of the time since, also what you did yourself and had synced. "
        "To keep something out, take it back then: `workbench log undo`."
    )
