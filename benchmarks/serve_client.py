"""The clients of serve.py, in a process of their own: they ask for paths, and time the answers.

python benchmarks/serve_client.py HOST:PORT CLIENTS < paths.json

Each client keeps one connection, and asks for the next path as soon as it has the whole answer to
the one before. A line of JSON says what they measured.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any, Final

WAIT: Final = 900
"""Seconds after which an answer counts as failed, and ends everything."""

_HEADERS: Final = {"Accept": "text/html,*/*;q=0.5"}


def measured(host: str, clients: int, paths: list[str]) -> dict[str, Any]:
    """The milliseconds of each answer in the order of their ends, the bytes, the time of all."""
    waiting, lock = iter(paths), threading.Lock()
    times: list[float] = []
    sizes: list[int] = []
    failed: list[str] = []

    def following() -> Iterator[str]:
        while True:
            with lock:
                path = next(waiting, None)
            if path is None:
                return
            yield path

    def asking() -> None:
        connection = HTTPConnection(host, timeout=WAIT)
        connection.connect()
        for path in following():
            start = time.perf_counter()
            connection.request("GET", path, headers=_HEADERS)
            answer = connection.getresponse()
            size = len(answer.read())
            times.append(1000 * (time.perf_counter() - start))
            sizes.append(size)
            if answer.status != 200:
                failed.append(f"{answer.status} {path}")
        connection.close()

    threads = [threading.Thread(target=asking) for _ in range(clients)]
    start, used = time.perf_counter(), time.process_time()
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    seconds = time.perf_counter() - start
    return {
        "ms": times,
        "bytes": sum(sizes),
        "seconds": seconds,
        "failed": failed + ["no answer"] * (len(paths) - len(times)),
        "own": time.process_time() - used,
    }


if __name__ == "__main__":
    _, place, number = sys.argv
    print(json.dumps(measured(place, int(number), json.load(sys.stdin))))
