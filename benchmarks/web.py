"""How heavy the web app is: bytes of each page, answer to next screen over many answers, resident memory.

.venv/bin/python benchmarks/web.py [--answers 500] [--seed 7]

A server of its own process is asked over the loopback, as a browser would; each time is from the sent answer to the
last byte of the next page, redirect followed. Beside it stands the processor time of the server for the same answer
(where the system tells it), which other programs on the machine blur less. Answers are drawn at random, a tenth of them
"I don't know".
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import math
import os
import platform
import random
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]


class Browser:
    """One connection that follows redirects."""

    def __init__(self, port: int) -> None:
        self.port = port

    def ask(self, method: str, path: str, form: dict[str, object] | None = None) -> tuple[str, bytes]:
        """The final path and the unpacked body."""
        body = urlencode(form or {}, doseq=True)
        headers = {"Accept-Encoding": "gzip", "Origin": f"http://127.0.0.1:{self.port}"}
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body if method == "POST" else None, headers)
        answer = connection.getresponse()
        raw = answer.read()
        connection.close()
        if answer.status == 303:
            return self.ask("GET", str(answer.headers["location"]))
        if answer.status not in (200, 422):  # 422: this does not go with an earlier answer; the page asks again
            raise SystemExit(f"{method} {path}: {answer.status}")
        return path, gzip.decompress(raw) if answer.headers.get("content-encoding") == "gzip" else raw

    def packed(self, path: str) -> int:
        """Bytes of an address as a browser gets it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        size = len(connection.getresponse().read())
        connection.close()
        return size


def started() -> tuple[subprocess.Popen[bytes], int]:
    """A server in a process of its own, and its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-P", "-m", "whatelse", "serve", "--memory", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    for _ in range(200):
        try:
            Browser(port).ask("GET", "/about")
            return server, port
        except OSError:
            time.sleep(0.1)
    server.kill()
    raise SystemExit("the server did not start")


def reply(page: str, draw: random.Random) -> dict[str, object]:
    """A random answer to a page."""
    key = re.search(r'name="key" value="([^"]+)"', page)
    form: dict[str, object] = {"n": re.search(r'name="n" value="(\d+)"', page)[1], "key": key[1] if key else ""}
    if not key:
        return form
    if key[1].startswith("screen:"):
        return form | {"rest": "none"}
    if key[1] == "told":
        return form | {"told": draw.choice(["hamstring strain", "sciatica", "piriformis syndrome"])}
    if key[1] == "tried":
        return form | {"nothing": "1"}
    if key[1] == "site":
        place = draw.choice(["sit_bone", "deep_buttock", "thigh_mid_inner", "knee_back_centre", "low_back"])
        return form | {"starts": f"{place}.left", "none_of_the_rest": "1"}
    if 'name="number"' in page:
        return form | {"number": str(draw.randint(16, 60) if key[1] == "age" else draw.randint(1, 60))}
    options = re.findall(r'<button name="value" value="([^"]+)"', page)
    options = [one for one in options if one not in ("dont_know", "not_tested")]
    weights = [0.3 if one == "yes" else 1.0 for one in options]
    said = draw.choices(options, weights)[0] if options and draw.random() > 0.1 else "dont_know"
    return form | {"value": said}


def answered(
    browser: Browser, server: subprocess.Popen[bytes], draw: random.Random, most: int
) -> Iterator[tuple[str, float, float]]:
    """(what was answered, seconds to the next screen, seconds of processor time in them), case after case."""
    left = most
    while left > 0:
        path, raw = browser.ask("POST", "/cases", {"for": "runner"})
        base = path
        while not path.endswith("/result") and left > 0:
            form = reply(raw.decode(), draw)
            target = base + ("/answer" if form["key"] else "/read")
            start, cpu = time.perf_counter(), processor(server)
            path, raw = browser.ask("POST", target, form)
            took = time.perf_counter() - start, processor(server) - cpu
            yield ("result" if path.endswith("/result") else str(form["key"] or "alarm")), *took
            left -= 1


def quantile(times: list[float], level: float) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(level * len(ordered)))]


def processor(server: subprocess.Popen[bytes]) -> float:
    """Processor time of all threads of the server in seconds, to the nanosecond; NaN where the system does not tell."""
    try:
        tasks = [path.read_text() for path in Path(f"/proc/{server.pid}/task").glob("*/schedstat")]
        return sum(int(text.split()[0]) for text in tasks) / 1e9 if tasks else math.nan
    except OSError:
        return math.nan


def resident(server: subprocess.Popen[bytes]) -> str:
    """Resident memory now and at most, where the system tells."""
    try:
        text = Path(f"/proc/{server.pid}/status").read_text()
    except OSError:
        return "not told by this system"
    found = {name: int(re.search(rf"{name}:\s+(\d+)", text)[1]) / 1024 for name in ("VmRSS", "VmHWM")}
    return f"{found['VmRSS']:.0f} MB, at most {found['VmHWM']:.0f} MB"


def weigh_pages(browser: Browser, base: str) -> None:
    """Each page with all that it loads, as sent and unpacked."""
    for name, path in (("start", "/"), ("body map", f"{base}/again/site"), ("result", f"{base}/result")):
        page = browser.ask("GET", path)[1].decode()
        parts = [path, *re.findall(r'(?:src|href)="(/static/[^"]+)"', page)]
        packed = sum(browser.packed(part) for part in parts) / 1000
        whole = sum(len(browser.ask("GET", part)[1]) for part in parts) / 1000
        print(f"  {name:9s} {packed:6.1f} kB sent, {whole:6.1f} kB unpacked, {len(parts)} requests")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--answers", type=int, default=500)
    options.add_argument("--seed", type=int, default=7)
    asked = options.parse_args()
    server, port = started()
    try:
        browser, draw = Browser(port), random.Random(asked.seed)
        print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
        print(f"Resident memory after the start: {resident(server)}")
        found = list(answered(browser, server, draw, asked.answers))
        for name, is_result in (("answer to next screen", False), ("last answer to result", True)):
            times = [(wall, cpu) for what, wall, cpu in found if (what == "result") is is_result]
            for kind, each in zip(("", ", processor time"), zip(*times, strict=True), strict=False):
                p50, p95, most = (1000 * quantile(list(each), level) for level in (0.5, 0.95, 1.0))
                print(f"{name}{kind}: {len(each)}; p50 {p50:.0f}, p95 {p95:.0f}, max {most:.0f} ms")
        print(f"Resident memory after them: {resident(server)}")
        path, raw = browser.ask("POST", "/cases", {"for": "runner"})
        base = path
        while not path.endswith("/result"):
            form = reply(raw.decode(), draw)
            path, raw = browser.ask("POST", base + ("/answer" if form["key"] else "/read"), form)
        print("Pages with all that they load:")
        weigh_pages(browser, base)
    finally:
        server.terminate()
        server.wait(10)


if __name__ == "__main__":
    main()
