"""A JSON text as plain values with lines. Python's parser judges the syntax, a second pass keeps lines."""

from __future__ import annotations

import json
import re

from whatelse.case.scalars import number_or_word
from whatelse.case.tree import Document, Tree
from whatelse.errors import InputError

# Sound only on text that is known to be JSON.
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]]|[^\s{}\[\]:,"]+')
_WORDS = {"true": True, "false": False, "null": None}


def document(text: str, first_line: int = 1) -> Document:
    """The value of a JSON text. Raises InputError: broken syntax, a key given twice, endless nesting."""
    _judge(text, first_line)
    tree = Tree(first_line)
    line, seen = first_line, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", seen, match.start())
        seen = match.start()
        _grow(tree, match.group(), line)
    return tree.document()


def _judge(text: str, first_line: int) -> None:
    try:
        json.loads(text, parse_int=str, parse_float=str, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        more = " (several cases: one to a line, in a .jsonl file)" if error.msg == "Extra data" else ""
        line = first_line + error.lineno - 1
        raise InputError(f"broken JSON: {error.msg} at column {error.colno}{more}", line=line) from None
    except _NotANumber as error:
        line = first_line + text.count("\n", 0, _position(text, str(error)))
        raise InputError(f"found {error}, expected a number", line=line) from None
    except RecursionError:
        raise InputError("nested too deep", line=first_line) from None


class _NotANumber(Exception):
    """NaN or Infinity, which Python reads and JSON does not know."""


def _no_constant(name: str) -> None:
    raise _NotANumber(name)


def _position(text: str, name: str) -> int:
    return next((m.start() for m in _TOKEN.finditer(text) if m.group() == name), 0)


def _grow(tree: Tree, token: str, line: int) -> None:
    if token in "{[":
        tree.open({} if token == "{" else [], line)
    elif token in "}]":
        tree.close()
    elif token[0] == '"':
        word = json.loads(token)
        if not word.isascii() and any("\ud800" <= letter <= "\udfff" for letter in word):
            raise tree.place().error("holds half a character (a lone surrogate)", line)
        if tree.wants_key:
            tree.key(word, line)
        else:
            tree.value(word, line)
    else:
        tree.value(_WORDS[token] if token in _WORDS else number_or_word(token), line)
