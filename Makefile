# `make demo` and `make test` are all a fresh machine needs: Python 3.11 or newer, and make.
SHELL := /bin/sh
VENV ?= .venv
PY := $(VENV)/bin/python
RUN := $(VENV)/bin
BASE_PYTHON := $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { command -v $$p; break; }; done)

# The web shop in its account, on the day that its made-up ledger is written for.
SHOP := examples/storefront/terraform --account 111122223333 --as-of 2026-11-23 \
	--ledger examples/storefront/ledger

.DEFAULT_GOAL := help
.PHONY: help demo test check lint types unit bench fuzz docs clean

help: ## List what one can do
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

$(VENV)/.core: pyproject.toml
	@test -n "$(BASE_PYTHON)" || { echo "partywall needs Python 3.11 or newer; none was found on PATH" >&2; exit 2; }
	@test -x $(PY) || $(BASE_PYTHON) -m venv $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check --editable '.[ledger]'
	@$(PY) -m compileall -q src
	@touch $@

$(VENV)/.test: $(VENV)/.core
	@$(PY) -m pip install --quiet --disable-pip-version-check --editable '.[test,docs]'
	@touch $@

demo: $(VENV)/.core ## Check the example web shop: a summary here, a report and a matrix as HTML
	@$(RUN)/partywall check $(SHOP) --format text --format html \
		--output html=partywall-report.html --fail-on never
	@$(RUN)/partywall matrix $(SHOP) --output partywall-matrix.html
	@echo; echo "The report, to look around in, is partywall-report.html;"
	@echo "the responsibility matrix, to hand over, is partywall-matrix.html"

test: check ## Everything: lint, types, unit tests, laws, documents
	@$(RUN)/pytest -n 2 -m slow
	@$(MAKE) --no-print-directory docs

check: lint types unit ## The fast part, under two minutes

lint: $(VENV)/.test
	@$(RUN)/ruff check .
	@$(RUN)/ruff format --check .

types: $(VENV)/.test
	@$(RUN)/mypy

unit: $(VENV)/.test
	@$(RUN)/pytest -n 2 -m 'not slow'

bench: $(VENV)/.test ## Measure speed and memory against a bare JSON parse
	@$(PY) -m compileall -q src
	@$(PY) benchmarks/run.py

fuzz: $(VENV)/.test ## Fuzz the readers and the check for SECONDS (60); faults go to fuzz-found
	@$(PY) tests/fuzz/campaign.py --seconds $(or $(SECONDS),60)

docs: $(VENV)/.test ## Build the documentation into docs/_build
	@$(PY) scripts/write_control_pages.py docs/controls
	@$(PY) scripts/write_coverage.py docs/coverage-of-other-tools.md
	@$(RUN)/sphinx-build -q -W -b html docs docs/_build

clean: ## Remove what make made
	@rm -rf $(VENV) docs/_build docs/controls docs/coverage-of-other-tools.md partywall-report.html partywall-matrix.html
