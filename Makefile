# Everything that is done to Hope has a word here. `make` alone says which.
.DEFAULT_GOAL := help
PYTHON_ANY := $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do command -v $$p && break; done)
BIN := .venv/bin
# One more than most machines for tests have cores, because journeys wait for their browsers.
PARALLEL ?= 3

.PHONY: help run test test-long check lint format bench python install install-dev

help: ## say what can be done
	@sed -n 's/^\([a-z-]*\):[^#]*## /  make \1|/p' Makefile | awk -F'|' '{printf "%-16s %s\n", $$1, $$2}'

run: install ## start the site, its worker and a stand-in Stripe; PORT=8001 and the like choose settings
	@$(BIN)/python scripts/start.py

test: install-dev ## run every test that this machine can run; ARGS="-k receipt" chooses
	@$(BIN)/python scripts/test.py -n $(PARALLEL) $(ARGS)

test-long: install-dev ## live 2,000 random lives of gifts, kill the site 25 times and state a year for 20,000 givers on each database
	@HOPE_LIVES=2000 HOPE_CRASHES=25 HOPE_GIVERS=20000 $(BIN)/python scripts/test.py -n $(PARALLEL) -m long $(ARGS)

check: install-dev lint ## format, lint, types, tests: all that has to hold before a change is kept
	@$(BIN)/python scripts/test.py -n $(PARALLEL) $(ARGS)

lint: install-dev ## format, lint and types only
	@$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/mypy

format: install-dev ## put the code into its form
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

bench: install-dev ## measure pages, how fast Stripe’s events are taken in, and the staff’s lists at a million gifts
	@$(BIN)/python -m bench

install: python
	@"$(PYTHON_ANY)" scripts/bootstrap.py

install-dev: python
	@"$(PYTHON_ANY)" scripts/bootstrap.py --dev

python:
	@test -n "$(PYTHON_ANY)" || { echo "Hope needs Python 3.11 or newer, and found no python3 (Debian, Ubuntu: apt install python3-venv)."; exit 1; }
