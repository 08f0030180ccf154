"""A struct from a plain table of a data file; what does not fit is named with the nearest valid one."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from whatelse.errors import InputError, nearest

T = TypeVar("T", bound=msgspec.Struct)


def shaped(kind: type[T], raw: dict[str, Any], field: str) -> T:
    """field: where the table stands, as the error names it. Raises InputError for an unknown key at its top and for
    values of the wrong kind; the file is named where the table tells its own."""
    file = raw.get("file")
    check_keys(kind, raw, field, file)
    try:
        return msgspec.convert(raw, kind, strict=True)
    except msgspec.ValidationError as error:
        raise InputError(str(error), file=file, field=field) from None


def check_keys(kind: type[msgspec.Struct], raw: dict[str, Any], field: str, file: str | None) -> None:
    """Raises InputError for the first key that the struct has not."""
    for name in raw:
        if name not in kind.__struct_fields__:
            raise InputError(f"unknown key {name!r}{nearest(name, kind.__struct_fields__)}", file=file, field=field)
