"""``whatelse serve``: for this computer alone, unless a phone is asked for; missing packages in one line."""

import builtins
import http.client
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.cli.program import ROOT, refusal, whatelse


@contextmanager
def served(*options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server of its own process, and what it says before it serves."""
    command = [sys.executable, "-P", "-m", "whatelse", "serve", "--memory", "--port", "0", *options]
    environment = {"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin", "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT)
    said = process.stdout.readline()
    while options and "not encrypted" not in said:
        said += process.stdout.readline()
    try:
        yield process, said
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


def asked(address: str, port: int, path: str = "/") -> tuple[int, str]:
    connection = http.client.HTTPConnection(address, port, timeout=20)
    for _ in range(100):
        try:
            connection.request("GET", path)
            break
        except ConnectionRefusedError:
            connection.close()
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


def test_it_serves_this_computer_and_says_where() -> None:
    with served() as (_, said):
        port = int(re.search(r"http://127\.0\.0\.1:(\d+)", said)[1])
        status, text = asked("127.0.0.1", port)
        assert status == 200 and "What else could it be?" in text


def test_it_listens_nowhere_else() -> None:
    with served() as (_, said):
        port = int(re.search(r":(\d+)", said)[1])
        assert asked("127.0.0.1", port)[0] == 200
        with socket.socket() as probe:
            probe.settimeout(2)
            assert probe.connect_ex(("127.0.0.2", port)) != 0


def test_a_phone_gets_a_link_a_code_and_a_warning() -> None:
    # Another address of the loopback stands for the network.
    with served("--phone", "--address", "127.0.0.2") as (_, said):
        link = re.search(r"http://127\.0\.0\.2:(\d+)(/c/\S+\?token=\S+)", said)
        assert link and "not encrypted" in said and "works once" in said
        assert "█" in said or "segno" in said
        assert asked("127.0.0.1", int(link[1]))[0] == 200


def test_a_missing_package_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    original = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.partition(".")[0] == "uvicorn":
            raise ImportError("no uvicorn", name="uvicorn")
        return original(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    assert "./whatelse install web" in refusal("serve")


def test_a_port_in_use_is_told_in_one_line() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        assert "try another --port" in refusal("serve", "--memory", "--port", str(held.getsockname()[1]))


def test_an_address_without_a_phone_is_refused() -> None:
    assert "--phone" in refusal("serve", "--address", "192.168.1.2")


def test_an_address_that_is_not_ours_is_told_in_one_line() -> None:
    assert "cannot listen on 203.0.113.9" in refusal(
        "serve", "--memory", "--port", "0", "--phone", "--address", "203.0.113.9"
    )


def test_help_tells_that_nothing_is_sent() -> None:
    assert "Nothing is sent anywhere" in " ".join(whatelse("serve", "--help").output.split())
