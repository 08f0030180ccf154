"""A process that is killed while it writes loses nothing that it had acknowledged, and leaves a whole chain."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sampling import sample
from tests.store.chains import chain
from whatelse.store import Store, checked_lines

ROOT = Path(__file__).parents[2]
#: Moments at which a writer is killed.
MOMENTS = sample(10, 100)
LINES = 4000
WRITER = """
import sys
from pathlib import Path
sys.path[:0] = [{root!r}, {src!r}]
from tests.store.chains import line
from whatelse.store import Store
store, case = Store(Path(sys.argv[1])), sys.argv[2]
lines = store.lines(case)
last = lines[-1]
for _ in range({count}):
    last = line(last)
    store.append(case, [last])
    sys.stdout.buffer.write(last + b"\\n")
    sys.stdout.buffer.flush()
"""


@pytest.mark.skipif(os.name == "nt", reason="there is no kill -9")
def test_killed_at_any_moment_it_keeps_all_that_was_acknowledged(tmp_path: Path) -> None:
    path, chance = tmp_path / "cases.sqlite", random.Random(7)
    program = WRITER.format(root=str(ROOT), src=str(ROOT / "src"), count=LINES)
    with Store(path) as store:
        case = store.open(chain(1, audience="runner")[0])
    acknowledged = 1
    for _ in range(MOMENTS):
        writer = subprocess.Popen(
            [sys.executable, "-c", program, str(path), case], stdout=subprocess.PIPE, env={**os.environ}
        )
        assert writer.stdout is not None
        said = [writer.stdout.readline()]
        time.sleep(chance.uniform(0.0, 0.12))
        writer.send_signal(signal.SIGKILL)
        said += writer.stdout.read().split(b"\n")
        writer.stdout.close()
        writer.wait()
        told = [one for one in (text.rstrip(b"\n") for text in said) if one.endswith(b'"}')]
        with Store(path) as store:
            kept = store.lines(case)
        assert len(checked_lines(kept)) == len(kept)
        assert set(told) <= set(kept), "an acknowledged event is lost"
        assert 0 <= len(kept) - acknowledged - len(told) <= 1, "at most one event was written and not yet told"
        acknowledged = len(kept)
    assert acknowledged > MOMENTS


@pytest.mark.skipif(os.name == "nt", reason="there is no kill -9")
def test_killed_while_it_deletes_the_case_is_whole_or_gone(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        f"sys.path[:0] = [{str(ROOT / 'src')!r}]\n"
        "from whatelse.store import Store\n"
        "store = Store(Path(sys.argv[1])); print('ready', flush=True); store.delete(sys.argv[2])\n"
    )
    chance, ends = random.Random(3), set()
    for k in range(sample(6, 40)):
        path = tmp_path / f"{k}.sqlite"
        lines = chain(60, audience="runner")
        with Store(path) as store:
            case = store.open(lines[0])
            store.append(case, lines[1:])
        deleter = subprocess.Popen([sys.executable, "-c", program, str(path), case], stdout=subprocess.PIPE)
        assert deleter.stdout is not None
        deleter.stdout.readline()
        time.sleep(chance.uniform(0.0, 0.01))
        deleter.kill()
        deleter.wait()
        deleter.stdout.close()
        with Store(path) as store:
            is_there = bool(store.list())
            assert is_there is not bool(store.deleted())
            assert not is_there or store.lines(case) == tuple(lines)
        ends.add(is_there)
    assert ends
