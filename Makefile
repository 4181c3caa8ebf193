# Kezek: `make` alone says what there is.

PORT ?= 8000
# Tests of a module pass in a shuffled order: one for everybody, so that what is green here is green
# in CI too. Others are tried with ORDER=default (by the clock), or any number.
ORDER ?= 1
VENV := .venv/bin
CODE := $(wildcard platform worker tests e2e scripts)

# Without compiled modules every start costs seconds.
unexport PYTHONDONTWRITEBYTECODE
export PORT PYTHON

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo demo-reset dev setup setup-dev test check format lint types imports templates \
	translations rules tests properties scenarios e2e bench fix migrate translate diagrams lock

##@ Try it
demo: setup ## A region on this machine, until Ctrl-C (PORT=8000)
	@$(VENV)/kezek up

demo-reset: setup ## Forget the demonstration's data, to begin anew
	@$(VENV)/kezek reset

##@ Work on it
setup: ## The environment, with .venv/bin/kezek
	@scripts/setup.sh demo

setup-dev: ## And the tools and tests
	@scripts/setup.sh dev

dev: setup-dev ## Like demo; pages start anew when code changes
	@$(VENV)/kezek up --reload

fix: setup-dev ## Format, and mend what a tool can mend
	$(VENV)/ruff format $(CODE)
	$(VENV)/ruff check --fix $(CODE)

migrate: setup ## Bring the database to the newest schema
	$(VENV)/kezek migrate

translate: setup-dev ## Collect texts from code and templates for the translators
	$(VENV)/python scripts/translations.py collect

diagrams: setup-dev ## Draw the states of the three modes anew, from their tables
	$(VENV)/python scripts/diagrams.py

lock: setup-dev ## Write the lock files anew after a change of dependencies (UPGRADE=1: newest)
	scripts/lock.sh

##@ Check it
test: setup-dev check scenarios tests e2e ## Everything that CI does

check: format lint types imports templates translations ## Everything that needs no database

format: setup-dev ## Is the code formatted?
	$(VENV)/ruff format --check $(CODE)

lint: setup-dev ## Does the code keep the rules of style?
	$(VENV)/ruff check $(CODE)

types: setup-dev ## Do the types agree?
	$(VENV)/mypy

imports: setup-dev ## Does every room know only whom it may know?
	$(VENV)/lint-imports --no-logo

templates: setup-dev ## Are the templates well formed?
	$(if $(wildcard templates),$(VENV)/djlint --lint --quiet templates)

translations: setup-dev ## Are the translations fresh and whole?
	$(VENV)/python scripts/translations.py check

rules: setup-dev ## Where every rule of the rulebook is followed and shown; docs/rules.md anew
	@$(VENV)/python scripts/rules.py

tests: setup-dev ## Unit, property, architecture, integration, web and worker tests
	$(VENV)/pytest tests -n 2 --dist loadfile --no-loadscope-reorder --randomly-seed=$(ORDER)

properties: setup-dev ## Thousands of new examples for every property, which takes long
	KEZEK_PROPERTIES=search $(VENV)/pytest $(shell grep -rl "from hypothesis" tests) -n 2 --dist loadfile --no-loadscope-reorder

scenarios: setup-dev ## The rules, told as stories that run
	$(if $(wildcard tests/scenarios),$(VENV)/kezek scenario run tests/scenarios)

e2e: setup-dev ## The journeys in a browser
	@scripts/e2e.sh

bench: setup ## How fast the pages of a running demo answer (PORT=8000)
	@$(VENV)/python scripts/bench.py

##@ About
help: ## This
	@awk 'BEGIN { FS = ":.*##" } \
		/^##@/ { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z0-9-]+:.*##/ { printf "  make %-14s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)
