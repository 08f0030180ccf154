"""From a typed line to its pieces: a name, what it stands for, and what is said of it."""

from __future__ import annotations

import re
import unicodedata

import msgspec

from whatelse.interview.short_words import Names, Target, nearest_words

NUMBER = r"-?\d{1,6}(?:\.\d{1,4})?"
SIGN = re.compile(r"(\+|-|\?|x|~\+?|\+~|~-|-~|yes|no|pos|neg)([lr]?)")
COUNTED = re.compile(rf"({NUMBER})(?:/({NUMBER}))?([a-z°%]*)")


class Piece(msgspec.Struct, frozen=True):
    """A name as typed, the thing it stands for, and what is said of it ("" for nothing)."""

    typed: str
    target: Target
    said: str


def words_of(text: str) -> list[str]:
    """Lower case, one form of each sign, ``3 of 5`` and ``3 / 5`` as one word."""
    plain = unicodedata.normalize("NFKC", text).lower()
    plain = re.sub("[\u2010-\u2015\u2212]", "-", plain)
    plain = re.sub(r"(\d)\s*(?:\bof\b|/)\s*(-?\d)", r"\1/\2", plain)
    return [word for word in re.split(r"[\s,;]+", plain) if word]


def pieces_of(words: list[str], names: Names) -> tuple[list[Piece], list[str], list[str]]:
    """Pieces, problems, notes. A name takes the word after it as its answer where that is no piece of its own."""
    pieces: list[Piece] = []
    problems: list[str] = []
    notes: list[str] = []
    waiting = list(words)
    while waiting:
        word = waiting.pop(0)
        found = _whole(word, names)
        if found is None:
            found, note = _mistyped(word, names)
            if found is None:
                problems.append(note)
                # What was said of a name that nobody knows is not another piece.
                if waiting and _is_said(word, waiting[0], names):
                    waiting.pop(0)
                continue
            notes.append(note)
        if not found.said:
            if not waiting or not _can_be_said(found.target, waiting[0], names):
                problems.append(f"{word}: no answer; write {forms(found.target)}")
                continue
            found = msgspec.structs.replace(found, said=waiting.pop(0).lstrip("=:"))
        pieces.append(found)
    return pieces, problems, notes


def _whole(word: str, names: Names) -> Piece | None:
    """A word as a name, a name with its answer, or a word that is both; None where it is none of these."""
    target = names.target(word)
    if target is not None:
        return Piece(word, target, target.value)
    probably = "~" if word.startswith("~") else ""
    bare = word[len(probably) :]
    if probably and names.target(bare) is not None:
        return Piece(bare, names.known(bare), "~")
    for cut in range(len(bare) - 1, 0, -1):
        target, said = names.target(bare[:cut]), bare[cut:].lstrip("=:")
        if target is None or target.value or not said:
            continue
        if probably and SIGN.fullmatch(said) and said[0] in "+-":
            said = "~" + said
        if _is_value(said) or (bare[cut] in "=:" and not probably):
            return Piece(bare[:cut], target, said)
    return None


def _mistyped(word: str, names: Names) -> tuple[Piece | None, str]:
    """The piece that a slip of a finger meant where only one is near, and what to say about it."""
    head = re.match(r"~?([a-z_]*[a-z][a-z0-9_]*?)(?=[=:+\-?~]|\d+(?:[./]\d+)*[a-z°%]*$|$)", word)
    if head is None:
        return None, f"{word}: what is this of? write a name before it"
    said = word[head.end() :].lstrip("=:")
    for name, rest in dict.fromkeys(((head[1], said), (head[1].removesuffix("x"), "x"))):
        near = names.slip(name)
        if near is not None and (not rest or _is_value(rest)):
            target = names.known(near)
            shown = word if word != name else name
            return Piece(near, target, rest or target.value), f"{shown} was read as {near}"
    close = nearest_words(head[1], names)
    return None, f"{word}: no such name{close}"


def _is_value(said: str) -> bool:
    return bool(SIGN.fullmatch(said) or COUNTED.fullmatch(said))


def _is_said(word: str, following: str, names: Names) -> bool:
    """Whether the word after an unknown name is its answer."""
    return not re.search(r"[=:+\-?~\d]", word) and _is_value(following.lstrip("=:")) and names.target(following) is None


def _can_be_said(target: Target, following: str, names: Names) -> bool:
    said = following.lstrip("=:")
    if _is_value(said):
        return names.target(following) is None or target.takes_text
    if target.values and names.target(said) is not None:
        return names.known(said).id == target.id
    return bool(said) and target.takes_text and _whole(following, names) is None


def shown_piece(piece: Piece) -> str:
    gap = "" if SIGN.fullmatch(piece.said) else " "
    return f"{piece.typed}{gap}{piece.said}" if piece.said != piece.target.value else piece.typed


def forms(target: Target) -> str:
    """How an answer to this is written."""
    return {
        "yes_no": "+ yes, - no, ? not tested, x don't know, ~ probably",
        "count": "so many positive of so many done, like 3/5",
        "pair": "left/right, like 30/45",
        "number": "a number",
    }.get(target.kind, f"one of {', '.join(target.states)}" if target.states else "a word")
