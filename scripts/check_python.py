"""Reports in a sentence why this Python can't run `kg`, before anything is installed.

Written so that any Python can run it, however old.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(
        "kg needs Python 3.11 or later, and {} is {}.{}. "
        "Where another one is installed, name it: make PYTHON=python3.12 ...".format(
            sys.executable, *sys.version_info[:2]
        )
    )
try:
    import ensurepip  # noqa: F401
    import venv  # noqa: F401
except ImportError:
    sys.exit(
        "This Python lacks its venv module. On Debian or Ubuntu it is in a package of its own: "
        "apt-get install python{}.{}-venv".format(*sys.version_info[:2])
    )
