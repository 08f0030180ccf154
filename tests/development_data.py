"""The development data (cases, evidence tables, recordings) that lie beside a checkout, not in it."""

import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("WHATELSE_DATA") or CHECKOUT.parent / "shared")
REQUIRED = os.environ.get("WHATELSE_REQUIRE_DATA") == "1"


def missing(part: str = "") -> str | None:
    """Why a part of the data cannot be used, or None where it is there."""
    if (DATA / part).is_dir():
        return None
    return f"no development data at {DATA / part}: set WHATELSE_DATA to the folder that holds it"


def case_files() -> list[Path]:
    """The development cases, for parametrising; none where the data are absent."""
    return sorted((DATA / "cases").glob("*.yaml"))
