"""Nothing that is tested here reaches a network, in this process or in one that it starts."""

import os
import socket
import subprocess
import sys

import pytest

LEAVING = (
    "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)",
    "import socket; socket.getaddrinfo('example.org', 443)",
    "import socket\nwith socket.socket() as one: one.connect(('127.0.0.1', 9))",
    "import asyncio; asyncio.run(asyncio.open_connection('192.0.2.1', 80))",
)


@pytest.mark.parametrize("program", LEAVING)
def test_whoever_tries_is_refused(program: str) -> None:
    with pytest.raises(AssertionError, match=r"a test (tried to reach|asked where)"):
        exec(program)


def test_what_is_started_is_refused_too() -> None:
    for program in LEAVING[:2]:
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert "AssertionError: a test" in done.stderr


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no such sockets here")
def test_a_socket_of_this_machine_is_no_network(tmp_path: object) -> None:
    left, right = socket.socketpair()
    left.sendall(b"ja")
    assert right.recv(2) == b"ja"
    left.close()
    right.close()


def test_the_path_to_the_guard_is_handed_on() -> None:
    assert "offline" in os.environ["PYTHONPATH"]
