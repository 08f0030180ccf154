"""Cases from files, folders, standard input and text. One bad case never stops the others."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Literal

from whatelse import knowledge as known
from whatelse.case import json_reader, yaml_reader
from whatelse.case.case import Case
from whatelse.case.parsing import parse_case
from whatelse.case.tree import Document
from whatelse.errors import InputError, shown
from whatelse.knowledge.schema import Knowledge

Format = Literal["yaml", "json", "jsonl"]
FORMATS: dict[str, Format] = {".yaml": "yaml", ".yml": "yaml", ".json": "json", ".jsonl": "jsonl"}
#: The largest file, and the longest line of a .jsonl file, in bytes.
LARGEST = 10_000_000
_STDIN = "standard input"
_TOO_LARGE = "is larger than 10 MB"
_Found = Iterator[tuple[str, Document | InputError]]


def read_cases(path: str | Path, knowledge: Knowledge | None = None) -> Iterator[tuple[str, Case | InputError]]:
    """Each case of a file, a folder of files, or ``"-"`` (standard input), by name; or what is wrong with it.

    The name is the file, with the line where a file holds several cases. ``.yaml`` and ``.yml`` files hold
    one case or several divided by ``---``, ``.json`` one, ``.jsonl`` one to a line. ``knowledge``: by default
    the shipped one.
    """
    knowledge = known.load() if knowledge is None else knowledge
    for file, found in _files(path):
        for name, document in found:
            yield name, _checked(document, knowledge, file)


def loads(text: str, knowledge: Knowledge, *, file: str | None = None, format: Format | None = None) -> list[Case]:
    """All cases of a text; its format is found where it is not given. Raises the first InputError."""
    cases = []
    for _, document in _in_text(text, file or "input", format):
        case = _checked(document, knowledge, file)
        if isinstance(case, InputError):
            raise case
        cases.append(case)
    return cases


def _checked(document: Document | InputError, knowledge: Knowledge, file: str | None) -> Case | InputError:
    if isinstance(document, InputError):
        return document.at(file=file)
    try:
        return parse_case(document.value, knowledge, file=file, lines=document.lines)
    except InputError as error:
        return error


def _files(path: str | Path) -> Iterator[tuple[str, _Found]]:
    """The files meant by a path, each with the documents found in it."""
    name = str(path)
    if "\0" in name:
        yield name, iter([(shown(name), InputError(f"found {shown(name)}, expected a file name"))])
        return
    if name == "-":
        yield _STDIN, _in_stream(sys.stdin.buffer, _STDIN, None)
        return
    try:
        if not Path(path).is_dir():
            yield name, _in_file(Path(path))
            return
        inside = sorted(p for p in Path(path).iterdir() if p.suffix.lower() in FORMATS and p.name[0] != ".")
        inside = [p for p in inside if not p.is_dir()]
    except OSError as error:
        yield name, iter([(name, _unreadable(error))])
        return
    if not inside:
        yield name, iter([(name, InputError("is a folder without case files (.yaml, .yml, .json, .jsonl)"))])
    for inner in inside:
        yield str(inner), _in_file(inner)


def _in_file(path: Path) -> _Found:
    suffix = path.suffix.lower()
    if suffix and suffix not in FORMATS:
        yield str(path), InputError(f"ends in {shown(suffix)}, expected .yaml, .yml, .json or .jsonl")
        return
    try:
        with path.open("rb") as stream:
            yield from _in_stream(stream, str(path), FORMATS.get(suffix))
    except OSError as error:
        yield str(path), _unreadable(error)


def _in_stream(stream: IO[bytes], name: str, format: Format | None) -> _Found:
    if format == "jsonl":
        yield from _in_lines(_bounded_lines(stream), name)
        return
    raw = stream.read(LARGEST + 1)
    try:
        text = _decoded(raw)
    except InputError as error:
        yield name, error
        return
    yield from _in_text(text, name, format)


def _bounded_lines(stream: IO[bytes]) -> Iterator[bytes]:
    """The lines of a stream; of one that is too long, only the beginning, which is refused later."""
    while line := stream.readline(LARGEST + 1):
        yield line
        while len(line) > LARGEST and not line.endswith(b"\n"):
            line = stream.readline(LARGEST + 1)


def _in_text(text: str, name: str, format: Format | None) -> _Found:
    text = text.removeprefix("\ufeff")
    format = format or format_of(text)
    if format == "jsonl":
        yield from _in_lines((line.encode("utf-8", "surrogatepass") for line in text.split("\n")), name)
        return
    try:
        text = _decoded(text.encode("utf-8", "surrogatepass"))
    except InputError as error:
        yield name, error
        return
    if format == "json":
        yield name, _json(text, 1) if text.strip() else Document()
        return
    documents = list(yaml_reader.documents(text))
    # A divider at the end of a file begins no case.
    cases = [d for d in documents if isinstance(d, InputError) or d.value is not None] or documents[:1]
    for document in cases or [Document()]:
        yield f"{name}:{document.line}" if len(cases) > 1 else name, document


def _in_lines(lines: Iterable[bytes], name: str) -> _Found:
    for number, raw in enumerate(lines, start=1):
        here = f"{name}:{number}"
        try:
            line = _decoded(raw).rstrip("\r\n")
        except InputError as error:
            yield here, InputError(error.message, line=number)
            continue
        if line.strip():
            yield here, _json(line, number)


def _json(text: str, first_line: int) -> Document | InputError:
    try:
        return json_reader.document(text, first_line)
    except InputError as error:
        return error


def format_of(text: str) -> Format:
    """JSON begins with a brace and then a quoted key; JSON Lines does so in more than one line."""
    start = text.lstrip()
    if not start.startswith("{") or start[1:].lstrip()[:1] not in ('"', "}"):
        return "yaml"
    heads = [line for line in start.split("\n") if line.startswith("{")]
    return "jsonl" if len(heads) > 1 and heads[0].rstrip()[-1] not in "{[," else "json"


def _decoded(raw: bytes) -> str:
    if len(raw) > LARGEST:
        raise InputError(_TOO_LARGE)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"is not UTF-8 (byte {error.start})", line=_line_of(raw, error.start)) from None
    if "\0" in text:
        raise InputError("holds a NUL byte; is it a text file?", line=_line_of(raw, raw.index(b"\0")))
    return text.removeprefix("\ufeff")


def _line_of(raw: bytes, at: int) -> int:
    return raw.count(b"\n", 0, at) + 1


def _unreadable(error: OSError) -> InputError:
    return InputError(f"cannot read ({error.strerror or error})")
