# Two commands do everything on a fresh machine: `make demo` and `make test`.
# Nothing is assumed but Python 3.11+ with venv, make and the package index.

VENV   ?= .venv
BIN    := $(VENV)/bin
CANDIDATES := python3 python3.14 python3.13 python3.12 python3.11 python
PYTHON ?= $(shell for p in $(CANDIDATES); do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && break; done)

# Prints a command as one would type it, then runs it.
define show
printf '\n\044 %s\n' $(call quoted,$(1)); PATH="$(BIN):$$PATH" $(1)
endef
quoted = '$(subst ','\'',$(1))'

.PHONY: demo test cluster soak lint types contracts shared check build clean help

demo: $(VENV)/.installed  ## install, index corpus/ into index/, run three searches
	@$(call show,beritasearch index corpus/)
	@$(call show,beritasearch search kota:semarang --limit 3)
	@$(call show,beritasearch search 'tokoh:"wahyu trisetyono"')
	@$(call show,beritasearch search anrisipasi --limit 3)
	@printf '\n'; printf '%s\n' "Now type your own (or add $(BIN) to your PATH and leave it out):" \
		"  $(BIN)/beritasearch search 'banjir provinsi:jateng tanggal:2023'" \
		"  $(BIN)/beritasearch index FOLDER-OF-YOUR-ARTICLES" \
		"  $(BIN)/beritasearch --help"

test: $(VENV)/.tested  ## install what the tests need and run them
	$(BIN)/pytest -q -m "not shared and not soak" -n auto

# Each step writes what it printed to .soak/, and one that is there isn't done again: stopped, it
# goes on with the step that it was in. `rm -r .soak` has all of it done anew.
SOAKED = @mkdir -p .soak && printf '\n%s\n' "$(1)" && \
	bash -o pipefail -c '$(BIN)/$(1) 2>&1 | tee $@.part' && mv $@.part $@

soak: .soak/kills .soak/checks .soak/load .soak/growth .soak/unchanged  ## the long checks, about 40 minutes: kills, full disks, load, 200,000 articles
	@printf '\n'; tail -n 25 $^

# By themselves, an engine to each process: a run that is killed takes as long as it takes to begin.
.soak/kills: | $(VENV)/.tested
	$(call SOAKED,python -m pytest -q -rP -m soak -n 2 tests/soak/test_kills.py)

.soak/checks: | $(VENV)/.tested
	$(call SOAKED,python -m pytest -q -rP -m soak --hypothesis-profile=hunt -n 2 --ignore=tests/soak/test_kills.py)

.soak/load: | $(VENV)/.tested
	$(call SOAKED,python -m benchmarks.load --articles 20000 --seconds 300)

# The longest, a quarter of an hour: that memory stays flat shows only where there are many.
.soak/growth: | $(VENV)/.tested
	$(call SOAKED,python -m benchmarks.growth --articles 200000)

.soak/unchanged: | $(VENV)/.tested
	$(call SOAKED,python -m benchmarks.incremental --files 100000)

lint: $(VENV)/.tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.tested
	$(BIN)/mypy

contracts: $(VENV)/.tested
	$(BIN)/lint-imports

shared: $(VENV)/.tested  ## the tests that need the real articles in ../shared
	$(BIN)/pytest -q -m "shared and not soak" -n auto

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "beritasearch needs Python 3.11 or newer; install it (https://www.python.org/downloads/) or name yours: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python's venv is missing; on Debian and Ubuntu: sudo apt install python3-venv — then run make again" >&2; exit 2; }

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	@echo "Installing beritasearch into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@# Else the first start of each command compiles it, and makes the same of the language's files.
	@$(BIN)/python -m compileall -q src
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -c "from beritasearch.language.analysis import Language as L; L().synonyms, L().fingerprint"
	@touch $@

$(VENV)/.tested: $(VENV)/.installed pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "pip>=25.1"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[html,watch,fast,web,cluster]" --group dev
	@touch $@

cluster: $(BIN)/python  ## one OpenSearch node at http://127.0.0.1:9200, until Ctrl-C (needs Java 17 and Maven)
	@$(BIN)/python -m tests.cluster.nodes --home .cluster

build: $(VENV)/.tested  ## the wheel and the source distribution, into dist/
	$(BIN)/python -m build --installer pip

clean:  ## forget what was installed and built; articles and indexes elsewhere stay
	rm -rf $(VENV) dist build index/0* index/CURRENT index/writer.*

help:
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST)
