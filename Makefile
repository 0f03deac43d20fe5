# Two commands do all the set-up: `make run` and `make test`. `make help` lists the others.

# The app's port: make run PORT=8600
PORT = 8501

VENV = .venv
PY = $(VENV)/bin/python
PIP = PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore $(PY) -m pip --quiet

# Two at a time: each of them starts an app and a browser of its own.
TEST_PROCESSES = 2

.PHONY: help run test check bench format sample clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/.requirements ## Start the tracker on the sample plan, at http://localhost:8501
	@exec $(PY) -m streamlit run app.py --server.port $(PORT)

test: $(VENV)/.requirements-dev ## Run every test, the browser's included
	@$(PY) -m tests.browsers
	@$(PY) -m pytest -n $(TEST_PROCESSES) --dist worksteal -rR

check: $(VENV)/.requirements-dev ## Check format, lint, types and import contracts
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@PYTHONPATH=. $(VENV)/bin/lint-imports --no-logo

bench: $(VENV)/.requirements-dev ## Measure speed against floors and peers: half an hour
	@$(PY) -m tests.browsers
	@$(PY) -m benchmarks

format: $(VENV)/.requirements-dev ## Put the code into the project's format
	@$(PY) -m ruff check --fix-only --quiet .
	@$(PY) -m ruff format .

sample: $(VENV)/.requirements ## Make the sample plan's workbooks anew
	@$(PY) -m sample_data.make

clean: ## Remove what the other commands installed and cached
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The newest Python of those that the tracker is tried on, else whatever python3 is.
$(PY):
	@found=; \
	for python in python3.14 python3.13 python3.12 python3.11 python3 python; do \
	    $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	    found=$$python; \
	    $$python -c 'import ensurepip, venv' 2>/dev/null || continue; \
	    echo "Making $(VENV) with $$($$python --version)"; \
	    exec $$python -m venv --clear $(VENV); \
	done; \
	if [ -n "$$found" ]; then \
	    echo "$$found cannot make virtual environments: its venv package is missing." >&2; \
	    echo "On Debian or Ubuntu: sudo apt install $$found-venv" >&2; \
	else \
	    echo "The tracker needs Python 3.11 or later, and none was found." >&2; \
	    echo "Install it from https://www.python.org/downloads/ and try again." >&2; \
	fi; \
	exit 1

# The first line mends a virtual environment whose making was interrupted.
$(VENV)/.requirements: requirements.txt $(PY)
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip >/dev/null
	@echo "Installing what the tracker needs (a few minutes the first time)"
	@$(PIP) install -r requirements.txt
	@touch $@

$(VENV)/.requirements-dev: requirements-dev.txt $(VENV)/.requirements
	@echo "Installing the test tools"
	@$(PIP) install -r requirements-dev.txt
	@touch $@
