"""Profiles and the fixtures that lead to the development data."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import development_data
import sampling

# Time limits per example would fail on a busy machine and say nothing about the code.
settings.register_profile("quick", deadline=None, max_examples=50, derandomize=True)
settings.register_profile("full", deadline=None, max_examples=1000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(sampling.PROFILE)

DATA_FIXTURES = {"data_dir", "cases_dir", "evidence_dir"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if DATA_FIXTURES.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("data")


def pytest_runtest_setup(item: pytest.Item) -> None:
    # For tests that are only marked, because they find their files while being collected.
    if item.get_closest_marker("data"):
        found("")


def found(part: str) -> Path:
    """A folder of the development data; without it the test is skipped, or fails where data are required."""
    reason = development_data.missing(part)
    if reason:
        if development_data.REQUIRED:
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    return development_data.DATA / part


@pytest.fixture(scope="session")
def data_dir() -> Path:
    return found("")


@pytest.fixture(scope="session")
def cases_dir() -> Path:
    return found("cases")


@pytest.fixture(scope="session")
def evidence_dir() -> Path:
    return found("evidence")


@pytest.fixture(scope="session")
def sample() -> Callable[[object, object], object]:
    return sampling.sample
