"""Writes the pages to a folder: `python -m scripts.pages [FOLDER]`, by default build/docs."""

from __future__ import annotations

import sys
from pathlib import Path

from scripts.pages.render import ROOT, pages

folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "docs"
folder.mkdir(parents=True, exist_ok=True)
for name, page in pages().items():
    (folder / name).write_text(page, encoding="utf-8")
    print(folder / name)
