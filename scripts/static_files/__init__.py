"""The static files of `kg serve` that are made from npm packages: `make static-files`."""
