"""The command tables against the screens that carry them out."""

import re
from collections import Counter
from importlib import import_module

import pytest

from workbench.tui import commands
from workbench.tui.agreement.episodes import EpisodesScreen
from workbench.tui.agreement.lanes import LanesScreen
from workbench.tui.agreement.screen import AgreementScreen
from workbench.tui.app import WorkbenchApp
from workbench.tui.codebook.asking import WhyScreen
from workbench.tui.codebook.both import BothScreen
from workbench.tui.codebook.changed import OutdatedScreen
from workbench.tui.codebook.define import DefineScreen
from workbench.tui.codebook.differences import DifferencesScreen
from workbench.tui.codebook.history import HappenedScreen
from workbench.tui.codebook.screen import CodebookScreen
from workbench.tui.codebook.similar import AlikeScreen
from workbench.tui.codebook.versions import VersionsScreen
from workbench.tui.commands import PLACES, TITLES, key_name, key_table, table
from workbench.tui.corrections.asking import KeepScreen
from workbench.tui.corrections.revisions import RevisionsScreen
from workbench.tui.corrections.screen import CorrectionsScreen
from workbench.tui.findings.occurrences import OccurrencesScreen
from workbench.tui.findings.screen import FindingsScreen
from workbench.tui.importing.choosing import ChooseScreen
from workbench.tui.importing.screen import ImportScreen
from workbench.tui.inbox.screen import InboxScreen
from workbench.tui.library.look_for import LookForScreen
from workbench.tui.library.screen import LibraryScreen
from workbench.tui.memos.links import LinksScreen
from workbench.tui.memos.screen import MemosScreen
from workbench.tui.memos.writing import MemoEditor
from workbench.tui.passages.screen import PassagesScreen
from workbench.tui.saturation.screen import SaturationScreen
from workbench.tui.saturation.together import TogetherScreen
from workbench.tui.search.screen import SearchScreen
from workbench.tui.splitting.applying import ApplyScreen
from workbench.tui.splitting.screen import SplittingScreen
from workbench.tui.survey.screen import SurveyScreen
from workbench.tui.synthesis.compared import ComparedScreen
from workbench.tui.synthesis.evidence import EvidenceScreen
from workbench.tui.synthesis.few import FewScreen
from workbench.tui.synthesis.plots import PlotsScreen
from workbench.tui.synthesis.screen import SynthesisScreen
from workbench.tui.themepage.framework import FrameworkScreen
from workbench.tui.themepage.screen import ThemeScreen
from workbench.tui.widgets.ask import ConfirmScreen
from workbench.tui.widgets.dialog import Dialog
from workbench.tui.widgets.editor import TextEditor
from workbench.tui.widgets.excerpts import ExcerptsScreen
from workbench.tui.widgets.palette import CodePalette
from workbench.tui.widgets.picker import Picker
from workbench.tui.widgets.rows import Rows


def _owners() -> dict[str, tuple[type, ...]]:
    coding = import_module("workbench.tui.coding.screen").CodingScreen
    return {
        "app": (WorkbenchApp,),
        "library": (LibraryScreen,),
        "coding": (coding,),
        "codebook": (CodebookScreen,),
        "happened": (HappenedScreen,),
        "versions": (VersionsScreen,),
        "differences": (DifferencesScreen,),
        "alike": (AlikeScreen,),
        "both": (BothScreen,),
        "outdated": (OutdatedScreen,),
        "passages": (PassagesScreen,),
        "splitting": (SplittingScreen,),
        "synthesis": (SynthesisScreen,),
        "evidence": (EvidenceScreen,),
        "few": (FewScreen,),
        "compared": (ComparedScreen,),
        "plots": (PlotsScreen,),
        "survey": (SurveyScreen,),
        "themepage": (ThemeScreen,),
        "framework": (FrameworkScreen,),
        "saturation": (SaturationScreen,),
        "together": (TogetherScreen,),
        "agreement": (AgreementScreen,),
        "episodes": (EpisodesScreen,),
        "lanes": (LanesScreen,),
        "inbox": (InboxScreen,),
        "looking": (LookForScreen,),
        "search": (SearchScreen,),
        "importing": (ImportScreen,),
        "findings": (FindingsScreen,),
        "memos": (MemosScreen,),
        "links": (LinksScreen,),
        "noting": (MemoEditor,),
        "corrections": (CorrectionsScreen,),
        "revisions": (RevisionsScreen,),
        "occurrences": (OccurrencesScreen,),
        "keeping": (KeepScreen,),
        "excerpts": (ExcerptsScreen,),
        "list": (Rows,),
        "dialog": (Dialog,),
        "choice": (Picker,),
        "choosing": (ChooseScreen,),
        "palette": (CodePalette,),
        "writing": (TextEditor, DefineScreen),
        "question": (ConfirmScreen,),
        "reason": (WhyScreen,),
        "applying": (ApplyScreen,),
    }


def test_every_command_has_an_id_of_its_own_in_its_place() -> None:
    ids = [command.id for command in commands.commands()]
    assert [id for id, n in Counter(ids).items() if n > 1] == []
    assert all(command.id.startswith(f"{command.place}.") for command in commands.commands())


@pytest.mark.parametrize(
    "place",
    [
        *("library", "coding", "codebook", "synthesis", "agreement", "episodes", "lanes", "inbox", "looking"),
        *("excerpts", "findings", "corrections", "revisions", "search", "memos", "links"),
        *("happened", "versions", "differences", "alike", "both", "outdated", "passages", "splitting"),
        *("evidence", "few", "compared", "plots", "survey", "themepage", "framework"),
    ],
)
def test_no_key_means_two_things_in_one_room(place: str) -> None:
    lists = () if place in ("coding", "lanes", "findings", "passages", "splitting") else table("list")
    keys = Counter(key for command in (*table(place), *lists) for key in command.keys)
    assert [key for key, n in keys.items() if n > 1] == []
    # A room may take a key of the app for itself, if the app's command keeps another one there.
    assert [c.id for c in table("app") if c.keys and all(key in keys for key in c.keys)] == []


@pytest.mark.parametrize(
    "places",
    [
        *(
            ("dialog", "choice", "palette"),
            ("dialog", "writing", "noting"),
            ("dialog", "question"),
            ("dialog", "list"),
            ("dialog", "reason"),
        ),
        *(("dialog", "occurrences", "list"), ("dialog", "keeping", "list"), ("dialog", "applying", "list")),
    ],
)
def test_no_key_means_two_things_in_one_dialog(places: tuple[str, ...]) -> None:
    keys = Counter(key for place in places for command in table(place) for key in command.keys)
    assert [key for key, n in keys.items() if n > 1] == []


def test_every_command_can_be_carried_out_where_it_is_offered() -> None:
    owners = _owners()
    assert set(owners) == set(PLACES) == set(TITLES)
    for place, kinds in owners.items():
        for command in table(place):
            name = "action_" + command.does.removeprefix("app.").partition("(")[0]
            for kind in (WorkbenchApp,) if command.does.startswith("app.") else kinds:
                assert hasattr(kind, name), (command.id, kind.__name__)


def test_every_binding_of_the_screens_comes_from_a_table_or_from_textual() -> None:
    known = {command.id for command in commands.commands()}
    for place, kinds in _owners().items():
        for kind in kinds:
            own = kind.__dict__.get("BINDINGS", [])
            assert [b.id for b in own if re.sub(r"-\d$", "", b.id or "") not in known] == [], (place, kind.__name__)


def test_the_commands_shown_at_the_foot_have_keys_and_short_labels() -> None:
    for command in commands.commands():
        assert command.help.endswith("."), command.id
        if command.shown:
            assert command.keys, command.id
            assert len(command.label) <= 14, command.id


def test_keys_are_named_as_people_read_them() -> None:
    assert [key_name(k) for k in ("question_mark", "f1", "shift+down", "ctrl+q", "U", "f")] == [
        "?",
        "F1",
        "shift+↓",
        "ctrl+q",
        "U",
        "f",
    ]


def test_the_key_table_tells_every_command() -> None:
    text = key_table()
    assert all(f"| `{command.id}` |" in text for command in commands.commands())
    assert "| `?` `F1` | Show the keys that work here. | `app.help` |" in text
