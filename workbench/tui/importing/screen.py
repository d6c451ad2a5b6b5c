"""The import: every file is looked at before anything is written, and then taken in, as whoever imports says."""

from textual import on

from workbench import sanitise
from workbench.tui.importing import fronts
from workbench.tui.importing.asking import StrongScreen, findings_screen, text_screen
from workbench.tui.importing.files import File
from workbench.tui.importing.form import FileForm
from workbench.tui.importing.frame import ImportFrame
from workbench.tui.widgets.rows import Bar, Rows


class ImportScreen(ImportFrame):
    """The files that were chosen; nothing is written before ``i``."""

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.action_change()

    def action_change(self) -> None:
        """Say what the file is."""
        file = self.current
        if file is None or file.shown is None or file.front is None:
            if file is not None and file.refused:
                self.workbench.say(file.refused, "warning")
            return
        if file.taken:
            self.action_open()
            return
        self.app.push_screen(FileForm(file, lambda: self._anew(file), self.again))

    def _anew(self, file: File) -> None:
        if self._busy():
            return
        self._read((), [file])

    def action_leave_out(self) -> None:
        """Leave it out, or take it in after all."""
        if (file := self.current) is not None and not file.taken:
            file.out = not file.out
            self.again()
            self.query_one(Rows).action_down()

    def action_private(self) -> None:
        """As private, or not."""
        self.private = not self.private
        if self.private:
            self.workbench.say("As private: these texts never leave this machine, and no copy lies in the study.")
        self.query_one("#title", Bar).refresh()
        self.again()

    def action_strong(self) -> None:
        """List what identifies somebody, or walk through it where the file is in the study."""
        file = self.current
        if file is None:
            return
        if file.became is not None and file.taken:
            self.workbench.open_findings(file.became.name, only=True)
        elif file.shown is None:
            self.workbench.say(f"It cannot be read: {file.refused}" if file.refused else "It is still being read.")
        elif not file.strong:
            self.workbench.say("Nothing was found that identifies somebody. An aid, not proof: read it through.")
        else:
            self.app.push_screen(findings_screen(file))

    def action_text(self) -> None:
        """Show how it begins."""
        if (file := self.current) is not None and file.shown is not None:
            self.app.push_screen(text_screen(file))

    def action_about_down(self) -> None:
        """Scroll what is told about the file."""
        self.query_one("#about").scroll_page_down(animate=False)

    def action_about_up(self) -> None:
        """Scroll it back."""
        self.query_one("#about").scroll_page_up(animate=False)

    def action_more(self) -> None:
        """Choose further files."""
        from workbench.tui.importing.opening import choose

        if not self._busy():
            choose(self.workbench, lambda path: self._read([path]))

    def action_same(self) -> None:
        """Say of the others what is said of this one."""
        file = self.current
        if file is None or file.front is None:
            return
        others = [other for other in self.files.silent() if other is not file and other.front is not None]
        for other in others:
            assert other.front is not None
            other.say(fronts.like(other.front, file.front))
        self.workbench.say(
            f"Said of {len(others):,} other file{'' if len(others) == 1 else 's'} too: site, kind, groups."
        )
        self.again()

    def action_people(self) -> None:
        """One label, one person across the files; or no longer."""
        files = [file for file in self.files.silent() if file.front is not None]
        if not files:
            self.workbench.say("Every file says by itself who is who.")
            return
        same = any(one.person and one.person == one.label for f in files if f.front for one in f.front.informants)

        def answered(yes: bool) -> None:
            for file in files if yes else ():
                assert file.front is not None
                file.say(fronts.without_people(file.front) if same else fronts.with_people(file.front))
            self.again()

        labels = list(dict.fromkeys(one.label for f in files if f.front for one in f.front.informants))
        named = ", ".join(sanitise.line(label, 20) for label in labels[:6]) + (" …" if len(labels) > 6 else "")
        count = f"{len(files):,} file{'' if len(files) == 1 else 's'}"
        self.workbench.confirm(
            f"Is whoever speaks under one label ({named}) another person in each of the {count}?"
            if same
            else f"Is whoever speaks under one label ({named}) the same person in all {count}?",
            answered,
        )

    def action_open(self) -> None:
        """Open the transcript."""
        if (file := self.current) is not None and file.became is not None and file.taken:
            self.workbench.open_transcript(file.became.name)
        else:
            self.workbench.say("It is not in the study yet: i takes it in.")

    def action_take_in(self) -> None:
        """Take in what is ready; what identifies somebody is asked about first."""
        ready = self.files.ready
        if self._busy():
            return
        if not ready:
            self.workbench.say("There is nothing to take in.")
        elif self.files.twice:
            names = ", ".join(sanitise.line(name, 30) for name in self.files.twice[:5])
            self.workbench.say(
                f"Two files have one id: {names}. e gives one of them another, x leaves it out.", "warning"
            )
        elif self.files.strong and not self.private:
            self.app.push_screen(StrongScreen(self.files.telling), self._decided)
        else:
            self._take_in()

    def _decided(self, way: str | None) -> None:
        if way == StrongScreen.LOOK:
            first = self.files.telling[0]
            self.query_one(Rows).move(self._shown.index(first))
            self.app.push_screen(findings_screen(first))
        elif way is not None:
            self.private = way == StrongScreen.PRIVATE
            self._take_in()

    def _take_in(self) -> None:
        ready = self.files.ready
        self._of = len(ready)
        self._ask("import", {"files": [file.work() for file in ready], "private": self.private})

    def _busy(self) -> bool:
        if self.under_way:
            self.workbench.say("Still at it; esc stops.")
        return bool(self.under_way)

    def action_escape(self) -> None:
        """Stop what is under way, or go back."""
        if self.under_way and self._reader is not None:
            self._reader.say(do="cancel")
        elif any(file.touched and not file.taken for file in self.files.all):
            question = "Leave? What you said of files that are not taken in is forgotten."
            self.workbench.confirm(question, lambda yes: self.workbench.go_back() if yes else None)
        else:
            self.workbench.go_back()
