"""Draws the README's picture with kg itself: what relates the bundled samples to each other."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "images" / "related-trials.svg"
SAMPLES = ("NCT04745299.txt", "NCT04322149.json", "NCT04326283.json")


def draw(picture: Path) -> None:
    """Loads the samples into a store of its own and draws the first one's related trials."""
    samples = [ROOT / "samples" / name for name in SAMPLES]
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder, "store")
        _kg("load", *samples, "--store", store, "--quiet")
        _kg("related", "NCT04745299", "--store", store, "--picture", picture)


def _kg(*arguments: str | Path) -> None:
    subprocess.run([sys.executable, "-m", "kg", *arguments], cwd=ROOT, check=True)


if __name__ == "__main__":
    draw(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE)
