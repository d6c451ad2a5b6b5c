"""The list of findings, and going through it. Its keys are those of the room, for ``k`` keeps there."""

from workbench.tui.findings.deciding import Deciding
from workbench.tui.widgets.rows import Rows


class Findings(Rows, inherit_bindings=False):
    """The list."""


class Stepping(Deciding):
    """The room with its list."""

    def action_down(self) -> None:
        """Next."""
        self.query_one(Findings).action_down()

    def action_up(self) -> None:
        """Previous."""
        self.query_one(Findings).action_up()

    def action_page_down(self) -> None:
        """A page down."""
        self.query_one(Findings).action_page_down()

    def action_page_up(self) -> None:
        """A page up."""
        self.query_one(Findings).action_page_up()

    def action_first(self) -> None:
        """The first."""
        self.query_one(Findings).action_first()

    def action_last(self) -> None:
        """The last."""
        self.query_one(Findings).action_last()
