"""The operating system: files written whole, locks, processes, signals, and bundled data."""
