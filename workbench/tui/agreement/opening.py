"""Going to an episode from elsewhere."""

from typing import TYPE_CHECKING

from workbench.agreement.values import EVERYTHING
from workbench.tui.agreement.telling import Manner
from workbench.tui.app import FAILED

if TYPE_CHECKING:
    from workbench.tui.app import WorkbenchApp


def open_episode(app: "WorkbenchApp", code: str, transcript: str, start: int, end: int) -> bool:
    """Show the episode of ``code`` (a row) that is [start, end) of a transcript (a name), in its text.

    False where it is none any more, or not one's to see.
    """
    from workbench.tui.agreement.lanes import LanesScreen

    if not any(one.id == code for one in app.study.codes.list()):
        return False
    found = app.do(app.study.agreement.episodes, code, EVERYTHING)
    if found is FAILED:
        return False
    place = transcript, start, end
    here = next((row for row in found.rows if (row.name, row.episode.start, row.episode.end) == place), None)
    if here is None:
        return False
    app.push_screen(LanesScreen(code, EVERYTHING, Manner(), here.item, lambda item: None, found=found))
    return True
