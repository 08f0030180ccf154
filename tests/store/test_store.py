"""The store: what was acknowledged is there, nothing is ever changed, and what is deleted is gone."""

import sqlite3
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.chains import chain, line
from whatelse.errors import InputError
from whatelse.store import Conflict, Store, checked_lines, default_path

SECRET = "a secret that nobody else may ever read"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "cases.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store(path) as one:
        yield one


def raw(path: Path) -> bytes:
    """Every byte that is on the disk of a store."""
    return b"".join(part.read_bytes() for part in sorted(path.parent.iterdir()))


def test_what_was_added_is_there_byte_for_byte_after_opening_again(store: Store, path: Path) -> None:
    lines = chain(30, audience="runner")
    case = store.open(lines[0])
    for one in lines[1:]:
        store.append(case, [one])
    with Store(path) as again:
        assert again.lines(case) == tuple(lines)
        assert again.export(case) == b"".join(one + b"\n" for one in lines)


def test_ids_cannot_be_guessed_and_never_meet(store: Store) -> None:
    ids = {store.open(chain(1, audience="runner")[0]) for _ in range(50)}
    assert len(ids) == 50 and all(len(one) == 18 for one in ids)


def test_the_list_has_the_last_worked_on_first(store: Store) -> None:
    first, second = (store.open(chain(1, audience=who)[0]) for who in ("runner", "clinician"))
    start = store.lines(first)[0]
    store.append(first, [line(start, "finished", {"reason": "stopped"}, "2025-03-02T10:00:00Z")])
    found = store.list()
    assert [one.id for one in found] == [first, second]
    assert [one.events for one in found] == [2, 1]
    assert found[0].last.kind == "finished" and found[1].data["audience"] == "clinician"


def test_only_the_owner_may_read_any_of_the_files(store: Store, path: Path) -> None:
    store.open(chain(1)[0])
    assert {stat.S_IMODE(part.stat().st_mode) for part in path.parent.iterdir()} == {0o600}
    assert len(list(path.parent.iterdir())) >= 2, "the log lies beside it"


def test_a_file_that_others_could_read_is_closed_to_them(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.touch(0o644)
    path.chmod(0o644)
    with Store(path):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


# ---------------------------------------------------------------- conflicts


def test_of_two_tabs_the_second_is_told_and_changes_nothing(store: Store, path: Path) -> None:
    lines = chain(3)
    case = store.open(lines[0])
    with Store(path) as other:
        store.append(case, [lines[1]])
        with pytest.raises(Conflict):
            other.append(case, [line(lines[0], "answered", {"key": "other"})])
        with pytest.raises(Conflict):
            other.append(case, [lines[1]])
        other.append(case, [lines[2]])
    assert store.lines(case) == tuple(lines)


def test_a_batch_is_kept_whole_or_not_at_all(store: Store) -> None:
    lines = chain(5)
    case = store.open(lines[0])
    broken = lines[3].replace(b"q3", b"q9")
    with pytest.raises(InputError):
        store.append(case, [lines[1], lines[2], broken])
    assert store.lines(case) == (lines[0],)
    store.append(case, lines[1:])
    assert store.lines(case) == tuple(lines)


def test_twenty_threads_on_one_case_leave_one_whole_chain(store: Store, path: Path) -> None:
    case = store.open(chain(1)[0])
    stores = [store, Store(path)]
    conflicts = []

    def answer(k: int) -> None:
        mine = stores[k % 2]
        for _ in range(200):
            try:
                mine.append(case, [line(mine.lines(case)[-1], data={"key": f"thread {k}"})])
                return
            except Conflict:
                conflicts.append(k)

    threads = [threading.Thread(target=answer, args=(k,)) for k in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stores[1].close()
    lines = store.lines(case)
    assert len(lines) == 21
    assert len(checked_lines(lines)) == 21


def test_an_unknown_case_is_a_key_error(store: Store) -> None:
    for ask in (store.lines, store.export, store.delete):
        with pytest.raises(KeyError):
            ask("nobody")
    with pytest.raises(KeyError):
        store.append("nobody", [chain(1)[0]])


# ---------------------------------------------------------------- append only


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET line = x'00'",
        "UPDATE events SET n = n + 1",
        "DELETE FROM events WHERE n = 1",
        "DELETE FROM events",
        "INSERT INTO events SELECT case_id, 7, time, line FROM events WHERE n = 0",
        "INSERT OR REPLACE INTO events SELECT case_id, 0, time, x'00' FROM events WHERE n = 0",
    ],
)
def test_rows_cannot_be_changed_or_taken_out(store: Store, path: Path, statement: str) -> None:
    lines = chain(3)
    case = store.open(lines[0])
    store.append(case, lines[1:])
    with pytest.raises(sqlite3.IntegrityError):
        sqlite3.connect(path).execute(statement)
    assert store.lines(case) == tuple(lines)


def test_what_somebody_changed_past_the_rules_is_seen_with_its_line(store: Store, path: Path) -> None:
    lines = chain(4)
    case = store.open(lines[0])
    store.append(case, lines[1:])
    meddler = sqlite3.connect(path)
    meddler.execute("DROP TRIGGER events_are_never_changed")
    meddler.execute("UPDATE events SET line = replace(line, 'q2', 'q8') WHERE n = 2")
    meddler.commit()
    with pytest.raises(InputError, match="line 3") as error:
        store.export(case)
    assert case in str(error.value)


# ---------------------------------------------------------------- export and import


def test_an_exported_case_comes_in_elsewhere_byte_for_byte(store: Store, tmp_path: Path) -> None:
    lines = chain(9)
    case = store.open(lines[0])
    store.append(case, lines[1:])
    with Store(tmp_path / "other.sqlite") as other:
        assert other.export(other.take_in(store.export(case))) == store.export(case)


def test_what_comes_in_twice_is_kept_once_and_what_goes_on_is_added(store: Store) -> None:
    lines = chain(9)
    case = store.take_in(b"\n".join(lines[:4]) + b"\n")
    assert store.take_in(b"\n".join(lines[:4])) == case
    assert store.take_in(b"\n".join(lines)) == case
    assert store.take_in(b"\n".join(lines[:6])) == case
    assert store.lines(case) == tuple(lines)
    assert len(store.list()) == 1


def test_what_went_on_differently_is_refused(store: Store) -> None:
    lines = chain(3)
    case = store.take_in(b"\n".join(lines))
    with pytest.raises(Conflict):
        store.take_in(b"\n".join([*lines[:2], line(lines[1], data={"key": "other"})]))
    assert store.lines(case) == tuple(lines)


@given(st.binary(max_size=300))
def test_junk_never_comes_in(junk: bytes) -> None:
    with Store(Path(_shared())) as store:
        with pytest.raises(InputError):
            store.take_in(junk)
        assert store.list() == ()


def _shared() -> str:
    import tempfile

    if not _SHARED:
        _SHARED.append(tempfile.mkdtemp())
    return f"{_SHARED[0]}/cases.sqlite"


_SHARED: list[str] = []

# ---------------------------------------------------------------- deleting


def test_of_a_deleted_case_no_byte_is_left_but_that_it_was_there(store: Store, path: Path) -> None:
    lines = chain(40, audience="runner", said=SECRET)
    case, kept = store.open(lines[0]), store.open(chain(1, said="kept")[0])
    for one in lines[1:]:
        store.append(case, [one])
    assert SECRET.encode() in raw(path)
    store.delete(case)
    left = raw(path)
    assert SECRET.encode() not in left
    assert b'"q17"' not in left and lines[20][-40:] not in left
    assert [one.id for one in store.list()] == [kept]
    assert [one.id for one in store.deleted()] == [case]
    assert path.with_name(path.name + "-wal").stat().st_size == 0


def test_a_deleted_case_takes_no_more_answers_from_a_tab_that_is_still_open(store: Store, path: Path) -> None:
    lines = chain(2)
    with Store(path) as tab:
        case = tab.open(lines[0])
        store.delete(case)
        with pytest.raises(Conflict):
            tab.append(case, [lines[1]])
        with pytest.raises(KeyError):
            tab.lines(case)


def test_while_another_program_reads_it_says_so_and_deleting_again_empties_the_log(store: Store, path: Path) -> None:
    case = store.open(chain(1, said=SECRET)[0])
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT COUNT(*) FROM events").fetchone()
    store._db.execute("PRAGMA busy_timeout = 100")
    with pytest.raises(InputError, match="another program holds the log"):
        store.delete(case)
    assert store.list() == ()
    reader.execute("COMMIT")
    store.delete(case)
    assert SECRET.encode() not in raw(path)


# ---------------------------------------------------------------- files that are none


def test_another_program_s_database_and_a_file_of_another_kind_are_refused_and_not_touched(tmp_path: Path) -> None:
    other, text = tmp_path / "other.sqlite", tmp_path / "text.sqlite"
    with sqlite3.connect(other) as made:
        made.execute("CREATE TABLE mine (x)")
    text.write_bytes(b"not a database at all, but long enough to be read as one\n" * 30)
    before = text.read_bytes()
    with pytest.raises(InputError, match="another program"):
        Store(other)
    with pytest.raises(InputError, match="no store of cases"):
        Store(text)
    assert text.read_bytes() == before


def test_a_newer_format_is_refused(store: Store, path: Path) -> None:
    store.close()
    with sqlite3.connect(path) as newer:
        newer.execute("PRAGMA user_version = 9")
    with pytest.raises(InputError, match="format 9"):
        Store(path)


def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot write"):
        Store(tmp_path / "file" / "cases.sqlite")


def test_the_place_is_this_user_s_own_or_the_one_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WHATELSE_STORE", str(tmp_path / "mine.sqlite"))
    assert default_path() == tmp_path / "mine.sqlite"
    monkeypatch.delenv("WHATELSE_STORE")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    if default_path().parts[0] == tmp_path.parts[0]:
        assert default_path().name == "cases.sqlite" and default_path().parent.name == "whatelse"
