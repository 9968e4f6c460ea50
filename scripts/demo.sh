#!/bin/sh
# Exports the first trial, validates the graph, loads it with two other trials into a store, finds
# their similar trials and shows how they are related; then the same from a saved web page of the
# trial, which lists related trials. Run by `make demo`.
set -eu
cd "$(dirname "$0")/.."

show() {
    printf '\n$ %s\n' "$1"
    eval "$1"
}

show "kg export samples/NCT04745299.json -o output/NCT04745299.ttl"
show "kg validate output/NCT04745299.ttl"
show "kg load output/NCT04745299.ttl samples/NCT04322149.json samples/NCT04326283.json --similar"
show "kg related NCT04745299"

printf '\n%s\n' "A web page of the same trial lists related trials, but leaves some fields blank:"
show "kg load samples/NCT04745299.txt --similar"
show "kg related NCT04745299"

printf '\n%s\n' "To see the trial and its related trials in a browser: .venv/bin/kg serve"
printf '%s\n' "and open http://127.0.0.1:8000/trial/NCT04745299"
