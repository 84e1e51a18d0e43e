# Two commands matter: `make run` and `make test`. README has the plain commands behind them.
PYTHON ?= python3
PORT ?= 8501
HEADLESS ?= 0
HEADLESS_FLAG := $(if $(filter 1 true yes,$(HEADLESS)),--server.headless true)
VENV := .venv
BIN := $(VENV)/bin
TOOLS := $(VENV)/tools
WORKERS ?= 2
COMPILE := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate \
	--custom-compile-command "make lock" --quiet pyproject.toml

.PHONY: run test test-fast test-heavy ingest bench soak lock docs sbom audit release
.DELETE_ON_ERROR:

run: ingest
	$(BIN)/python -m streamlit run app.py --server.port $(PORT) $(HEADLESS_FLAG)

# A team's own dashboard.toml is taken if there is one, else the sample. What failed is printed and
# shown on the Sources page; the dashboard opens on what could be built (70, 75 and 78, docs/cron.md).
ingest: $(VENV)/installed
	@test -d data/sample/bills || $(BIN)/python data/sample/make_sample.py
	@$(BIN)/python -m pipelines; code=$$?; test $$code -eq 0 -o $$code -eq 70 -o $$code -eq 75 -o $$code -eq 78

test: $(VENV)/installed-dev
	$(BIN)/python tests/chromium.py
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/codespell
	$(BIN)/mypy
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup --durations 10 -m "not soak and not heavy"

# The rules alone: no browser, no server, no process, no ingest of the sample, nothing slow. For
# every save, so what Python compiled is kept, even where the environment says otherwise.
test-fast: export PYTHONDONTWRITEBYTECODE =
test-fast: $(VENV)/installed-dev
	$(BIN)/ruff check
	$(BIN)/python -m pytest -q -n $(WORKERS) --durations 10 -m "not process and not slow and not heavy and not soak"

# Servers, clusters, planted faults and long walks of a browser: CI runs both.
test-heavy: $(VENV)/installed-dev
	$(BIN)/python tests/chromium.py
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup --durations 10 -m "heavy and not soak"

# Long repetitions: hours belong here, never into `make test`. SOAK_INPUTS, SOAK_KILLS, SOAK_LOSSES,
# SOAK_SESSIONS, SOAK_MINUTES, SOAK_MUTANTS and SOAK_SEED make them smaller or other (tests/soak).
soak: $(VENV)/installed-dev
	$(BIN)/python tests/chromium.py
	$(BIN)/python -m pytest -m soak

bench: $(VENV)/installed-dev
	$(BIN)/python -m bench

docs: $(VENV)/installed-dev
	$(BIN)/python docs/make_metrics.py
	$(BIN)/python docs/make_bills.py
	$(BIN)/python docs/make_files.py
	$(BIN)/python docs/make_support.py

# uv is needed only here; the locks it writes are read by plain pip.
lock: $(VENV)/installed-dev
	$(BIN)/python -m pip install --quiet uv
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --extra dev --output-file requirements-dev.lock
	$(BIN)/python docs/make_support.py

# A bill of materials of what requirements.lock installs, as CycloneDX.
sbom: $(TOOLS)/installed
	$(TOOLS)/bin/cyclonedx-py requirements --pyproject pyproject.toml --mc-type application \
		--output-reproducible --output-format JSON --output-file sbom.json requirements.lock

# Tree, changelog and locks are checked first; archive and bill of materials lie in build/.
release: $(VENV)/installed-dev
	$(BIN)/python tests/release.py
	$(MAKE) sbom
	cp sbom.json build/quarterdeck-$$($(BIN)/python quarterdeck.py --version).cdx.json

# Fails where a weakness is known (Error 1), and where something was not checked (Error 75).
audit: $(TOOLS)/installed
	@$(BIN)/python tests/audit.py $(TOOLS)/bin/pip-audit requirements.lock

# In an environment of their own, so that they are no part of what they describe.
$(TOOLS)/installed: | $(BIN)/python
	$(BIN)/python -m venv $(TOOLS)
	$(TOOLS)/bin/python -m pip install --quiet "cyclonedx-bom>=7,<8" "pip-audit>=2.10,<3"
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
		"Quarterdeck needs Python 3.11 or newer: name one, as in make run PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements.lock | $(BIN)/python
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	@touch $@

$(VENV)/installed-dev: requirements-dev.lock | $(BIN)/python
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-dev.lock
	@touch $@ $(VENV)/installed
