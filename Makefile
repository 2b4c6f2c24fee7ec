# Every command a person runs. `make help` lists them. Needs Python 3.11 or newer, git and make.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -qq
export PORT ?= 8000

.PHONY: help install demo run test test-all check fix examples samples journeys bench lock ci assets

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: .venv/.dev assets ## Prepare .venv with everything for work on the project, and the browser assets

demo: .venv/.base assets ## Demo with invented families on http://127.0.0.1:8000 (PORT=8001 make demo changes it)
	@$(BIN)/doudi demo --with-parent

run: .venv/.base assets ## Web alone, on DATABASE_URL, after bringing it up to date (a worker runs beside: doudi worker)
	@$(BIN)/doudi prepare && exec $(BIN)/doudi serve

test: .venv/.dev assets ## All tests that need no browser, no second PostgreSQL and no killing; names what it skipped
	@$(BIN)/pytest -q -rs -n 2 --dist loadfile -m "not browser and not faults"
	@$(BIN)/python -m tests.left_out

test-all: install ## The rest: browser journeys, faults, and the suite on Debian's PostgreSQL 15; skips nothing
	@$(BIN)/pytest -q -rs -m faults --no-skips
	@$(BIN)/python -m tests.second_postgres $(BIN)/pytest -q -rs -n 2 --dist loadfile -m "not browser and not faults" --no-skips
	@$(MAKE) --no-print-directory journeys

check: .venv/.dev assets ## Lint, format, types, module order, missing migrations, reference pages
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@DOUDI_TOOL=1 $(BIN)/mypy $$($(BIN)/python -m tests.typed)
	@$(BIN)/lint-imports
	@DOUDI_TOOL=1 $(BIN)/doudi makemigrations --check --dry-run
	@$(BIN)/doudi reference --check

fix: .venv/.dev ## Let ruff mend what it can, and write docs/reference again
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .
	@$(BIN)/doudi reference

examples: .venv/.dev ## The law's examples, on both readers
	@$(BIN)/pytest -q tests/examples

samples: .venv/.dev ## Write docs/samples again: certificate, refusal letter, posting sheet, case volume
	@DOUDI_WRITE_SAMPLES=1 $(BIN)/pytest -q tests/samples

journeys: install ## The family's story and all other browser tests in Chromium; writes the README's screenshots
	@$(BIN)/pytest -q -rs -m browser --no-skips

bench: .venv/.dev ## The figures that the README quotes
	@$(BIN)/python -m benchmarks

lock: .venv/.dev ## Lock again what pyproject.toml and package.json ask for
	@for e in base dev; do $(BIN)/uv pip compile pyproject.toml requirements/build.in \
	  $$([ $$e = dev ] && echo --extra dev) --generate-hashes --universal --python-version 3.11 \
	  --no-emit-index-url --no-header -q -o requirements/$$e.txt || exit 1; done

ci: ## What the gate runs
	@bash .ci/run

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11 …")'
	@$(PYTHON) -m venv .venv

# Everything is locked by name and hash; the build of our own package downloads nothing.
.venv/.base: requirements/base.txt pyproject.toml | .venv/bin/python
	@echo "Installing the locked Python packages …"
	@$(PIP) install --no-compile --require-hashes -r requirements/base.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.base
	@echo "Installing the locked tools …"
	@$(PIP) install --no-compile --require-hashes -r requirements/dev.txt
	@touch $@

assets: .venv/.base
	@$(BIN)/python -m doudi.cli.assets
