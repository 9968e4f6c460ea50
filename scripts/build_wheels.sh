#!/bin/sh
# Builds wheels of the core for Linux on x86-64 and aarch64 into dist/, for glibc 2.17 and later.
# maturin links with zig, which has the libraries of every architecture; rustup adds those of Rust.
set -eu
cd "$(dirname "$0")/.."
python=${1:-python3}
home=.cache/wheels
command -v rustup >/dev/null || { echo "make wheels needs rustup (https://rustup.rs)." >&2; exit 1; }
[ -x "$home/bin/python" ] || "$python" -m venv "$home"
"$home/bin/python" -m pip --disable-pip-version-check --no-input install --quiet --require-hashes \
    --requirement core/wheels.lock
PATH="$PWD/$home/bin:$PATH"
for target in x86_64-unknown-linux-gnu aarch64-unknown-linux-gnu; do
    rustup --quiet target add "$target"
    maturin build --quiet --release --locked --zig --compatibility manylinux2014 --target "$target" \
        --manifest-path core/Cargo.toml --out dist
done
ls dist/kg_trials_core-*.whl
