"""What can be done from the codebook: one method a command, each of them a dialog, a room, or one verb."""

from typing import TYPE_CHECKING

from workbench.tui.codebook import books, changes, merging
from workbench.tui.widgets.room import Room

if TYPE_CHECKING:
    from workbench.study import CodeRow


class Doing(Room):
    """The commands of the codebook on the code under the cursor."""

    codes: "list[CodeRow]"

    @property
    def current(self) -> "CodeRow | None":
        """The code under the cursor."""
        return None

    def show_code(self, code_id: str) -> None:
        """Put the cursor on a code."""

    def go_to(self, code_id: str) -> None:
        """Read the codes again, and put the cursor on one."""

    # --- other rooms

    def action_excerpts(self) -> None:
        """Show the passages coded with it."""
        from workbench.tui.passages.screen import PassagesScreen

        if (code := self.current) is not None:
            self.app.push_screen(PassagesScreen(code.id))

    def action_split(self) -> None:
        """Sort its passages into other codes."""
        from workbench.tui.splitting.screen import SplittingScreen

        if (code := self.current) is not None:
            self.app.push_screen(SplittingScreen(code.id))

    def action_history(self) -> None:
        """Show what has been done to it."""
        from workbench.tui.codebook.history import HappenedScreen

        self.app.push_screen(HappenedScreen(self.current.id if self.current else ""))

    def action_versions(self) -> None:
        """Show the versions of the codebook."""
        from workbench.tui.codebook.versions import VersionsScreen

        self.app.push_screen(VersionsScreen())

    def action_similar(self) -> None:
        """Go through codes that may be one."""
        from workbench.tui.codebook.similar import AlikeScreen

        self.app.push_screen(AlikeScreen())

    def action_changed(self) -> None:
        """Go through what was coded before its code was redefined; of all codes, beginning with this one."""
        from workbench.tui.codebook.changed import OutdatedScreen

        self.app.push_screen(OutdatedScreen(self.current.id if self.current else ""))

    # --- making and mending

    def action_new(self) -> None:
        """Make a code beside the one under the cursor."""
        changes.new(self, self.current.parent if self.current else None)

    def action_new_below(self) -> None:
        """Make a code below the one under the cursor."""
        changes.new(self, self.current.id if self.current else None)

    def action_rename(self) -> None:
        """Rename it."""
        if self.current is not None:
            changes.rename(self.workbench, self.current)

    def action_define(self) -> None:
        """Write what it means."""
        from workbench.tui.codebook.define import DefineScreen

        if self.current is not None:
            self.app.push_screen(DefineScreen(self.current))

    def action_status(self) -> None:
        """A draft, settled, neither."""
        if self.current is not None:
            changes.status(self.workbench, self.current)

    def action_colour(self) -> None:
        """Give it a colour of its own."""
        if self.current is not None:
            changes.colour(self.workbench, self.current)

    def action_move(self) -> None:
        """Put it below another code, or at the top."""
        if self.current is not None:
            changes.move(self, self.current)

    def action_merge(self) -> None:
        """Let its codings count as another code."""
        if self.current is not None:
            merging.merge(self, self.current)

    def action_unmerge(self) -> None:
        """Take a merge back."""
        merging.unmerge(self)

    def action_propose(self) -> None:
        """Show an unproposed code to the team."""
        if self.current is not None:
            changes.propose(self, self.current)

    def action_exclusive(self) -> None:
        """Let the codes below it exclude each other, or no longer."""
        if self.current is not None:
            changes.exclusive(self.workbench, self.current, self.codes)

    def action_memo(self) -> None:
        """Write a memo on it."""
        if self.current is not None:
            changes.memo(self.workbench, self.current)

    def action_delete(self) -> None:
        """Take it out of the codebook."""
        if self.current is not None:
            changes.delete(self, self.current)

    def action_restore(self) -> None:
        """Bring a deleted code back."""
        merging.restore(self)

    # --- the codebook as a file

    def action_export(self) -> None:
        """Write the codebook to a file."""
        books.export(self, self.current)

    def action_take_in(self) -> None:
        """Take codes in from a file."""
        books.take_in(self)

    def action_starter(self) -> None:
        """Begin with a codebook that comes with the program."""
        books.starter(self)
