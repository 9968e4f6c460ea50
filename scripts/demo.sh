#!/bin/sh
# Exports the first trial from its saved registry page, validates the graph, loads it with two other
# trials into a store, finds their similar trials and shows how they are related. Run by `make demo`.
set -eu
cd "$(dirname "$0")/.."

show() {
    printf '\n$ %s\n' "$1"
    eval "$1"
}

show "kg export samples/NCT04745299.txt -o output/NCT04745299.ttl"
show "kg validate output/NCT04745299.ttl"
show "kg load output/NCT04745299.ttl samples/NCT04322149.json samples/NCT04326283.json --similar"
show "kg related NCT04745299"
