#!/bin/sh
# The first trial from its saved registry page to a validated graph. Run by `make demo`.
set -eu
cd "$(dirname "$0")/.."

show() {
    printf '\n$ %s\n' "$1"
    eval "$1"
}

show "kg export samples/NCT04745299.txt -o output/NCT04745299.ttl"
show "kg validate output/NCT04745299.ttl"
show "kg export samples/NCT04745299.txt -q -o - -f n-triples | grep '#relatedTrial>'"
