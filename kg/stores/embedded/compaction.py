"""Joining the files of an embedded store that was loaded in bulk.

The bulk loader writes files of a million quads each, side by side, and every lookup looks into each
of them. Joined they answer several times as fast, and take some two thirds more of the disk, for
which Oxigraph decides.
https://pyoxigraph.readthedocs.io/en/stable/store.html#pyoxigraph.Store.optimize
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

_SMALL: Final = 64 << 20
"""Bytes of a store that is a file of each kind anyway."""

_ROOM: Final = 2.5
"""Free bytes on the disk for each byte that is joined: the old files go when the new ones stand."""

_CODE: Final = """
import sys
sys.path[:] = {path!r}
import pyoxigraph
store = pyoxigraph.Store({store!r})
store.optimize()
store.flush()
"""


def compact(store: Path) -> bool:
    """Joins the files, which nobody else has open; whether they are joined now.

    A process of its own does it, for Oxigraph can't be interrupted and this may take minutes. Where
    the disk has no room for it, or it does not succeed, the files are as good as before.
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
