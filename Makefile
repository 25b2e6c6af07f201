PYTHON ?= python3
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
CLIENTS := $(VENV)/clients
DENO := DENO_DIR=$(CURDIR)/$(VENV)/.deno DENO_NO_UPDATE_CHECK=1 ../$(BIN)/deno
PIP := $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r
PYTEST := $(BIN)/python -m pytest -n 3 --dist loadgroup

# Containers often set this. The tests start hundreds of processes, and each would compile all modules again.
unexport PYTHONDONTWRITEBYTECODE

# A usable environment has a new enough Python, and pip, which `venv` leaves out where it fails halfway.
USABLE := $(BIN)/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
NEEDED := lineage_viz needs Python 3.11 or later, and
NAME_IT := Install a newer one, and name it: make $(or $(MAKECMDGOALS),run) PYTHON=python3.12
OLD := $(NEEDED) $(PYTHON) is Python %d.%d. $(NAME_IT)

# Make a new environment in place of one that cannot be used: it may be another Python's, or its Python may be gone.
define ENVIRONMENT
	@command -v $(PYTHON) >/dev/null || $(USABLE) || { echo '$(NEEDED) there is no $(PYTHON). $(NAME_IT)' >&2; exit 1; }
	@$(USABLE) || $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "$(OLD)" % sys.version_info[:2])'
	@$(USABLE) || { rm -rf $(VENV) && $(PYTHON) -m venv $(VENV); }
endef

# uv needs a fifth of pip's time. But only pip knows its own settings of an index or a proxy, and it serves if uv fails.
define INSTALL
	@! $(BIN)/python -m pip config list | grep -Eq 'index|proxy' \
		&& sed -n '/^uv==/,/[^\\]$$/p' tests/requirements.lock 2>/dev/null > $(VENV)/uv.lock && $(PIP) $(VENV)/uv.lock \
		&& $(BIN)/uv pip install -q --require-hashes --python $(BIN)/python -r $(1) || $(PIP) $(1)
endef

# The stamp of an installation says nothing about an environment that cannot be used.
ifneq ($(shell $(USABLE) && echo usable),usable)
.PHONY: $(VENV)/.app $(VENV)/.tests
endif

# These are parts of check and of test, which need no help text: check-static, and all that ends with -ready.
.PHONY: help run neptune-local test test-long cover tests-ready jars-ready browser-ready check check-static format bench editor lock screenshots wheel clean
help:            ## list all commands
	@grep -E '^[a-z-]+: .*##' Makefile | sed 's/:.*##/ -/'

run: $(VENV)/.app ## install, then open the app on the demo account
	$(BIN)/python -m lineage_viz run --port $(PORT)

neptune-local: jars-ready ## install, then open the app on a test double of Amazon Neptune and S3 with the demo account
	snapshots=$$(mktemp -d) && $(BIN)/python -m tests.neptune_local --iam -- sh -c \
		'$(BIN)/python -m lineage_viz load $$($(BIN)/python -m lineage_viz demo --out '$$snapshots') && \
		exec $(BIN)/python -m lineage_viz run --port $(PORT)'; rm -rf $$snapshots

test: $(VENV)/.tests ## install, then run every check
	$(MAKE) -j4 tests-ready check-static
	$(PYTEST) --durations=25

test-long: tests-ready ## run every test, with five times as many random examples
	$(PYTEST) --durations=25 --hypothesis-profile=long

cover: tests-ready ## run every test, and list the lines that none runs; fail below the threshold in pyproject.toml
	$(PYTEST) --cov --cov-report=term

tests-ready: $(CLIENTS)/.ready jars-ready browser-ready

browser-ready: $(VENV)/.tests
	$(BIN)/python -m tests.browser_setup

jars-ready: $(VENV)/.tests
	$(BIN)/python -m tests.neptune_local.jars

check: $(CLIENTS)/.ready jars-ready check-static ## run the quick checks: format, lint, types, tests without a browser
	$(PYTEST) -q -m "not browser"

check-static: $(VENV)/.tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	cd lineage_viz && $(DENO) fmt --check && $(DENO) lint && $(DENO) check -q

format: $(VENV)/.tests ## format the code, and fix the lint errors that have an automatic fix
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	cd lineage_viz && $(DENO) fmt

bench: $(VENV)/.tests ## measure speed, as ratios within one run
	$(BIN)/python -m benchmarks

screenshots: browser-ready ## renew the pictures in docs/ from the running app
	$(BIN)/python -m tests.screenshots

editor: $(VENV)/.tests ## rebuild the bundle of the Gremlin editor from npm's packages; the app needs only the bundle
	$(BIN)/python -m tests.editor_bundle

wheel: $(VENV)/.tests ## make the package for pip in dist/
	$(BIN)/python -m hatchling build -t wheel -d dist

lock: $(VENV)/.tests ## renew the exact versions in the lock files
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-strip-extras --upgrade requirements.txt -o requirements.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-strip-extras --upgrade requirements-assistant.txt -c requirements.lock -o requirements-assistant.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-strip-extras --upgrade tests/requirements.txt -c requirements-assistant.lock -o tests/requirements.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-strip-extras --upgrade tests/clients/requirements.txt -o tests/clients/requirements.lock

$(VENV)/.app: requirements.lock
	$(ENVIRONMENT)
	$(call INSTALL,requirements.lock)
	@touch $@

$(VENV)/.tests: tests/requirements.lock
	$(ENVIRONMENT)
	$(call INSTALL,tests/requirements.lock)
	@touch $@

$(CLIENTS)/.ready: tests/clients/requirements.lock | $(VENV)/.tests
	$(BIN)/uv venv -q --clear --python $(BIN)/python $(CLIENTS)
	$(BIN)/uv pip sync -q --require-hashes --python $(CLIENTS)/bin/python tests/clients/requirements.lock
	@touch $@

clean:           ## remove all files that the other commands created
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
	find . -name __pycache__ -prune -exec rm -rf {} +
