"""A tagged PDF taken apart: what is painted on a page and under which tag, and the tree of tags in order of reading.

After the checks of the Matterhorn Protocol 1.1 (PDF Association 2021) that a program can make without judging words.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf

#: Operators that put something on the page.
SHOWS = {"Tj", "TJ", "'", '"'}
PAINTS = {*SHOWS, "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "BI"}


@dataclass
class Painted:
    """Everything under one tag. mcid: None for an artifact, or without a tag. at: where its first text stands, points
    from the left and the bottom. count: operators that paint."""

    tag: str
    mcid: int | None
    at: tuple[float, float] | None = None
    count: int = 0


@dataclass
class Node:
    """One element of the tree. leaves: MCIDs straight below it, in their order among ``kids``."""

    kind: str
    raw: pikepdf.Dictionary
    kids: list["Node | int"] = field(default_factory=list)

    def all(self) -> Iterator["Node"]:
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.all()

    def mcids(self) -> Iterator[int]:
        for kid in self.kids:
            yield from kid.mcids() if isinstance(kid, Node) else (kid,)


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def tree(document: pikepdf.Pdf) -> Node:
    """The whole tree; kinds as the file maps them to those of the standard."""
    root = document.Root.StructTreeRoot
    roles = {str(name): str(kind) for name, kind in root.get("/RoleMap", {}).items()}
    top = Node("/Root", root)
    top.kids = [_node(kid, roles) for kid in _kids(root)]
    return top


def _node(raw: pikepdf.Object, roles: dict[str, str]) -> "Node | int":
    if isinstance(raw, int):
        return raw
    if "/MCID" in raw:
        return int(raw.MCID)
    kind = str(raw.S)
    found = Node(roles.get(kind, kind), raw)
    found.kids = [_node(kid, roles) for kid in _kids(raw)]
    return found


def _kids(raw: pikepdf.Dictionary) -> list[pikepdf.Object]:
    kids = raw.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array | list) else [kids]


def painted(document: pikepdf.Pdf, page: int = 0) -> list[Painted]:
    """What is painted, tag by tag in the order of painting; what has no tag at all stands under the empty name."""
    nothing = Painted("", None)
    out, open_tags, matrices = [nothing], [nothing], [pikepdf.Matrix()]
    text = pikepdf.Matrix()
    for operands, operator in pikepdf.parse_content_stream(document.pages[page]):
        name = str(operator)
        if name in ("BDC", "BMC"):
            mcid = operands[1].get("/MCID") if name == "BDC" and isinstance(operands[1], pikepdf.Dictionary) else None
            parent = open_tags[-1]
            inner = parent if parent.mcid is not None and mcid is None else Painted(str(operands[0]), mcid)
            if inner is not parent:
                out.append(inner)
            open_tags.append(inner)
        elif name == "EMC":
            open_tags.pop()
        elif name == "q":
            matrices.append(matrices[-1])
        elif name == "Q":
            matrices.pop()
        elif name == "cm":
            matrices[-1] = pikepdf.Matrix(*operands) @ matrices[-1]
        elif name == "Tm":
            text = pikepdf.Matrix(*operands)
        elif name in PAINTS:
            open_tags[-1].count += 1
            if name in SHOWS and open_tags[-1].at is None:
                whole = text @ matrices[-1]
                open_tags[-1].at = (float(whole.e), float(whole.f))
    assert len(open_tags) == 1, "a tag is opened and not closed"
    return out
