"""Whether kg uses its core in Rust: as installed, or as the environment says."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kg.system.core import INTERFACE, VERSION, described
from tests.support.kg_command import Ran, kg
from tests.support.paths import ROOT

OTHER = "__version__ = '9.9.9'\n"
EARLIER = f"__version__ = {VERSION!r}\n"
BROKEN = "raise ImportError('libc.so.6: version GLIBC_9.9 not found')\n"


def ran(*arguments: str, folder: Path, package: str | None = None, **env: str) -> Ran:
    """What kg does where a module takes the place of the core."""
    if package is not None:
        (folder / "kg_trials_core.py").write_text(package, "utf-8")
        env["PYTHONPATH"] = f"{folder}:{Path(__file__).parents[2]}"
    return kg(*arguments, cwd=folder, env=env, anew=True)


def test_the_version_says_it(tmp_path: Path) -> None:
    assert kg("--version", cwd=tmp_path).text == f"kg 0.1.0, {described()}\n"
    off = ran("--version", folder=tmp_path, KG_CORE="off")
    assert off.text == "kg 0.1.0, without its core in Rust (switched off by KG_CORE)\n"


@pytest.mark.parametrize(
    ("package", "reason"),
    [
        (OTHER, "kg-trials-core 9.9.9 does not fit kg-trials 0.1.0"),
        (EARLIER, "another build of kg-trials-core 0.1.0 than this kg is made for"),
        (BROKEN, "it can't be loaded: libc.so.6: version GLIBC_9.9 not found"),
    ],
)
def test_a_core_that_does_not_fit_is_not_used(tmp_path: Path, package: str, reason: str) -> None:
    command = ("vocabulary", "kg")
    plain = ran(*command, folder=tmp_path, package=package, KG_CORE="")
    assert plain.status == 0
    assert plain.talk.startswith(f"kg runs without its core in Rust, more slowly ({reason}): pip ")
    required = ran(*command, folder=tmp_path, package=package, KG_CORE="on")
    assert (required.status, required.data) == (2, b"")
    assert required.talk.startswith(f"kg: KG_CORE is on, but the core is not used ({reason}): pip ")
    off = ran(*command, folder=tmp_path, package=package, KG_CORE="off")
    assert (off.status, off.talk) == (0, "")


def test_the_interface_is_that_of_the_stub() -> None:
    stub = (ROOT / "core" / "kg_trials_core.pyi").read_bytes()
    assert hashlib.sha256(stub).hexdigest() == INTERFACE, "write it into kg/system/core.py"


def test_other_words_are_refused(tmp_path: Path) -> None:
    wrong = ran("vocabulary", "kg", folder=tmp_path, KG_CORE="no")
    assert (wrong.status, wrong.data) == (2, b"")
    assert wrong.talk == "kg: KG_CORE is 'no': set it to on or off, or unset it\n"
