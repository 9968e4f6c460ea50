#!/bin/sh
# Installs Chromium from Debian, in which the tests look at the page of a picture.
# Exit status: 0 installed (or already there), 1 could not be installed.
set -eu

PACKAGE=chromium

if command -v chromium >/dev/null; then
    echo "Chromium is already installed."
    exit 0
fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "Chromium needs Debian, and root: apt-get install $PACKAGE" >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
install() {
    apt-get install -q -y --no-install-recommends "$PACKAGE"
}
install || { apt-get update -q && install; }
command -v chromium
