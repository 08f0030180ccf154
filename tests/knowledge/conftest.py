"""The shipped knowledge, and a cache folder that no other run sees."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from whatelse.knowledge import Knowledge, load


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WHATELSE_CACHE", str(folder))
        yield folder


@pytest.fixture(scope="session")
def shipped() -> Knowledge:
    return load()
