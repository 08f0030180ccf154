"""What a clean scan leaves open, and which scan would settle which source."""

from __future__ import annotations

from whatelse.case.trials import Reading
from whatelse.challenge.answer import Moved, ScanTold, Settles
from whatelse.challenge.decide import LEAST
from whatelse.challenge.scene import Node, Scene, log_ratio
from whatelse.inference.alone import LEAST as NEAREST
from whatelse.inference.apart import separations
from whatelse.inference.differential import rounded
from whatelse.knowledge.scans import Scan

#: A clean result that a source turns out so often (decibans against nobody) leaves the source open.
OPEN = -2.0


def scan_told(scene: Scene, reading: Reading, likely: list[Node]) -> ScanTold:
    """One scan of the case against the likely sources."""
    scans = [scene.knowledge.scans[name] for name in reading.name.split()]
    expected = {key: answer == "yes" for scan in scans for key, answer in scan.clean.items()}
    told = {key: answer.value for key, answer in reading.answers.items()}
    clean = bool(told) and all(expected.get(key) == value for key, value in told.items())
    moved = [_clean_result(scene, node, sorted(told)) for node in likely] if clean else []
    return ScanTold(
        said=reading.said,
        read_as="; ".join(scan.label for scan in scans),
        clean=clean,
        counted=bool(told),
        reason=reading.reason,
        findings=tuple(sorted(told)),
        less_likely=tuple(sorted((m for m in moved if m.decibans < OPEN), key=lambda m: m.decibans)),
        open=tuple(m for m in moved if m.decibans >= OPEN),
        misses=" ".join(scan.misses for scan in scans) if clean else "",
    )


def _clean_result(scene: Scene, node: Node, findings: list[str]) -> Moved:
    """How much likelier a clean result is under one source than where none of the listed ones is there."""
    look, total = scene.alone.of(node.source.condition), 0.0
    for key in findings:
        finding = scene.knowledge.findings[key]
        if finding.leak is None or key not in look.yes:
            continue
        clean, without = 1.0 - look.yes[key], 1.0 - finding.leak.value
        if finding.active == _clean_answer(scene, key):
            clean, without = look.yes[key], finding.leak.value
        total += log_ratio(max(clean, NEAREST), max(without, NEAREST))
    return Moved(node.source.condition, node.source.plain, rounded(total))


def _clean_answer(scene: Scene, key: str) -> str:
    return next(scan.clean[key] for scan in scene.knowledge.scans.values() if key in scan.clean)


def settles(scene: Scene, pairs: list[tuple[Node, Node]]) -> tuple[Settles, ...]:
    """For each pair of sources the scan, not yet done, that tells most between them."""
    out: dict[tuple[str, str], Settles] = {}
    for one, other in pairs:
        best = _best(scene, one, other)
        if best is not None:
            out.setdefault((best.scan, best.source), best)
    return tuple(out.values())


def _best(scene: Scene, one: Node, other: Node) -> Settles | None:
    """Named after the source that shows on the scan: the one that makes what the scan finds."""
    done = {*scene.weighed.account.used, *scene.weighed.account.implied}
    a, b = one.source, other.source
    for separation in separations(scene.alone, a.condition, b.condition):
        if separation.expected < LEAST:
            break
        scan = _scan_with(scene, separation.finding)
        if scan is not None and separation.finding not in done:
            # The first answer is the active state, which the causes bring about.
            shows, against = (a, b) if separation.weights[0] > 0 else (b, a)
            expected = rounded(separation.expected)
            return Settles(scan.id, scan.label, shows.plain, against.plain, separation.finding, expected)
    return None


def _scan_with(scene: Scene, finding: str) -> Scan | None:
    """The kind of picture that answers a finding: first by its clean result, then by what it may show."""
    scans = scene.knowledge.scans.values()
    clean = next((scan for scan in scans if finding in scan.clean), None)
    return clean or next((s for s in scans if any(finding in shown for shown in s.results.values())), None)
