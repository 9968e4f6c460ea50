"""Joins the files of an embedded store that was loaded in bulk.

The bulk loader writes files of a million quads each, and every lookup reads all of them. Once they
are joined, queries are several times faster, and the store takes some two thirds more disk space,
as Oxigraph decides.
https://pyoxigraph.readthedocs.io/en/stable/store.html#pyoxigraph.Store.optimize
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

_SMALL: Final = 64 << 20
"""Bytes up to which a store has only one file of each kind, and need not be joined."""

_ROOM: Final = 2.5
"""Free disk space per byte that is joined: the old files are removed after the new are written."""

_CODE: Final = """
import sys
sys.path[:] = {path!r}
import pyoxigraph
store = pyoxigraph.Store({store!r})
store.optimize()
store.flush()
"""


def compact(store: Path) -> bool:
    """Joins the files, which no other process has open. True if they are joined now.

    This runs in a process of its own, because it may take minutes and Oxigraph can't be
    interrupted. If the disk has no room or it fails, the files can still be used.
    """
    size = sum(each.stat().st_size for each in store.iterdir())
    if size < _SMALL:
        return True
    if shutil.disk_usage(store).free < _ROOM * size:
        return False
    code = _CODE.format(path=sys.path, store=str(store))
    worker = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", code],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return worker.wait() == 0
    finally:
        worker.kill()
        worker.wait()
