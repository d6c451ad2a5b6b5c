"""What every test starts from: a machine of its own, without a network."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "workbench", deadline=None, database=None, print_blob=True, suppress_health_check=list(HealthCheck)
)
settings.load_profile("workbench")


@pytest.fixture(autouse=True)
def own_machine(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder of this test's own, and no coder named by the environment."""
    state = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("WORKBENCH_STATE", str(state))
    monkeypatch.setenv("WORKBENCH_DATA", str(state / "data"))
    for name in ("WORKBENCH_PASSPHRASE", "WORKBENCH_PASSPHRASE_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("WORKBENCH_CODER", raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    return state


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Interviews are confidential: no test may reach out, not even by accident of a library."""
    connect = socket.socket.connect

    def refuse(self: socket.socket, address: object) -> None:
        if self.family == getattr(socket, "AF_UNIX", None) or os.environ.get("WORKBENCH_TEST_NETWORK"):
            return connect(self, address)  # type: ignore[arg-type]
        raise AssertionError(f"a test tried to reach {address!r}")

    socket.socket.connect = refuse  # type: ignore[assignment, method-assign]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]
