"""The npm packages that scripts/npm/package-lock.json names, and what was made from them.

scripts/npm/made-files.json says of each file that was made from a package which package it was and
what its digest is, so that a test can tell that neither changed without the other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
LOCK: Final = ROOT / "scripts" / "npm" / "package-lock.json"
TABLE: Final = ROOT / "scripts" / "npm" / "made-files.json"
MODULES: Final = ROOT / ".cache" / "npm" / "node_modules"
"""Where `make npm` installs the packages."""


def locked() -> dict[str, dict[str, Any]]:
    """The packages of the lock file by name."""
    packages = json.loads(LOCK.read_text("utf-8"))["packages"]
    return {path.rpartition("node_modules/")[2]: facts for path, facts in packages.items() if path}


def facts_of(path: str, package: str) -> dict[str, str]:
    """What the table says of a file of the repository that was made from a package."""
    digest = hashlib.sha256((ROOT / path).read_bytes()).hexdigest()
    of_package = locked()[package]
    return {
        "sha256": digest,
        "package": package,
        "version": of_package["version"],
        "integrity": of_package["integrity"],
    }


def write(made: Mapping[str, tuple[str, bytes]]) -> None:
    """Writes files (path in the repository -> package and content), and the table of them."""
    for path, (_, content) in made.items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_bytes(content)
    table = {path: facts_of(path, package) for path, (package, _) in sorted(made.items())}
    TABLE.write_text(json.dumps(table, indent=2) + "\n", "utf-8")
