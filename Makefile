# Everything that is done with a checkout. `make help` lists it.
# A fresh machine needs python3 (3.11 or later) with its venv module, and make; nothing else.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := uv==0.13.9# what `make lock` resolves with

# Package indexes are the user's affair (PIP_INDEX_URL and the like are honoured).
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
# Where `make corpus` keeps what it fetches, for KG_TEST_DATA to name.
CORPUS := .cache/corpus
# The stamps: an empty environment, what `kg` needs to run, what its tests need beside that.
CREATED := $(VENV)/created.stamp
RUNTIME := $(VENV)/runtime.stamp
DEV := $(VENV)/dev.stamp
COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
    --custom-compile-command 'make lock' $(UPGRADE)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test lint format bench bench-bulk corpus jena robot servers lock clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1#\2/p' $(MAKEFILE_LIST) \
	    | awk -F'#' '{ printf "%-15s %s\n", $$1, $$2 }'

demo: $(RUNTIME) ## export one trial, validate the graph and show its links
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh scripts/demo.sh

test: lint ## lint, type-check and run every test
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

lint: $(DEV) ## check style and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: $(DEV) ## put the code into its form
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(DEV) ## run the benchmarks
	$(BIN)/python benchmarks/run.py

bench-bulk: $(DEV) ## measure bulk exports, and others beside kg; with SIZE=100000
	$(BIN)/python benchmarks/bulk.py $(if $(SIZE),--size $(SIZE))

corpus: $(RUNTIME) ## fetch real records for the tests from the registry, into CORPUS
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh scripts/fetch_corpus.sh '$(CORPUS)'

jena: ## install Apache Jena, whose riot the tests ask (needs java 17 and mvn)
	@sh scripts/install_jena.sh

robot: ## install ROBOT, which checks the ontologies for the tests (needs java 17 and mvn)
	@sh scripts/install_robot.sh

servers: ## install Fuseki (needs java 17 and mvn) and Virtuoso (needs Debian and root) for the tests
	@sh scripts/install_fuseki.sh
	@sh scripts/install_virtuoso.sh

lock: $(CREATED) ## resolve the lock files again; with UPGRADE=--upgrade to the newest releases
	@$(PIP) install --quiet '$(UV)'
	@$(COMPILE) --group build pyproject.toml --output-file requirements.lock
	@$(COMPILE) --group dev --constraint requirements.lock pyproject.toml \
	    --output-file requirements-dev.lock
	@$(COMPILE) benchmarks/morph-kgc.in --output-file benchmarks/morph-kgc.lock

clean: ## remove the set-up, the caches and what was built; output/ stays
	rm -rf $(VENV) .cache build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(CREATED):
	@$(PYTHON) scripts/check_python.py
	$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(RUNTIME): $(CREATED) requirements.lock pyproject.toml
	$(PIP) install --quiet --require-hashes -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): $(RUNTIME) requirements-dev.lock
	$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	@touch $@
