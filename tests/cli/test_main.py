import subprocess
import sys
from pathlib import Path

import pytest

from cli.program import EXAMPLES, ROOT, process, refusal, whatelse
from whatelse import __version__, cachefolder
from whatelse.cli.main import COMMANDS, SHORT

ONE = EXAMPLES / "mild_strain_week_1.yaml"


def test_help_names_every_command_and_what_it_does() -> None:
    for flag in ("--help", "-h"):
        found = whatelse(flag)
        assert found.exit_code == 0
        for name in COMMANDS:
            assert f"\n  {name} " in found.stdout
            assert SHORT[name].split(",")[0] in " ".join(found.stdout.split())


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help_of_its_own(name: str) -> None:
    found = whatelse(name, "--help")
    assert found.exit_code == 0
    assert found.stdout.startswith(f"Usage: whatelse {name}")


def test_every_command_has_a_short_line() -> None:
    assert set(SHORT) == set(COMMANDS)


def test_help_says_when_to_seek_care_at_once() -> None:
    found = whatelse("--help").stdout
    assert "seek care now" in " ".join(found.split())
    assert "Never validated on patients" in found


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["asses"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    heavy = ("numpy", "yaml", "rich", "msgspec", "tomllib", "whatelse.inference", "whatelse.knowledge", "whatelse.case")
    program = (
        "import sys; from whatelse.cli import main; sys.argv = ['whatelse', *sys.argv[1:]]\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.splitlines()[-1] == "[]"


def test_the_version_is_told() -> None:
    found = whatelse("--version")
    assert found.stdout == f"whatelse, version {__version__}\n"


@pytest.mark.parametrize(("typed", "meant"), [("asess", "assess"), ("knowlege", "knowledge"), ("ASSESS", "assess")])
def test_an_unknown_command_suggests_the_nearest(typed: str, meant: str) -> None:
    assert refusal(typed) == f"no command {typed!r} (did you mean {meant}?); known: {', '.join(sorted(COMMANDS))}"


def test_an_unknown_option_suggests_the_nearest() -> None:
    assert "--setting" in refusal("assess", "--seting", "article_clinic", ONE)


def test_a_call_without_a_command_shows_the_help_as_it_is_meant_to_be_read() -> None:
    found = whatelse()
    text = found.stdout + found.stderr
    assert "\n  assess " in text


def test_a_command_without_its_argument_is_told_in_one_line() -> None:
    assert "CASE" in refusal("assess")


def test_the_program_runs_as_a_module() -> None:
    found = process("--version")
    assert (found.returncode, found.stderr) == (0, b"")
    assert found.stdout.decode() == f"whatelse, version {__version__}\n"


def test_bad_input_is_one_line_and_exit_code_2_in_a_process_of_its_own() -> None:
    found = process("assess", "nowhere.yaml")
    assert (found.returncode, found.stdout) == (2, b"")
    assert found.stderr == b"whatelse: nowhere.yaml: cannot read (No such file or directory)\n"


def test_a_reader_that_stops_reading_is_no_error() -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "whatelse", "assess", "--json", *map(str, sorted(EXAMPLES.glob("*.yaml"))[:2])],
        env={"PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stdout is not None and running.stderr is not None
    running.stdout.close()
    complaint = running.stderr.read()
    running.wait(timeout=60)
    running.stderr.close()
    assert complaint == b""


# ---------------------------------------------------------------- a cache may always be missing


@pytest.mark.parametrize(
    "env",
    [
        {"HOME": "/dev/null"},
        {"HOME": None},
        {"HOME": "/nowhere/at/all", "XDG_CACHE_HOME": "/dev/null/cache"},
        {"WHATELSE_CACHE": "/dev/null/x"},
    ],
    ids=["home is a file", "no home", "no such home", "named cache is a file"],
)
def test_a_home_that_cannot_be_written_to_changes_nothing(env: dict[str, str | None]) -> None:
    without = {"XDG_CACHE_HOME": None, "WHATELSE_CACHE": None}
    found = process("assess", "--json", ONE, env={**without, **env})
    assert (found.returncode, found.stderr) == (0, b"")
    assert found.stdout == whatelse("assess", "--json", ONE).stdout.encode()


def test_a_user_without_a_home_has_no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> Path:
        raise RuntimeError("Could not determine home directory.")

    for name in ("WHATELSE_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", nobody)
    assert cachefolder.folder() is None
    assert cachefolder.read("anything") is None
    cachefolder.write("anything", b"")


def test_what_is_written_to_the_cache_is_read_back(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WHATELSE_CACHE", str(tmp_path / "new" / "cache"))
    assert cachefolder.read("one") is None
    cachefolder.write("one", b"1")
    cachefolder.write("one", b"2")
    assert cachefolder.read("one") == b"2"
    assert [path.name for path in (tmp_path / "new" / "cache").iterdir()] == ["one"]


@pytest.mark.parametrize("junk", [b"", b"null", b"\xff"])
def test_a_damaged_cache_is_not_believed(junk: bytes, tmp_path: Path) -> None:
    env = {"WHATELSE_CACHE": str(tmp_path)}
    first = process("assess", "--json", ONE, env=env)
    kept = sorted(tmp_path.iterdir())
    assert kept
    for path in kept:
        path.write_bytes(junk)
    again = process("assess", "--json", ONE, env=env)
    assert (again.returncode, again.stderr) == (0, b"")
    assert again.stdout == first.stdout
