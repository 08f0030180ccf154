"""`./whatelse` on machines of every kind, with a stand-in for Python so that no test needs a network."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the launcher is a POSIX script")

LAUNCHER = Path(__file__).resolve().parents[2] / "whatelse"
# What the launcher and the stand-in for Python call.
TOOLS = ["cat", "chmod", "cksum", "date", "env", "grep", "ln", "mkdir", "mv", "readlink", "rm", "rmdir"]
TOOLS += ["sh", "sleep", "touch"]
NOBODY = 65534

# Writes down how it was called and does what the launcher expects of a Python; FAKE_... makes it fail.
FAKE_PYTHON = """#!/bin/sh
echo "$*" >>"$FAKE_LOG"
case "$*" in
    "-I -c"*)
        [ -z "${FAKE_OLD-}" ] || exit 1
        echo "${FAKE_MAKES-complete} 3.12 $FAKE_SELF" ;;
    "-m venv "*)
        mkdir -p "$3/bin" && ln -s "$FAKE_SELF" "$3/bin/python" && touch "$3/bin/pip"
        for tool in ruff lint-imports; do
            echo '#!/bin/sh' >"$3/bin/$tool"
            echo '[ "${FAKE_BAD-}" != "${0##*/}" ] || { echo "bad line 7"; exit 1; }' >>"$3/bin/$tool"
            chmod +x "$3/bin/$tool"
        done ;;
    "-m pip install"*)
        [ -z "${FAKE_SLOW-}" ] || sleep "$FAKE_SLOW"
        [ -z "${FAKE_ERROR-}" ] || { echo "$FAKE_ERROR"; exit 1; } ;;
    "-V") echo "Python 3.12.0" ;;
    "-P -m whatelse"*)
        shift 3
        for word in "$@"; do echo "<$word>"; done
        [ "$*" != "read" ] || cat
        [ "$*" != "fail" ] || exit 7 ;;
    "-P -m pytest"*) echo "$WHATELSE_TEST_PROFILE: 1 passed in 0.01s" ;;
esac
"""


class Machine:
    """A checkout in a folder with a space in its name, on a machine that has only what a test gives it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tree = folder / "a checkout"
        self.bin = folder / "bin"
        self.calls_file = folder / "calls"
        self.python = self.bin / "python3"
        (self.tree / "requirements").mkdir(parents=True)
        self.bin.mkdir()
        self.launcher = self.tree / "whatelse"
        shutil.copy(LAUNCHER, self.launcher)
        (self.tree / "pyproject.toml").write_text("[project]\n")
        for name in ("base", "dev", "web"):
            (self.tree / "requirements" / f"{name}.txt").write_text("numpy==1 --hash=sha256:0\n")
        for tool in TOOLS:
            (self.bin / tool).symlink_to(str(shutil.which(tool)))
        self.python.write_text(FAKE_PYTHON)
        self.python.chmod(0o755)
        self.environment = {
            "PATH": str(self.bin),
            "HOME": str(folder),
            "FAKE_LOG": str(self.calls_file),
            "FAKE_SELF": str(self.python),
        }

    def start(self, *arguments: str, via: Path | None = None, **fake: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [str(via or self.launcher), *arguments],
            env=self.environment | fake,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=answer_to_signals,
        )

    def run(self, *arguments: str, via: Path | None = None, **fake: str) -> tuple[int, str, list[str]]:
        """Exit code, standard output, and the lines of standard error."""
        process = self.start(*arguments, via=via, **fake)
        out, err = process.communicate(timeout=120)
        return process.returncode, out, err.splitlines()

    def calls(self, containing: str) -> int:
        if not self.calls_file.exists():
            return 0
        return sum(containing in line for line in self.calls_file.read_text().splitlines())

    def left_behind(self) -> list[str]:
        """Locks and stamps: what decides whether the next call believes in the environment."""
        locks = [path.name for path in self.tree.iterdir() if "lock" in path.name]
        return locks + [path.name for path in (self.tree / ".venv").glob(".whatelse/*.stamp")]

    def wait_until(self, reached: Callable[[], bool]) -> None:
        for _ in range(500):
            if reached():
                return
            time.sleep(0.01)
        raise AssertionError("the launcher did not get so far")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_the_first_call_installs_and_runs(machine: Machine) -> None:
    code, out, err = machine.run("assess", "two words", "*")
    assert (code, out) == (0, "<assess>\n<two words>\n<*>\n")
    assert len(err) == 1 and "making the environment" in err[0]
    assert machine.calls("--require-hashes") == 1
    assert machine.calls("--no-build-isolation --editable") == 1
    assert machine.left_behind() == ["base.stamp"]


SHELLS = [name for name in ("sh", "dash", "bash", "ksh", "busybox") if shutil.which(name)]


@pytest.mark.parametrize("shell", SHELLS)
def test_any_posix_shell_will_do(machine: Machine, shell: str) -> None:
    words = [shell, "sh"] if shell == "busybox" else [shell]
    words[0] = str(shutil.which(shell))
    for _ in range(2):
        output = subprocess.check_output([*words, "whatelse", "x"], cwd=machine.tree, env=machine.environment)
        assert output == b"<x>\n"
    assert machine.calls("-m venv") == 1


def test_the_second_call_only_runs(machine: Machine) -> None:
    machine.run("x")
    machine.calls_file.unlink()
    assert machine.run("y") == (0, "<y>\n", [])
    assert machine.calls_file.read_text() == "-P -m whatelse y\n"


def test_input_and_exit_code_belong_to_the_program(machine: Machine) -> None:
    done = subprocess.run([machine.launcher, "read"], env=machine.environment, input=b"a story", capture_output=True)
    assert done.stdout == b"<read>\na story"
    assert machine.run("fail")[0] == 7


def test_a_machine_without_python_is_told_what_it_needs(machine: Machine) -> None:
    machine.python.unlink()
    code, out, err = machine.run("x")
    assert (code, out, len(err)) == (1, "", 1)
    assert "needs Python 3.11 or newer" in err[0]


def test_a_python_that_is_too_old_counts_as_none(machine: Machine) -> None:
    code, _, err = machine.run("x", FAKE_OLD="1")
    assert code == 1 and len(err) == 1 and "needs Python 3.11 or newer" in err[0]


def test_a_named_python_that_does_not_serve_is_named_back(machine: Machine) -> None:
    code, _, err = machine.run("x", WHATELSE_PYTHON="no such python")
    assert code == 1 and len(err) == 1 and "WHATELSE_PYTHON=no such python" in err[0]


def test_a_missing_venv_module_names_the_package(machine: Machine) -> None:
    code, _, err = machine.run("x", FAKE_MAKES="lacking")
    assert code == 1 and len(err) == 1
    assert "python3-venv" in err[0] and "python3.12-venv" in err[0]
    assert not (machine.tree / ".venv").exists()


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ("NewConnectionError: Failed to establish a new connection", "no connection"),
        ("error: dns error: failed to lookup address", "no connection"),
        ("Could not find a version that satisfies numpy==1 (from versions: none)", "no connection"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES: hashes do not match", "hash differs"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("Segmentation fault", "installer stopped"),
    ],
)
def test_a_failed_installation_says_why_and_is_repeated(machine: Machine, error: str, reason: str) -> None:
    code, out, err = machine.run("x", FAKE_ERROR=error)
    assert (code, out) == (1, "")
    assert len(err) == 2 and reason in err[1] and "run the same command again" in err[1]
    assert machine.left_behind() == []
    assert machine.run("x")[:2] == (0, "<x>\n")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_installation_is_repeated(machine: Machine, number: signal.Signals) -> None:
    process = machine.start("x", FAKE_SLOW="20")
    machine.wait_until(lambda: machine.calls("-m pip") > 0)
    begun = time.monotonic()
    process.send_signal(number)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "interrupted" in err.splitlines()[-1] and time.monotonic() - begun < 5
    assert machine.left_behind() == []
    assert machine.run("x")[:2] == (0, "<x>\n")


def test_the_lock_of_a_killed_installation_is_taken_over(machine: Machine) -> None:
    process = machine.start("x", FAKE_SLOW="20")
    machine.wait_until(lambda: machine.calls("-m pip") > 0)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert ".venv.lock" in machine.left_behind()
    assert machine.run("x")[:2] == (0, "<x>\n")
    assert machine.left_behind() == ["base.stamp"]


def test_a_killed_script_leaves_its_installer_the_lock(machine: Machine) -> None:
    process = machine.start("x", FAKE_SLOW="3")
    machine.wait_until(lambda: machine.calls("-m pip") > 0)
    process.kill()  # the script, not the installer that it started
    code, _, err = machine.run("x")
    process.communicate()
    assert code == 0 and "waiting for another installation" in err[0]


def test_of_several_first_calls_one_installs(machine: Machine) -> None:
    processes = [machine.start(str(n), FAKE_SLOW="1") for n in range(4)]
    results = [(process.communicate(timeout=180), process.returncode) for process in processes]
    assert [(out, code) for (out, _), code in results] == [(f"<{n}>\n", 0) for n in range(4)]
    assert machine.calls("-m venv") == 1
    assert sum("waiting" in err for (_, err), _ in results) == 3
    assert all(len(err.splitlines()) == 1 for (_, err), _ in results)
    assert machine.left_behind() == ["base.stamp"]


def test_a_link_to_the_script_finds_the_checkout(machine: Machine) -> None:
    (machine.folder / "first").symlink_to("a checkout/whatelse")
    (machine.folder / "second").symlink_to(machine.folder / "first")
    assert machine.run("x", via=machine.folder / "second")[:2] == (0, "<x>\n")
    assert machine.left_behind() == ["base.stamp"]


def test_a_changed_lock_updates_every_set_that_is_there(machine: Machine) -> None:
    machine.run("install", "web")
    assert sorted(machine.left_behind()) == ["base.stamp", "web.stamp"]
    machine.calls_file.unlink()
    (machine.tree / "requirements" / "base.txt").write_text("numpy==2 --hash=sha256:1\n")
    code, out, err = machine.run("x")
    assert (code, out, len(err)) == (0, "<x>\n", 1) and "updating" in err[0]
    assert (machine.calls("-m venv"), machine.calls("base.txt"), machine.calls("web.txt")) == (0, 1, 1)
    assert sorted(machine.left_behind()) == ["base.stamp", "web.stamp"]


def test_a_moved_checkout_makes_its_environment_again(machine: Machine) -> None:
    machine.run("x")
    machine.tree = machine.tree.rename(machine.folder / "elsewhere")
    assert machine.run("x", via=machine.tree / "whatelse")[:2] == (0, "<x>\n")
    assert machine.calls("-m venv") == 2


def test_an_environment_whose_python_has_gone_is_made_again(machine: Machine) -> None:
    machine.run("x")
    machine.python = machine.python.rename(machine.bin / "python3.13")
    assert machine.run("x", FAKE_SELF=str(machine.python))[:2] == (0, "<x>\n")
    assert machine.calls("-m venv") == 2


def test_another_named_python_makes_the_environment_again(machine: Machine) -> None:
    machine.run("x")
    assert machine.run("x", WHATELSE_PYTHON=str(machine.python))[0] == 0
    assert machine.run("x")[0] == 0
    assert machine.calls("-m venv") == 2


def test_an_environment_made_by_hand_is_left_alone(machine: Machine) -> None:
    (machine.tree / ".venv").mkdir()
    (machine.tree / ".venv" / "mine").touch()
    code, _, err = machine.run("x")
    assert code == 1 and len(err) == 1 and "not made by this script" in err[0]
    assert (machine.tree / ".venv" / "mine").exists()


def test_uv_is_used_where_it_is(machine: Machine) -> None:
    uv = machine.bin / "uv"
    uv.write_text(
        '#!/bin/sh\necho "uv $*" >>"$FAKE_LOG"\ncase $1 in venv)\n'
        '    while [ $# -gt 1 ]; do shift; done\n    exec "$FAKE_SELF" -m venv "$1" ;;\nesac\n'
    )
    uv.chmod(0o755)
    # uv brings its own pip, so that the missing module does not matter
    assert machine.run("x", FAKE_MAKES="lacking")[:2] == (0, "<x>\n")
    assert machine.calls("uv pip install") == 2 and machine.calls("--require-hashes") == 1


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Unlike pytest's own folders, one that another user may look into."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def read_only_run(machine: Machine, **environment: str) -> subprocess.CompletedProcess[str]:
    machine.tree.chmod(0o555)
    return subprocess.run(
        [machine.launcher, "x"],
        cwd=machine.folder,
        env=machine.environment | environment,
        capture_output=True,
        text=True,
        user=NOBODY if os.geteuid() == 0 else None,
    )


def test_a_read_only_checkout_keeps_its_environment_in_the_cache(open_folder: Path) -> None:
    machine = Machine(open_folder)
    cache = open_folder / "cache"
    cache.mkdir()
    cache.chmod(0o777)
    machine.calls_file.touch()
    machine.calls_file.chmod(0o666)
    for _ in range(2):
        done = read_only_run(machine, XDG_CACHE_HOME=str(cache))
        assert (done.returncode, done.stdout) == (0, "<x>\n"), done.stderr
    assert machine.calls("-m venv") == 1
    assert [path.name.startswith("whatelse-") for path in cache.iterdir()] == [True]


def test_nowhere_to_write_is_one_line(open_folder: Path) -> None:
    machine = Machine(open_folder)
    blocked = open_folder / "a file"
    blocked.touch()
    done = read_only_run(machine, XDG_CACHE_HOME=str(blocked / "cache"))
    assert done.returncode == 1 and done.stdout == ""
    assert len(done.stderr.splitlines()) == 1 and "XDG_CACHE_HOME" in done.stderr


def test_an_unknown_set_is_refused(machine: Machine) -> None:
    for arguments in (["install", "wbe"], ["install"], ["install", "../x"]):
        code, _, err = machine.run(*arguments)
        assert code == 1 and len(err) == 1 and "requirements" in err[0]


def test_the_gate_runs_every_stage(machine: Machine) -> None:
    code, out, _ = machine.run("test")
    assert code == 0
    assert [line.split("  ")[0].strip() for line in out.splitlines()[:4]] == [
        "ruff check",
        "ruff format",
        "mypy",
        "import-linter",
    ]
    assert out.splitlines()[-1] == "quick: 1 passed in 0.01s"
    assert machine.run("test", "--all")[1].splitlines()[-1] == "full: 1 passed in 0.01s"


def test_the_gate_fails_when_one_stage_fails_and_still_runs_the_tests(machine: Machine) -> None:
    code, out, err = machine.run("test", FAKE_BAD="lint-imports")
    assert code == 1 and "bad line 7" in out and "1 passed" in out
    assert err[-1] == "whatelse: failed: import-linter"


def test_arguments_for_pytest_run_pytest_alone(machine: Machine) -> None:
    machine.run("test")
    machine.calls_file.unlink()
    code, out, _ = machine.run("test", "-k", "a or b", "--all")
    assert (code, out) == (0, "full: 1 passed in 0.01s\n")
    assert machine.calls_file.read_text() == "-P -m pytest -k a or b\n"


def answer_to_signals() -> None:
    """A test run in the background inherits signals that are ignored; a shell could not trap them then."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
