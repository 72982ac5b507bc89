# Every target calls scripts/bootstrap first: on a fresh clone it installs everything, later it costs a few hundredths of a second.
.DEFAULT_GOAL := help
.PHONY: help run test check check-types check-style check-order check-front-end house oracle bench trust requirements wheel clean
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
WORKERS ?= auto
unexport PYTHONDONTWRITEBYTECODE
COMPILE := .tools/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --annotation-style line

help: ## Say what can be made.
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS='	' read -r name says; do printf '  make %-14s%s\n' "$$name" "$$says"; done

run: ## Start Milepost with its demo firm at http://localhost:8000 (MILEPOST_PORT, MILEPOST_HOME).
	@scripts/bootstrap
	@exec $(BIN)/milepost up --demo

test: ## Everything CI runs: check, all tests on SQLite, those in a browser, then on PostgreSQL what it could answer otherwise.
	@scripts/bootstrap dev
	@$(MAKE) --no-print-directory check
	$(PYTEST) -n $(WORKERS) -m "not slow and not browser"
	$(PYTEST) -n $(WORKERS) -m "not slow and browser"
	MILEPOST_TEST_ON=postgresql $(PYTEST) -n $(WORKERS) -m "not slow and not browser"

check: ## Style, types, the order of the house and its laws, for Python and TypeScript, two of them at a time.
	@scripts/bootstrap dev
	@$(MAKE) --no-print-directory --jobs=2 --output-sync check-types check-style check-order check-front-end

check-types:
	$(BIN)/mypy

check-style:
	$(BIN)/ruff check .

check-order:
	$(BIN)/lint-imports

check-front-end:
	$(BIN)/python scripts/build.py --check-front-end

house: ## Only the laws of docs/house.md.
	@scripts/bootstrap dev
	$(BIN)/lint-imports
	$(PYTEST) tests/house

oracle: ## How many tasks get the dates that MS Project saved, file by file.
	@scripts/bootstrap dev
	$(BIN)/python -m scripts.oracle

bench: ## What it costs: critical path, import, pages, edits, writers, scrolling; each beside what it is compared with.
	@scripts/bootstrap dev
	@$(BIN)/milepost bench cpm --tasks 1000 10000 100000
	@for each in scripts/bench_*.py; do echo; echo "== $$each"; $(BIN)/python $$each || exit 1; done

trust: ## The long form of the tests of trust: kills, power cuts, writers, hostile files (about half an hour).
	@scripts/bootstrap dev
	$(PYTEST) -m slow
	MILEPOST_TEST_ON=postgresql MILEPOST_TEST_ALL=1 $(PYTEST) -n $(WORKERS) -m "not slow and not browser"

requirements: ## Pin every dependency anew, with hashes and without an index address.
	@scripts/bootstrap dev
	$(COMPILE) --upgrade --group dev pyproject.toml -o requirements/dev.txt
	$(COMPILE) --constraint requirements/dev.txt pyproject.toml -o requirements/run.txt
	$(COMPILE) --constraint requirements/dev.txt --group build -o requirements/build.txt
	$(COMPILE) --constraint requirements/dev.txt --group node -o requirements/node.txt
	echo uv | $(COMPILE) --upgrade - -o requirements/uv.txt

wheel: ## The installable program, front end included, in dist/.
	@scripts/bootstrap dev
	.tools/bin/uv build --quiet --wheel --out-dir dist

clean: ## Remove what was built or installed, but never your data in var/.
	rm -rf .venv .tools dist frontend/node_modules src/milepost/web/static/build .ruff_cache .mypy_cache .import_linter_cache .hypothesis test-results
