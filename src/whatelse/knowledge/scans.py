"""What a picture of the body can show: which region, by which method, and what a result stands for.

A clean picture says something about what lies in its field and nothing about the rest; one taken too early says
nothing. What was not said (which region, what kind of scan) is never guessed.
"""

from __future__ import annotations

from typing import Any

import msgspec

from whatelse.errors import InputError, nearest

#: Words of a result that need no knowledge of their own: nothing was found, and something was.
NORMAL, ABNORMAL = "normal", "abnormal"


class Scan(msgspec.Struct, frozen=True, omit_defaults=True):
    """One kind of picture. ``regions``, ``methods``: how people name them.

    clean: finding -> the answer that a normal result stands for. results: the same by word of an abnormal report.
    from_week: a normal result before this week after onset stands for nothing. shows: word of ``results`` -> what a
    person may have been told, in plain words. misses: where it looked and what is not on it, in plain words.
    """

    id: str
    label: str
    regions: tuple[str, ...]
    methods: tuple[str, ...]
    clean: dict[str, str]
    results: dict[str, dict[str, str]] = {}
    from_week: float = 0.0
    note: str = ""
    shows: dict[str, str] = {}
    misses: str = ""
    file: str = ""


def parse_scan(raw: dict[str, Any]) -> Scan:
    """One ``[[scan]]``. Raises InputError for a key or a value that cannot be."""
    for key in raw:
        if key not in Scan.__struct_fields__:
            raise InputError(f"unknown key {key!r}{nearest(key, Scan.__struct_fields__)}", field=raw["id"])
    try:
        scan = msgspec.convert(raw, Scan)
    except msgspec.ValidationError as error:
        raise InputError(str(error), field=raw["id"]) from None
    for name, answers in {"clean": scan.clean, **scan.results}.items():
        for finding, answer in answers.items():
            if answer not in ("yes", "no"):
                raise InputError(f"found {answer!r}, expected yes or no", field=f"{raw['id']}.{name}.{finding}")
    return scan
