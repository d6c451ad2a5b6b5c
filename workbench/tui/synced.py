"""The app and its peer: the worker beside it, what the title says of that, and the commands about it."""

import asyncio
from contextlib import suppress
from pathlib import Path

from textual.css.query import NoMatches

from workbench.tui.live import Live, Report, Standing
from workbench.tui.study_app import FAILED, StudyApp
from workbench.tui.widgets.rows import Bar
from workbench.tui.widgets.text import Line

SOON = 0.3
"""Seconds after opening until the worker is started: the first screen comes first."""
TICK = 1.0
_HINT = "A folder that your team shares, or postgresql://USER@HOST/DATABASE. What is at both ends comes together."


class SyncedApp(StudyApp):
    """An app that keeps its study and the peer alike; nothing of that happens in this process."""

    def __init__(self, study_folder: Path, coder: str | None = None, passphrase: str | None = None) -> None:
        super().__init__(study_folder, coder, passphrase)
        self.live: Live | None = None
        self.standing = Standing()
        self._synced_shown: Line = ()

    def _be(self, name: str) -> None:
        self.end_sync()
        first = not self.opened
        super()._be(name)
        if first:
            self.set_interval(TICK, self._tick)
        self.set_timer(SOON, self.begin_sync)

    # --- the worker

    def begin_sync(self) -> None:
        """Start the worker, where there is a peer and none is at work."""
        if self.live is not None or not self.opened:
            return
        if self.study.sync.remembered():
            loop = asyncio.get_running_loop()

            def tell(report: Report) -> None:  # in the thread that listens to the worker
                with suppress(RuntimeError):  # the screens have ended meanwhile
                    loop.call_soon_threadsafe(self._told, live, report)

            self.live = live = Live(self.folder, self.study.coder_name, tell, self.passphrase)
            live.start()

    def end_sync(self) -> None:
        """Let the worker go."""
        if self.live is not None:
            self.live.stop()
        self.live = None
        self.standing = Standing()

    def _told(self, live: Live, report: Report) -> None:
        if live is self.live:  # not of one that was let go
            self.standing.hear(report)
            self._tick()

    # --- what is said of it

    def synced(self) -> Line:
        """How things stand with the peer, for the right of the title; () where there is none."""
        self._synced_shown = line = self._line()
        return line

    def _line(self) -> Line:
        """To who codes blind, how much comes in would say how much the others work."""
        return self.standing.line(count=not self.study.progress.blind()) if self.live is not None else ()

    def _tick(self) -> None:
        """Paint the title again if it would say something else."""
        now = self._line()
        if now != self._synced_shown and self.room is not None:
            with suppress(NoMatches):
                self.room.query_one("#title", Bar).refresh()

    # --- commands

    def action_sync(self) -> None:
        """Sync now; without a peer, ask for one."""
        if self.live is None:
            self.action_peer()
            return
        self.live.now()
        words = self.standing.report.words
        self.say(f"Syncing with {self.study.sync.remembered()}." + (f"\n{words}" if words else ""))

    def action_peer(self) -> None:
        """Ask whom to sync with."""
        self._ask_peer(self.study.sync.remembered())

    def _ask_peer(self, text: str) -> None:
        from workbench.tui.widgets.ask import LineScreen

        self.push_screen(LineScreen("Sync with", text, _HINT), self._peer_named)

    def _peer_named(self, address: str | None) -> None:
        if not address:
            return
        from workbench.study.sync import PASSWORD, spelled

        found = self.do(spelled, address)
        if found is FAILED:
            self._ask_peer(address)  # to be mended, not typed anew
            return
        if found[1]:
            self.say(PASSWORD, "warning")
        if self.do(self.study.sync.remember, address) is not FAILED:
            self.end_sync()
            self.begin_sync()
            self.say(f"This study is synced with {found[0]} from now on.")

    def action_forget_peer(self) -> None:
        """Sync with nobody any more."""
        peer = self.study.sync.remembered()
        if not peer:
            self.say("This study is synced with nobody.")
            return
        from workbench.tui.widgets.ask import ConfirmScreen

        question = f"Stop syncing with {peer}? What is there stays there, and what is here stays here."
        self.push_screen(ConfirmScreen(question), self._forget)

    def _forget(self, yes: bool | None) -> None:
        if yes and self.do(self.study.sync.forget) is not FAILED:
            self.end_sync()
            self._tick()
            self.say("This study is synced with nobody now.")
