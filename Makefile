# Wanhao (万号). Plain `make` lists what there is.
PYTHON ?= python3
BIN := .venv/bin
export WANHAO_DEMO ?= 1

.DEFAULT_GOAL := list
.PHONY: list run demo test check fix lock screenshots

list: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

check: .venv/dev ## The quick half: style, types, import contracts, sizes, migrations, texts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: .venv/dev ## Put imports and format right
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test: .venv/dev ## Everything
	$(BIN)/python -m pytest

.venv/dev: requirements/dev.txt
	test -d .venv || $(PYTHON) -m venv .venv
	$(BIN)/pip install -q --require-hashes -r requirements/dev.txt
	touch $@
