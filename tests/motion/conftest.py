"""Where the recordings of the development data lie."""

import pytest


@pytest.fixture(scope="session")
def motion_dir(data_dir):
    return data_dir / "data" / "motion"


@pytest.fixture(scope="session")
def formats_dir(motion_dir):
    return motion_dir / "formats"


@pytest.fixture(scope="session")
def video_dir(data_dir):
    return data_dir / "data" / "video"
