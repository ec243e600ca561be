# Everything runs in .venv, made here from hashed requirements; nothing else on the machine is touched.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
UV := $(BIN)/uv

# uv takes the Python of the environment, never one of its own, and reads what pip was told about mirrors.
export UV_PYTHON_DOWNLOADS := never
export UV_LINK_MODE ?= copy
ifdef PIP_INDEX_URL
export UV_DEFAULT_INDEX ?= $(PIP_INDEX_URL)
endif
ifdef PIP_CERT
export SSL_CERT_FILE ?= $(PIP_CERT)
endif
export DO_NOT_TRACK := 1
export PREFECT_SERVER_ANALYTICS_ENABLED := false

.DEFAULT_GOAL := help
.PHONY: help demo test lint bench lock messages setup system

help: ## what can be made
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1	/' | expand -t 16

demo: setup ## read the five plans of corpus/ into the database, list and compare them
	@[ -t 1 ] || export COLUMNS=$${COLUMNS:-100}; set -e; \
	run() { printf '\n$$ kehoach %s\n\n' "$$*"; $(BIN)/kehoach "$$@"; }; \
	run ingest corpus/plans --flow; \
	run plans; \
	run compare ca-mau-2019-108-kh-ubnd 'lai châu 2019' huyen-an-bien-2019-118-kh-ubnd

# What pip cannot give: OCR with its Vietnamese data, and LibreOffice for old Word files with the fonts it draws with.
# PostgreSQL is for the tests, which start one of their own, and for offices that share a store. Chromium is for the
# tests, which open the reports in it.
SYSTEM := tesseract-ocr tesseract-ocr-vie libreoffice-writer fonts-liberation2 postgresql chromium

system: ## install OCR and LibreOffice (Debian or Ubuntu, as root); elsewhere name them
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  command -v tesseract >/dev/null && command -v soffice >/dev/null && ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 \
	    && command -v chromium >/dev/null \
	    && tesseract --list-langs | grep -qx vie || { \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(SYSTEM); }; \
	else \
	  echo 'For scans and old Word files install: Tesseract 5 with its Vietnamese data, LibreOffice Writer. For the tests: PostgreSQL, Chromium.'; \
	  echo 'On Debian or Ubuntu: sudo apt-get install $(SYSTEM)'; \
	fi

# Hundreds of stores are made in the tests; in memory, where there is room for them, nothing waits for a disk.
MEMORY := /dev/shm
IN_MEMORY = $(shell [ -w $(MEMORY) ] && df -Pk $(MEMORY) | awk 'NR == 2 && $$4 > 4000000 { print "PYTEST_DEBUG_TEMPROOT=$(MEMORY)" }')

test: setup ## the whole test suite, lint, types and import contracts
	$(IN_MEMORY) $(BIN)/python -m pytest -n logical --maxprocesses 4 --dist worksteal
	$(MAKE) --no-print-directory lint

lint: setup ## ruff, mypy and the import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup ## how fast it is
	$(BIN)/python -m benchmarks

COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

lock: setup ## resolve the requirements anew
	$(COMPILE) pyproject.toml --group dev --output-file requirements/lock.txt
	echo uv | $(COMPILE) - --no-annotate --output-file requirements/uv.txt
	@if grep -n '://' requirements/*.txt; then echo 'the lock must name no address' >&2; exit 1; fi

# Read at every start; what is older than the PO files is passed over, only slower.
MESSAGES := pipeline/messages/vi/kehoach.mo

setup: $(READY) $(MESSAGES)

messages: $(MESSAGES) ## compile the catalogue of messages

$(MESSAGES): $(wildcard pipeline/messages/*/*.po) | $(READY)
	@$(BIN)/python -m pipeline.messages.catalogue

$(READY): requirements/uv.txt requirements/lock.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo 'kehoach needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3 …' >&2; exit 1; }
	@[ -x $(BIN)/python ] && $(BIN)/python -c 'import pip' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV) || { \
	  echo 'this Python cannot make environments; on Debian or Ubuntu install python3-venv' >&2; exit 1; }
	@echo 'Setting up $(VENV) (about 700 MB, once) …'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@$(UV) pip sync --quiet --python $(BIN)/python --require-hashes requirements/lock.txt
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@
