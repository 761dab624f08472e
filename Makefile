# One vocabulary for people, hooks and CI. `make help` lists it.
PYTHON ?= python3
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)

.DEFAULT_GOAL := help
.PHONY: help install dev run test static dynamic lint types docs unit web-test packages example e2e slow bench soak faults eval mutants lock audit format clean

help:  ## Show this list
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-10s %s\n", $$1, $$2}'

install:  ## Install what running needs into .venv and build the page (EXTRAS=neural,postgres for optional parts)
	@$(PYTHON) tools/setup.py $(if $(EXTRAS),--extras $(EXTRAS))

run: install  ## Start the app on http://localhost:8000 (FEEDBACKYES_PORT=8123 make run for another port)
	@$(BIN)/feedbackyes serve

dev:  ## Install what developing needs as well
	@$(PYTHON) tools/setup.py --dev

test: dev  ## Everything that CI checks
	@$(MAKE) --no-print-directory -j2 --output-sync=line static dynamic

# What no clock is looked at in runs beside the tests of the server, in the time that they wait.
static:
	@MAKEFLAGS= nice $(MAKE) --no-print-directory lint types docs packages web-test

dynamic:
	@MAKEFLAGS= $(MAKE) --no-print-directory unit e2e

lint:  ## Style, import layers, generated files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/python tools/settings_page.py --check
	$(BIN)/python tools/licences.py --check
	cd web && npm run --silent lint && npm run --silent api -- --check

types:  ## Strict types on both sides
	$(BIN)/mypy
	cd web && npm run --silent typecheck

docs:  ## The documentation as a site, into site/; a broken link is an error
	$(BIN)/python tools/docs_site.py

# What fails beside four others on two cores is run once more alone; decision 9 says why, and what that hides.
ALONE = || { echo 'Once more, alone:'; $(BIN)/pytest --last-failed --last-failed-no-failures none

unit:  ## Python tests
	$(BIN)/pytest -n 5 --dist loadfile --no-loadscope-reorder -m "not e2e and not slow" --durations=12 --durations-min=5 \
	  $(ALONE) -m "not e2e and not slow"; }

web-test:  ## Web tests
	cd web && npm run --silent test

packages:  ## Build the web packages on their own
	cd web && npm run --silent build:packages

example: packages  ## Build the Next.js site that uses the web packages
	cd web/examples/next && npm ci --silent && NEXT_TELEMETRY_DISABLED=1 npm run --silent build

e2e:  ## A whole conversation in a real browser (needs chromium)
	$(BIN)/pytest -n 2 --dist loadgroup -m "e2e and not slow" --durations=30 --durations-min=5 $(ALONE) -m "e2e and not slow"; }

slow: dev example  ## Tests that take longer than CI allows
	$(BIN)/pytest -m slow

bench: dev  ## Run every bench with its published options (SPEECH=folder of recordings, PIPECAT=its Python; takes hours)
	$(BIN)/python bench/every.py $(if $(SPEECH),--speech $(SPEECH)) $(if $(PIPECAT),--pipecat $(PIPECAT))

soak: dev  ## Hold talks over all ways for an hour and see what grows (TALKS=8 MINUTES=60; docs/soak.md)
	$(BIN)/python bench/soak.py $(if $(TALKS),--talks $(TALKS)) $(if $(MINUTES),--minutes $(MINUTES))

faults: dev  ## Break the voice service under running talks and count what is lost (docs/reliability.md)
	$(BIN)/python bench/faults.py

eval: dev  ## Measure detectors and the basic check on the golden set (docs/evaluation.md)
	$(BIN)/python -m evals.run --write
	$(BIN)/python -m evals.languages --write

mutants: dev  ## Put 500 small mistakes into the pure parts and count those that the tests notice (hours; goes on where it was)
	nice $(BIN)/python tools/mutants.py --out build/mutants

format: dev  ## Format both sides
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	cd web && npm run --silent format

audit: dev  ## Look for known holes in what we depend on (needs the net)
	uvx pip-audit --strict --no-deps --disable-pip --progress-spinner off -r requirements.lock
	cd web && npm audit --omit=dev

lock:  ## Write the lock files anew
	uv pip compile --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --group build pyproject.toml -o requirements.lock
	uv pip compile --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --group dev pyproject.toml -o requirements-dev.lock
	cd web && npm install --package-lock-only

clean:  ## Remove what was installed and built
	rm -rf .venv web/node_modules src/feedbackyes/web_dist
