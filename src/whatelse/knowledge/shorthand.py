"""Clinician's abbreviations as data: which short words stand for which finding, family of tests or fact of a person."""

from __future__ import annotations

from typing import Any

import msgspec

from whatelse.errors import InputError, nearest

#: Facts about the person that a line may hold beside findings.
PERSON = ("age", "sex", "side", "sport")


class Alias(msgspec.Struct, frozen=True, omit_defaults=True):
    """Short words for one thing. ``id``: a finding, a graded family, or one of ``PERSON``.

    values: words that name the thing and its value at once ("f" for female).
    """

    id: str
    words: tuple[str, ...] = ()
    values: dict[str, str] = {}
    file: str = ""


def parse_shorthand(entries: dict[str, Any]) -> dict[str, Alias]:
    """The abbreviations by id. Raises InputError at the first entry that has not the right shape."""
    out = {}
    for key, entry in entries.items():
        for name in entry:
            if name not in Alias.__struct_fields__:
                close = nearest(name, Alias.__struct_fields__)
                raise InputError(f"unknown key {name!r}{close}", file=entry.get("file"), field=key)
        try:
            out[key] = msgspec.convert(entry, Alias, strict=True)
        except msgspec.ValidationError as error:
            raise InputError(str(error), file=entry.get("file"), field=key) from None
    return out
