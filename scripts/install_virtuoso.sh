#!/bin/sh
# Installs the server binary of Virtuoso from Debian, which the tests start by hand on a port of
# their own; the package that would start a service is left out.
# Exit status: 0 installed (or already there), 1 could not be installed.
set -eu

PACKAGE=virtuoso-opensource-7-bin

if command -v virtuoso-t >/dev/null; then
    echo "Virtuoso is already installed."
    exit 0
fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "Virtuoso needs Debian or Ubuntu, and root: apt-get install $PACKAGE" >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
install() {
    apt-get install -q -y --no-install-recommends "$PACKAGE"
}
install || { apt-get update -q && install; }
command -v virtuoso-t
