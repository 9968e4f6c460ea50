# Every task in a checkout. `make help` lists them.
# A fresh machine needs python3 (3.11 or later) with its venv module, and make; nothing else.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := uv==0.13.9# what `make lock` resolves with

# pip's own settings choose the package index (PIP_INDEX_URL and the like).
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
# One process of tests more than processors, as some tests wait for servers.
WORKERS = $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) + 1)')
# What the core in Rust has a part in: tested without it, too.
OF_CORE = tests/mapping tests/formats tests/shacl tests/dataset/test_statistics.py
# Where `make corpus` keeps the records that it fetches, for KG_TEST_DATA.
CORPUS := .cache/corpus
# The stamps: an empty environment, the packages to run `kg`, the packages to test it.
CREATED := $(VENV)/created.stamp
RUNTIME := $(VENV)/runtime.stamp
DEV := $(VENV)/dev.stamp
COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
    --custom-compile-command 'make lock' $(UPGRADE)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test quick lint format docs man picture bench bench-similarity bench-bulk bench-serve \
    core wheels corpus jena robot hapi dcat-ap servers neo4j kgx spark chromium npm editor lock clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1#\2/p' $(MAKEFILE_LIST) \
	    | awk -F'#' '{ printf "%-15s %s\n", $$1, $$2 }'

demo: $(RUNTIME) ## export one trial, validate the graph and show its links
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh scripts/demo.sh

test: lint ## lint, type-check and run every test, some with and without the core in Rust
	@sh scripts/build_core.sh $(BIN)/python || [ $$? = 3 ]
	@if [ -e $(VENV)/core.stamp ]; then KG_CORE=off \
	    $(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal -m 'not slow' $(OF_CORE); fi
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal

quick: lint ## lint, type-check and run the fast tests, in a minute and a half
	@[ ! -e $(VENV)/core.stamp ] || sh scripts/build_core.sh $(BIN)/python
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal -m 'not slow'

lint: $(DEV) ## check style and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: $(DEV) ## format the code
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: $(DEV) ## write HTML pages of the vocabulary and the shapes to build/docs/
	@$(BIN)/python -m scripts.pages

man: $(RUNTIME) ## write manual pages to build/man/, for man -M build/man kg
	@$(BIN)/python -m scripts.man_pages

picture: $(RUNTIME) ## draw the picture of the README
	$(BIN)/python scripts/picture.py

bench: $(DEV) ## run the benchmarks
	$(BIN)/python benchmarks/run.py

bench-similarity: $(DEV) ## measure how good similar trials are, beside other methods
	$(BIN)/python benchmarks/similarity.py

bench-bulk: $(DEV) ## measure bulk exports, also with other libraries; with SIZE=100000
	$(BIN)/python benchmarks/bulk.py $(if $(SIZE),--size $(SIZE))

bench-serve: $(DEV) ## measure the pages of kg serve; with STORE=DIR a store that is there already
	$(BIN)/python benchmarks/serve.py $(if $(STORE),--store '$(STORE)')

core: $(RUNTIME) ## build the core in Rust and install it, for speed (needs cargo)
	@sh scripts/build_core.sh $(BIN)/python

wheels: $(CREATED) ## build the wheels of the core for Linux, x86-64 and aarch64 (needs rustup)
	@sh scripts/build_wheels.sh $(BIN)/python

corpus: $(RUNTIME) ## fetch real records for the tests from the registry, into CORPUS
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh scripts/fetch_corpus.sh '$(CORPUS)'

jena: ## install Apache Jena, for the tests (needs java 17 and mvn)
	@sh scripts/install_jena.sh

robot: ## install ROBOT, which checks the ontologies for the tests (needs java 17 and mvn)
	@sh scripts/install_robot.sh

hapi: ## install HAPI FHIR's validator, for the tests (needs java 17 and mvn)
	@sh scripts/install_hapi.sh

dcat-ap: $(CREATED) ## download the shapes of DCAT-AP, for the tests
	@sh scripts/install_dcat_ap.sh $(BIN)/python

servers: ## install Fuseki (java 17, mvn) and Virtuoso (Debian, root) for the tests
	@sh scripts/install_fuseki.sh
	@sh scripts/install_virtuoso.sh

neo4j: ## install Neo4j and its import tool, for the tests (needs java 17 and mvn)
	@sh scripts/install_neo4j.sh

chromium: ## install Chromium (Debian, root) for the tests of the picture's page
	@sh scripts/install_chromium.sh

spark: $(CREATED) ## install Apache Spark, for the tests (490 MB; needs java 17)
	@sh scripts/install_spark.sh $(BIN)/python

kgx: $(CREATED) ## install KGX and Biolink's model in an environment of their own, for the tests
	@sh scripts/install_kgx.sh $(BIN)/python

npm: ## install the npm packages of scripts/npm/, for the tests of pages and for `make editor`
	@sh scripts/install_npm.sh

editor: npm $(DEV) ## make the SPARQL editor and the outlines of maps, which are in the repository
	$(BIN)/python -m scripts.static_files

lock: $(CREATED) ## resolve the lock files; with UPGRADE=--upgrade to the newest releases
	@$(PIP) install --quiet '$(UV)'
	@$(COMPILE) --extra serve --extra similar --extra sssom --extra tables --group build pyproject.toml --output-file requirements.lock
	@$(COMPILE) --extra serve --extra similar --extra sssom --extra tables --group dev --constraint requirements.lock pyproject.toml \
	    --output-file requirements-dev.lock
	@$(COMPILE) benchmarks/morph-kgc.in --output-file benchmarks/morph-kgc.lock
	@$(COMPILE) benchmarks/maplib.in --output-file benchmarks/maplib.lock
	@$(COMPILE) benchmarks/pyrudof.in --output-file benchmarks/pyrudof.lock
	@$(COMPILE) benchmarks/similarity.in --output-file benchmarks/similarity.lock
	@$(COMPILE) scripts/kgx.in --output-file scripts/kgx.lock
	@$(COMPILE) scripts/spark.in --output-file scripts/spark.lock
	@$(COMPILE) core/build.in --output-file core/build.lock
	@$(COMPILE) core/wheels.in --output-file core/wheels.lock

clean: ## remove the set-up, the caches and the builds; output/ stays
	rm -rf $(VENV) .cache core/target build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
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
