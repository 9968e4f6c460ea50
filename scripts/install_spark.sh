#!/bin/sh
# Installs Apache Spark (PySpark) under .cache/spark, where the tests of kg-spark find it: it takes 490 MB,
# so the environment of a checkout does not have it. Needs java 17 or later to run.
# Exit status: 0 installed (or was there already), otherwise it could not be installed.
set -eu
cd "$(dirname "$0")/.."
python=${1:-python3}
home=.cache/spark
if cmp -s scripts/spark.lock "$home/installed.lock"; then
    echo "Spark is already in $home."
    exit 0
fi
rm -rf "$home"
"$python" -m pip --disable-pip-version-check --no-input install --quiet --require-hashes --no-compile \
    --no-deps --target "$home" --requirement scripts/spark.lock
cp scripts/spark.lock "$home/installed.lock"
echo "Spark is in $home."
