# Wanhao (万号). Plain `make` lists what there is.
BIN := .venv/bin
PIP := $(BIN)/pip install -qq --disable-pip-version-check
export WANHAO_DEMO ?= 1

.DEFAULT_GOAL := list
.PHONY: compiled list run demo test check fix lock screenshots bench

list: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: .venv/installed node_modules/.installed compiled ## Start everything on this machine, with the demo operator (WANHAO_DEMO=0: your own)
	@exec $(BIN)/python -m wanhao up

demo: .venv/installed node_modules/.installed compiled ## The same, with simulated customers and robot agents making real calls
	@exec $(BIN)/python -m wanhao demo

test: check .venv/installed node_modules/.installed compiled ## Everything: the checks, then all tests (installs what they need)
	@can_run=$$(tools/test-machine) && $(BIN)/python -m tests.prepared && \
	  exec $(BIN)/python -m pytest -m "$$can_run" -n 2 --dist loadscope --no-loadscope-reorder --durations=30

check: .venv/dev ## The quick half: style, types, import contracts, sizes, borders, migrations, texts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m checks.sizes
	$(BIN)/python -m checks.borders
	$(BIN)/python -m checks.migrations
	$(BIN)/python -m checks.texts

fix: .venv/dev ## Put imports and format right
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: .venv/dev ## Pin the newest allowed versions with hashes: requirements/*.txt, package-lock.json
	for name in base dev node; do \
	  $(BIN)/pip-compile -q --upgrade --generate-hashes --allow-unsafe --strip-extras --no-header --no-emit-index-url \
	    --no-emit-trusted-host --no-emit-find-links -o requirements/$$name.txt requirements/$$name.in || exit 1; \
	done
	npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved --no-audit --no-fund

screenshots: .venv/dev .venv/installed node_modules/.installed ## Take the README's pictures from a running demo
	$(BIN)/python -m lab.screenshots

bench: .venv/installed compiled ## Measure: make bench NAME=routing
	$(BIN)/python -m wanhao bench $(NAME)

# Once for all processes, also where PYTHONDONTWRITEBYTECODE leaves each to compile a thousand files for itself.
compiled: .venv/bin/python
	@$< -m compileall -qq config lab softswitch wanhao || true

.venv/bin/python:
	@tools/make-venv

# A mark holds a copy of what was installed, so that a fresh checkout of the same pins installs nothing.
.venv/base: requirements/base.txt | .venv/bin/python
	@cmp -s $< $@ || { echo "Installing about 60 Python packages, a minute or two …" && $(PIP) --require-hashes -r $<; }
	@cp $< $@

.venv/dev: requirements/dev.txt | .venv/bin/python
	@cmp -s $< $@ || { echo "Installing about 100 Python packages for checks and tests, a minute or two …" && $(PIP) --require-hashes -r $<; }
	@cp $< $@

.venv/installed: pyproject.toml .venv/base
	@cmp -s $< $@ || $(PIP) --no-deps --no-build-isolation -e .
	@cp $< $@

node_modules/.installed: package-lock.json | .venv/base
	@cmp -s $< $@ || tools/browser-libraries
	@cp $< $@
