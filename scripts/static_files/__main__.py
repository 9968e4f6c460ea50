"""Makes the static files from the packages of `make npm`: `python -m scripts.static_files`."""

from __future__ import annotations

from scripts.static_files import npm, world

npm.write(
    {
        world.PATH: (world.PACKAGE, world.world()),
    }
)
