"""One browser and one server for all tests here; without a browser they are skipped, or fail where one is required."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser import chromium


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    reason = chromium.missing()
    if reason:
        if chromium.REQUIRED:
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium.executable(), args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(scope="session")
def url(browser: Any) -> Iterator[str]:
    with chromium.server() as address:
        yield address
