"""``workbench backup``: a backup now, which there are, and whether one is whole."""

from pathlib import Path

from workbench.cli.call import Call
from workbench.cli.parser import Parser
from workbench.errors import CheckFailedError, NotFoundError, StudyError, WorkbenchError


def arguments(parser: Parser) -> None:
    """Add the command's verbs."""
    parser.description = (
        "Make a backup now. Without being asked, one is made when the study is closed, at most once an hour, if it\n"
        "has changed; of an older time, one a day, one a week and one a month are kept. `workbench restore` goes back."
    )
    listing = parser.verb("list", "the backups of this study, the newest first", run_list)
    listing.json_option()
    check = parser.verb("check", "read all of a backup, and say whether it is whole", run_check)
    check.add_argument("file", metavar="BACKUP", help="a file, or a name from the list")


def run(call: Call) -> None:
    """Make one."""
    with call.study() as study:
        path = study.backups.make("by hand")
    call.console.say(f"backup made: {path}")


def run_list(call: Call) -> None:
    """List them, also where the study itself cannot be opened any more."""
    from workbench.study import restoring, vault

    call.require_study()
    passphrase = call.passphrase(call.folder) if vault.is_encrypted(call.folder) else None
    backups = restoring.listed(call.folder, passphrase)
    call.show(
        [
            {
                "path": str(b.path),
                "when": b.when.isoformat(),
                "bytes": b.size,
                "changes": b.changes if b.whole else None,
                "whole": b.whole,
                "reason": b.reason,
            }
            for b in backups
        ],
        ("when", "changes", "kB", "", "name"),
        [
            (
                b.when.isoformat(" ", "seconds"),
                b.changes if b.whole else "",
                b.size // 1000,
                b.reason.replace("-", " ") if b.whole else "cannot be read",
                b.path.name,
            )
            for b in backups
        ],
        caption=str(backups[0].path.parent) if backups else "",
    )
    if not backups and not call.args.json:
        call.console.note("there is no backup yet; `workbench backup` makes one")


def run_check(call: Call) -> None:
    """Read all of one. Status 1 where it is not whole."""
    from workbench.study import restoring

    file = restoring.find(call.folder, call.args.file)
    passphrase = call.passphrase(call.folder) if restoring.is_sealed(file) else None
    try:
        found = restoring.check(Path(file), passphrase)
    except NotFoundError:
        raise
    except StudyError as error:
        if type(error) is not StudyError:  # newer, busy, or the passphrase: nothing was found out
            raise
        raise _not_whole(error) from error
    waiting = f", waiting for earlier ones: {found.waiting}" if found.waiting else ""
    call.console.say(f"{file} is whole; changes: {found.changes}{waiting}")


def _not_whole(error: WorkbenchError) -> CheckFailedError:
    return CheckFailedError(error.message, error.hint)
