"""Where cases are kept unless somebody names another file: with this user's data on this machine."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from whatelse.errors import InputError

NAME = "cases.sqlite"


def default_path() -> Path:
    """The file of this user's cases. Raises InputError for a user without a home."""
    named = os.environ.get("WHATELSE_STORE")
    if named:
        return Path(named)
    try:
        return _folder() / NAME
    except RuntimeError:
        raise InputError("this user has no home folder; name a file with --store") from None


def _folder() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "whatelse"
    if os.name == "nt":
        return Path(os.environ.get("APPDATA") or Path.home()) / "whatelse"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "whatelse"
