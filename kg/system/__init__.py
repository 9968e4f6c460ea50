"""The operating system: files that appear whole, locks, processes, signals, bundled data."""
