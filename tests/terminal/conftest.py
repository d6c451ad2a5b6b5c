"""The sample study, written once a session; every test gets a copy of its own."""

import sys
from pathlib import Path
from shutil import copytree

import pytest

if sys.platform == "win32":
    collect_ignore_glob = ["test_*.py"]  # no pseudo-terminals there


@pytest.fixture(scope="session")
def written_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample study with both coders' work, as ``workbench demo`` writes it; not to be opened itself."""
    from workbench.study import demo

    folder = tmp_path_factory.mktemp("written") / "demo"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBENCH_STATE", str(tmp_path_factory.mktemp("written-state")))
        demo(folder)
    return folder


@pytest.fixture
def demo_folder(written_demo: Path, tmp_path: Path) -> Path:
    """A copy of the sample study."""
    return copytree(written_demo, tmp_path / "studie")
