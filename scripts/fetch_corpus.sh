#!/bin/sh
# Fetches real records for the tests from ClinicalTrials.gov, those of tests/data/corpus-ids.txt, into
# FOLDER/records/ctgov-v2. After an interruption it resumes. Run by `make corpus`.
# Exit status: 0 fetched, even if the registry no longer has a record; otherwise that of `kg fetch`.
set -eu

if [ $# -ne 1 ]; then
    echo "usage: $0 FOLDER" >&2
    exit 2
fi
mkdir -p "$1"
folder=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."

status=0
# shellcheck disable=SC2046 # each id is a word
kg fetch $(cat tests/data/corpus-ids.txt) -o "$folder/records/ctgov-v2" || status=$?
if [ "$status" -gt 1 ]; then
    exit "$status"
fi
echo "The tests find these records with KG_TEST_DATA=$folder"
