"""Where compiled knowledge is kept between runs. A cache may always be missing: nothing depends on it.

Files are written whole under a temporary name and then renamed, so that a reader never sees half of one.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path


def folder() -> Path | None:
    """The cache folder of this user, made if need be; None where nothing can be written (a read-only home)."""
    try:
        base = _wanted()
        base.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):  # RuntimeError: this user has no home
        return None
    return base if os.access(base, os.W_OK) else None


def _wanted() -> Path:
    named = os.environ.get("WHATELSE_CACHE")
    if named:
        return Path(named)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "whatelse"
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "whatelse"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "whatelse"


def read(name: str) -> bytes | None:
    """The bytes kept under a name, or None."""
    base = folder()
    if base is None:
        return None
    try:
        return (base / name).read_bytes()
    except OSError:
        return None


def write(name: str, content: bytes) -> None:
    """Keep bytes under a name; a full or read-only disk is no error."""
    base = folder()
    if base is None:
        return
    with contextlib.suppress(OSError):
        handle, temporary = tempfile.mkstemp(dir=base, prefix=".part-")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            os.replace(temporary, base / name)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise
