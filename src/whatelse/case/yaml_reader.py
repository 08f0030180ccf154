"""YAML documents as plain values with lines. Only what a person writes by hand: no anchors, aliases or tags.

Values are built from PyYAML's events, so nothing is constructed, followed or merged behind the reader's back.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from whatelse.case.scalars import plain_value
from whatelse.case.tree import DEEPEST, Document, Tree
from whatelse.errors import InputError, shown

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def documents(text: str) -> Iterator[Document | InputError]:
    """Each document of a YAML text, or what is wrong with it; broken YAML ends the text."""
    refused = yaml.reader.Reader.NON_PRINTABLE.search(text)
    if refused:
        line = text.count("\n", 0, refused.start()) + 1
        yield InputError(f"holds the character {refused.group()!r}, which YAML does not allow", line=line)
        return
    tree: Tree | None = None
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST + 1:  # told already; libyaml's time is quadratic in the depth
                return
            if isinstance(event, yaml.DocumentStartEvent):
                tree = Tree(_line(event))
            elif isinstance(event, yaml.DocumentEndEvent):
                if tree is not None:
                    yield tree.document()
                tree = None
            elif tree is not None:
                try:
                    _grow(tree, event)
                except InputError as error:
                    yield error
                    tree = None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        column = f" at column {mark.column + 1}" if mark else ""
        yield InputError(f"broken YAML: {error.problem}{column}", line=mark.line + 1 if mark else None)
    except (yaml.YAMLError, RecursionError) as error:
        yield InputError(f"broken YAML: {error}")


def _grow(tree: Tree, event: Any) -> None:
    if isinstance(event, yaml.NodeEvent):
        _refuse(tree, event)
    if isinstance(event, yaml.ScalarEvent):
        is_plain = bool(event.implicit[0])
        if tree.wants_key:
            tree.key(_key(tree, event, is_plain), _line(event))
        else:
            tree.value(plain_value(event.value) if is_plain else event.value, _line(event))
    elif isinstance(event, yaml.CollectionStartEvent):
        if tree.wants_key:
            raise tree.place().error("found a list or mapping as a key, expected a word", _line(event))
        tree.open({} if isinstance(event, yaml.MappingStartEvent) else [], _line(event))
    elif isinstance(event, yaml.CollectionEndEvent):
        tree.close()


def _refuse(tree: Tree, event: Any) -> None:
    if isinstance(event, yaml.AliasEvent):
        raise tree.place().error(f"alias {shown(f'*{event.anchor}')}: write the value out", _line(event))
    if event.anchor is not None:
        raise tree.place().error(f"anchor {shown(f'&{event.anchor}')}: a case has none", _line(event))
    if getattr(event, "tag", None) is not None:
        raise tree.place().error(f"tag {shown(event.tag)}: a case has none", _line(event))


def _key(tree: Tree, event: Any, is_plain: bool) -> str:
    """A key is a word. ``yes`` and ``no`` are words here: the states of a finding are named so."""
    value = plain_value(event.value) if is_plain else event.value
    if not isinstance(value, (str, bool)):
        found = shown(event.value) if event.value else "nothing"
        raise tree.place().error(f"found {found} as a key, expected a word", _line(event))
    return str(event.value)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1
