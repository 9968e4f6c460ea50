"""Makes the static files from the packages of `make npm`: `python -m scripts.static_files`."""

from __future__ import annotations

from scripts.static_files import npm, world, yasgui

made = {path: (yasgui.PACKAGE, content) for path, content in yasgui.yasgui().items()}
made[world.PATH] = (world.PACKAGE, world.world())
made[world.LICENCE] = (world.PACKAGE, world.licence())
npm.write(made)
