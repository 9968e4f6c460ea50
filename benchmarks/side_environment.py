"""Virtual environments below .cache for libraries that kg is compared with but does not need.

Each is made from its own lock file at the first run, and again when the lock file changes.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


class NotInstalled(Exception):
    """Why an environment is unavailable here, in the words of what failed."""


def environment(home: Path, lock: Path) -> Path:
    """The Python of the environment in the folder `home`, which is created if it is not there."""
    python, stamp = home / "bin" / "python", home / "made.stamp"
    if not stamp.is_file() or stamp.read_text() != lock.read_text():
        _succeed([sys.executable, "-m", "venv", "--clear", str(home)])
        pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
        _succeed([*pip, "--quiet", "--require-hashes", "-r", str(lock)])
        stamp.write_text(lock.read_text())
    return python


def _succeed(command: Sequence[str]) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        raise NotInstalled(str(error)) from error
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines()
        raise NotInstalled(lines[-1] if lines else f"{command[0]} ended with {done.returncode}")
