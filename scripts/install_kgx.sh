#!/bin/sh
# Installs KGX and Biolink's model under .cache/kgx, in an environment of their own, where the tests find
# them: the packages that they need are not those of kg.
# Exit status: 0 installed (or was there already), otherwise it could not be installed.
set -eu
cd "$(dirname "$0")/.."
python=${1:-python3}
home=.cache/kgx
if cmp -s scripts/kgx.lock "$home/installed.lock"; then
    echo "KGX is already in $home."
    exit 0
fi
"$python" -m venv --clear "$home"
"$home/bin/python" -m pip --disable-pip-version-check --no-input install --quiet --require-hashes \
    --requirement scripts/kgx.lock
cp scripts/kgx.lock "$home/installed.lock"
echo "KGX is in $home."
