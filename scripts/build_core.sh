#!/bin/sh
# Builds the core in Rust (core/), tests it, and installs it into an environment: that of this Python.
# Exit status: 0 installed (or was there already); 3 it can't be built here, as cargo or the crates are
# missing, and an earlier one is removed; otherwise the core is wrong.
set -eu
cd "$(dirname "$0")/.."
python=${1:-python3}
bin=$(cd "$(dirname "$python")" && pwd)
installed="$bin/../core.stamp"
pip="$python -m pip --disable-pip-version-check --no-input"
if [ -e "$installed" ] && [ -z "$(find core scripts/build_core.sh -newer "$installed" -type f ! -path 'core/target/*')" ]; then
    echo "The core in Rust is already installed."
    exit 0
fi
rm -f "$installed"
missing() {
    echo "$1: kg runs without its core in Rust." >&2
    $pip uninstall --quiet --yes kg-trials-core 2>/dev/null || true
    exit 3
}
command -v cargo >/dev/null || missing "There is no cargo (https://rustup.rs)"
cargo fetch --quiet --locked --manifest-path core/Cargo.toml || missing "The crates of the core can't be fetched"
$pip install --quiet --require-hashes --requirement core/build.lock || missing "maturin can't be installed"
cd core
if cargo fmt --version >/dev/null 2>&1; then
    cargo fmt --check
fi
if cargo clippy --version >/dev/null 2>&1; then
    cargo clippy --quiet --locked --all-targets -- --deny warnings
fi
cargo test --quiet --locked --no-default-features
cd ..
PATH="$bin:$PATH" $pip install --quiet --no-deps --no-build-isolation --force-reinstall ./core
touch "$installed"
echo "The core in Rust is installed."
