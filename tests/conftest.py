"""What every test starts from: a machine of its own, without a network."""

import gc
import os
import runpy
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.quick import QUICK

settings.register_profile(
    "workbench", deadline=None, database=None, print_blob=True, suppress_health_check=list(HealthCheck)
)
settings.load_profile("workbench")


OFFLINE = Path(__file__).parent / "offline"
"""Interviews are confidential: no test may reach out, not even by accident of a library, nor what it starts."""


def pytest_configure(config: pytest.Config) -> None:
    """Studies are made and copied by the thousand: in memory, where there is room and nobody named another place."""
    paths = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    if str(OFFLINE) not in paths:
        os.environ["PYTHONPATH"] = os.pathsep.join([str(OFFLINE), *filter(None, paths)])
    if "sitecustomize" not in sys.modules or not hasattr(sys.modules["sitecustomize"], "refuse"):
        runpy.run_path(str(OFFLINE / "sitecustomize.py"))
    if QUICK is not None and config.option.basetemp is None:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", QUICK)


def pytest_collection_finish() -> None:
    """What is imported by now stays: looking through it for rubbish again and again took a third of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: who tests screens, processes and servers waits for them half of the time."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(autouse=True)
def own_machine(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder of this test's own, and no coder named by the environment."""
    state = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("WORKBENCH_STATE", str(state))
    monkeypatch.setenv("WORKBENCH_DATA", str(state / "data"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(state))
    for name in ("WORKBENCH_PASSPHRASE", "WORKBENCH_PASSPHRASE_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("WORKBENCH_CODER", raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("LINES", "40")  # without both, a terminal that says nothing of itself is 80 columns wide
    return state
