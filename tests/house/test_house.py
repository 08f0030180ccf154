"""What the repository promises about itself: locks, versions, licences, and no trace of one machine."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

import whatelse

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
CACHES = {".git", ".venv", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache", "__pycache__"}

# Taken apart here so that this file does not contain what it looks for.
TOPS = "|".join(["work", "root", "farm", "home", "Users"])
MACHINE_PATH = re.compile(rf"(?<![\w.$~}}])/(?:{TOPS})/[A-Za-z.]")
REGISTRY_HOST = re.compile(r"py" + r"pi\.org|python" + r"hosted\.|npm" + r"js\.|/simple" + r"/?\s*$")


def package_name(requirement: str) -> str:
    return re.split(r"[^\w.-]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def locked(lock: Path) -> dict[str, str]:
    """Every entry of a lock (version, markers, hashes) and the package that it locks."""
    entries = re.split(r"\n(?=\S)", lock.read_text("utf-8").strip())
    return {entry: package_name(entry) for entry in entries}


def tracked_texts() -> list[tuple[str, str]]:
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listing.returncode == 0:
        paths = [ROOT / name for name in listing.stdout.decode().split("\0") if name]
    else:  # an unpacked archive, or no git
        paths = [path for path in ROOT.rglob("*") if not CACHES.intersection(path.parts)]
    texts = []
    for path in paths:
        if path.is_file():
            try:
                texts.append((str(path.relative_to(ROOT)), path.read_text("utf-8")))
            except UnicodeDecodeError:
                continue
    return texts


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_locked_package_has_one_version_and_hashes(lock: Path) -> None:
    entries = locked(lock)
    assert entries
    for entry in entries:
        assert re.match(r"[\w.-]+==\S+", entry), f"not pinned: {entry[:80]}"
        assert "--hash=sha256:" in entry, f"no hash: {entry[:80]}"


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_no_lock_names_an_index_or_address(lock: Path) -> None:
    for line in lock.read_text("utf-8").splitlines():
        assert "://" not in line
        assert not line.startswith("-"), f"an option of one installation: {line}"


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_lock_is_complete_for_the_base_and_the_build(lock: Path) -> None:
    wanted = {package_name(requirement) for requirement in PROJECT["dependencies"]} | {"hatchling"}
    if lock.stem != "base":
        wanted |= {package_name(requirement) for requirement in PROJECT["optional-dependencies"][lock.stem]}
    assert wanted <= set(locked(lock).values())


def test_there_is_a_lock_for_every_set_and_no_other() -> None:
    assert {lock.stem for lock in LOCKS} == {"base", *PROJECT["optional-dependencies"]}


def test_no_two_locks_disagree_on_a_version() -> None:
    dev = {entry.split()[0] for entry in locked(ROOT / "requirements" / "dev.txt")}
    for lock in LOCKS:
        assert {entry.split()[0] for entry in locked(lock)} <= dev, lock.name


def test_the_base_stays_small() -> None:
    names = {package_name(requirement) for requirement in PROJECT["dependencies"]}
    assert names == {"numpy", "msgspec", "click", "rich", "pyyaml"}


def test_the_version_is_the_same_everywhere() -> None:
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    assert re.search(r"^version: (\S+)$", citation, re.MULTILINE).group(1) == PROJECT["version"]
    assert whatelse.__version__ == PROJECT["version"]


def test_every_locked_package_is_named_with_its_licence() -> None:
    page = (ROOT / "THIRD_PARTY.md").read_text("utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if "|" in line]
    named = {row[0].lower() for row in rows if all(row)}
    used = {name for lock in LOCKS for name in locked(lock).values()}
    assert used - named == set(), "add these to THIRD_PARTY.md"
    assert named - used - {"package", "---"} == set(), "these are no longer used"


def test_no_file_tells_of_one_machine_or_registry() -> None:
    for name, text in tracked_texts():
        for number, line in enumerate(text.splitlines(), 1):
            assert not MACHINE_PATH.search(line), f"{name}:{number}: a path of one machine: {line.strip()}"
            assert not REGISTRY_HOST.search(line), f"{name}:{number}: a package registry: {line.strip()}"


def test_the_licence_is_the_one_that_is_declared() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert PROJECT["license"] == "Apache-2.0"
    assert "Apache License\n                           Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text
