# Every command a person runs. `make help` lists them. Needs Python 3.11 or newer, git and make.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -qq
export PORT ?= 8000
# Where bytecode may not be kept, each of some hundred processes compiles 1,800 modules again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help install demo run test test-all check fix examples samples journeys chaos bench audit lock ci assets messages \
  bytecode backup restore restore-drill spark faults second

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: .venv/.dev assets ## Prepare .venv with everything for work on the project, and the browser assets

demo: .venv/.base assets ## Demo with invented families on http://127.0.0.1:8000 (PORT=8001 changes it, DOUDI_DEMO_FAMILIES=0: fewer)
	@$(BIN)/doudi demo --with-parent

run: .venv/.base assets ## Web alone, on DATABASE_URL, after bringing it up to date (a worker runs beside: doudi worker)
	@$(BIN)/doudi prepare && exec $(BIN)/doudi serve

backup: .venv/.base ## A sealed backup into a new folder below DIR (DIR=/backups make backup), while all runs
	@$(BIN)/doudi backup "$(DIR)"

restore: .venv/.base ## That backup into an empty machine: DIR=/backups/doudi-… make restore
	@$(BIN)/doudi restore "$(DIR)"

restore-drill: .venv/.dev ## Backs up a platform that is being written to, restores it elsewhere and compares
	@$(BIN)/python -m tests.faults.restore_drill

test: .venv/.dev assets ## All tests that need no browser, no second PostgreSQL and no killing; names what it skipped
	@$(BIN)/pytest -q -rs -n 2 --dist loadfile --no-loadscope-reorder -m "not browser and not faults and not spark and not holds and not alone"
	@$(BIN)/pytest -q -rs -n 2 --dist loadgroup -m holds
	@$(BIN)/pytest -q -rs -m alone
	@$(BIN)/python -m tests.left_out

# What a version of PostgreSQL could read otherwise: triggers, locks, roles, keys, money.
GROUND := $(addprefix tests/,audit journal facts files messaging accounts people payments cli/test_backup.py cli/test_keys.py)

test-all: install .venv/.spark ## The rest: browser, faults, kills, Spark, the ground on Debian's PostgreSQL 15; skips nothing
	@$(MAKE) --no-print-directory -j 2 --output-sync=target faults chaos second spark restore-drill
	@$(MAKE) --no-print-directory journeys

second: .venv/.dev
	@$(BIN)/python -m tests.second_postgres $(BIN)/pytest -q -rs --no-skips -m "database and not browser and not faults" $(GROUND)

spark: .venv/.spark
	@$(BIN)/pytest -q -rs -m spark --no-skips

faults: .venv/.dev
	@$(BIN)/pytest -q -rs -m faults --no-skips

# The readers write SQL out of the law's own frozen files; no word of a person reaches them.
READERS := doudi/policies/rules

check: .venv/.dev assets ## Lint, format, types, module order, missing migrations, reference pages
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@DOUDI_TOOL=1 $(BIN)/mypy $$($(BIN)/python -m tests.typed)
	@$(BIN)/lint-imports
	@$(BIN)/pytest -q tests/architecture/test_layers.py
	@$(BIN)/python -m bandit -q -c pyproject.toml -r doudi config demo
	@$(BIN)/python -m bandit -q -r $(READERS) -s B608
	@DOUDI_TOOL=1 $(BIN)/doudi makemigrations --check --dry-run
	@$(BIN)/doudi reference --check
	@$(BIN)/doudi messages --check

bytecode: .venv/.base ## Compile every module once, for services that may not write beside them (a city's install)
	@$(BIN)/python -m compileall -q -j 0 .venv/lib doudi config

fix: .venv/.dev ## Let ruff mend what it can, and write docs/reference again
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .
	@$(BIN)/doudi reference

messages: .venv/.dev ## Bring the English catalogue up to date with the texts; English is then written into it by hand
	@$(BIN)/doudi messages

examples: .venv/.spark ## The law's examples and random families, on the three readers
	@$(BIN)/python -m tests.examples

samples: .venv/.dev ## Write docs/samples again: certificate, refusal letter, posting sheet, case volume
	@DOUDI_WRITE_SAMPLES=1 $(BIN)/pytest -q tests/samples

journeys: install ## The family's story and all other browser tests in Chromium; writes the README's screenshots
	@$(BIN)/pytest -q -rs -n 2 --dist loadfile --no-loadscope-reorder -m browser --no-skips

chaos: install ## 200 kills while people work: nothing lost, nothing twice (make chaos KILLS=1000)
	@$(BIN)/python -m tests.chaos --json --kills $(or $(KILLS),200)

bench: .venv/.dev ## The figures that the README quotes
	@$(BIN)/doudi bench policies

audit: .venv/.dev ## Known holes of the locked Python packages; asks the network, so that no gate waits for it
	@for e in base dev; do $(BIN)/python -m pip_audit --require-hashes --disable-pip -r requirements/$$e.txt || exit 1; done

lock: .venv/.dev ## Lock again what pyproject.toml and package.json ask for
	@for e in base dev spark; do $(BIN)/uv pip compile pyproject.toml requirements/build.in \
	  $$([ $$e != base ] && echo --extra dev) $$([ $$e = spark ] && echo --extra spark) --generate-hashes --universal --python-version 3.11 \
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

.venv/.spark: requirements/spark.txt .venv/.dev
	@echo "Installing PySpark …"
	@$(PIP) install --no-compile --require-hashes -r requirements/spark.txt
	@touch $@

assets: .venv/.base
	@$(BIN)/python -m doudi.cli.assets
	@$(BIN)/python -m doudi.cli.catalogue
