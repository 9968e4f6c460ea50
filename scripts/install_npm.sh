#!/bin/sh
# Installs the npm packages of scripts/npm/package-lock.json under .cache/npm: the SPARQL editor and the
# outlines of maps, which `make editor` takes from there, and axe, by which the tests check pages.
# Exit status: 0 installed (or was there already), otherwise it could not be installed.
set -eu
cd "$(dirname "$0")/.."
home=.cache/npm
if cmp -s scripts/npm/package-lock.json "$home/installed.json"; then
    echo "The npm packages are already in $home."
    exit 0
fi
if ! command -v npm >/dev/null; then
    echo "The npm packages need node and npm: apt-get install npm" >&2
    exit 1
fi
mkdir -p "$home"
cp scripts/npm/package.json scripts/npm/package-lock.json "$home"
npm ci --prefix "$home" --ignore-scripts --no-audit --no-fund
cp "$home/package-lock.json" "$home/installed.json"
