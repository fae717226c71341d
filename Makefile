# `make demo` and `make test` need python3 (3.11 or later, with venv) and make, nothing else.
# Everything else is installed into .venv, from the locks in requirements/.

PYTHON ?= python3
JOBS ?= 2
SEEDS ?= 20
ROW ?=
SOAK ?= 200
SOAK_SOCKETS ?= 10
# Of each command in each of three states: more than 200 of each command.
POINTS ?= 70
# Of the emulator, each in the middle of 10,000 writes.
KILLS ?= 10
EXAMPLES ?= 20000
FUZZ_SECONDS ?= 300
FUZZ_SEED ?= $(shell date +%y%m%d%H%M)

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
SOURCES := generator generated examples tests bench automation
MADE := generated/talkjs

export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1

.PHONY: help demo dev test faults soak generate check tables lint format types snapshots wheel lock clean fuzz-disk fuzz-emulator sbom fuzz mutants
.DELETE_ON_ERROR:

help:
	@echo "make demo       set up, generate the package, run examples against an emulator"
	@echo "make test       set up, then every check: what CI runs"
	@echo "make dev        set up what tests and all examples need, and check nothing"
	@echo "make bench      speed and memory against targets and peers: see bench/README.md"
	@echo "make faults     faults and scenarios of the runtime, SEEDS times each; ROW=17: one of them"
	@echo "make soak       all faults, by SOAK seeds in virtual time and fewer over sockets; a page of it"
	@echo "make fuzz-disk  kills and full disks at POINTS random points of each command and state"
	@echo "make fuzz-emulator  hostile clients, 1,000 sessions, KILLS kills among 10,000 writes"
	@echo "make fuzz       hostile projects: EXAMPLES of them, the same ones for one FUZZ_SEED"
	@echo "make mutants    is each guard against hostile text missed when it is gone?"
	@echo "make generate   write $(MADE) from spec/"
	@echo "make check      is $(MADE) what the pages give today?"
	@echo "make tables     make grammar/tables.json and templates/compiled/ again"
	@echo "make lint       ruff and black, without changing anything"
	@echo "make types      mypy --strict and pyright"
	@echo "make format     let ruff and black put things right"
	@echo "make snapshots  accept what the tests' snapshots show now"
	@echo "make wheel      build dist/*.whl"
	@echo "make sbom       write dist/*.cdx.json: what the locks pin, as CycloneDX"
	@echo "make lock       compile requirements/ from pyproject.toml again"
	@echo "make clean      remove .venv and everything that tools leave behind"

demo: $(VENV)/.run
	@$(BIN)/python examples/demo.py

dev: $(VENV)/.dev

# What only reads the sources keeps one core busy each: two at once.
test: $(VENV)/.dev
	@$(MAKE) --no-print-directory -j2 pyright mypy lint check
	$(BIN)/python -m pytest -n $(JOBS)

faults: $(VENV)/.dev
	$(BIN)/python -m pytest -n $(JOBS) --seeds $(SEEDS) $(if $(ROW),-k row_$(ROW)) \
		tests/runtime/faults tests/runtime/test_runtime_scenarios.py

# In virtual time nothing is waited for, so that a cell runs SOAK times there, and fewer
# times over sockets.
FAULTS := tests/runtime/faults
VIRTUAL := $(FAULTS)/test_faults_simulated.py $(FAULTS)/test_faults_backoff.py
MODEL := $(FAULTS)/test_faults_model.py
DAY := $(FAULTS)/test_faults_soak.py $(FAULTS)/test_faults_sizes.py
soak: $(VENV)/.dev
	@rm -rf out/soak; failed=0; \
	$(BIN)/python -m pytest -q -n $(JOBS) --seeds $(SOAK) \
		--tally out/soak/virtual.json $(VIRTUAL) || failed=1; \
	$(BIN)/python -m pytest -q -n $(JOBS) --seeds 2 --full \
		--tally out/soak/full.json $(DAY) || failed=1; \
	HYPOTHESIS_PROFILE=explore $(BIN)/python -m pytest -q $(MODEL) || failed=1; \
	$(BIN)/python -m pytest -q -n $(JOBS) --seeds $(SOAK_SOCKETS) \
		--tally out/soak/sockets.json $(FAULTS) \
		$(addprefix --ignore=,$(VIRTUAL) $(DAY) $(MODEL)) || failed=1; \
	$(BIN)/python $(FAULTS)/reliability.py out/soak/*.json; exit $$failed

fuzz-disk: $(VENV)/.dev
	$(BIN)/python -m pytest -n $(JOBS) --seeds $(POINTS) tests/disk

fuzz-emulator: $(VENV)/.dev
	HYPOTHESIS_PROFILE=explore $(BIN)/python -m pytest -n $(JOBS) --seeds $(KILLS) \
		tests/emulator/test_hostile_clients.py tests/emulator/test_killed_writes.py

fuzz: $(VENV)/.fuzz
	$(BIN)/python -m pytest -n $(JOBS) tests/hostile \
		--examples $(EXAMPLES) --seed $(FUZZ_SEED)
	$(BIN)/python tests/hostile/read_long_pages.py
	! $(BIN)/python -c 'import atheris' 2>/dev/null \
		|| $(BIN)/python tests/hostile/fuzz_parser.py $(FUZZ_SECONDS)

mutants: $(VENV)/.dev
	$(BIN)/python tests/hostile/mutants.py

.PHONY: bench
bench: $(VENV)/.dev
	$(BIN)/python -m bench --peers --plots

generate: $(VENV)/.run
	$(BIN)/minidoc generate

check: $(VENV)/.run
	$(BIN)/minidoc check

tables: $(VENV)/.run
	$(BIN)/python -c 'from minidoc.syntax.grammars import tables; print(tables(), end="")' \
		> grammar/tables.json
	$(BIN)/python -c 'import pathlib, minidoc.render; [(pathlib.Path("templates") / path).write_text(text) \
		for path, text in minidoc.render.compiled_templates().items()]'

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/black --check --quiet . || { $(BIN)/black --check .; exit 1; }

types: mypy pyright

mypy: $(VENV)/.dev
	$(BIN)/mypy --strict $(SOURCES)

pyright: $(VENV)/.dev
	$(BIN)/pyright --project pyproject.toml

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/black .

snapshots: $(VENV)/.dev
	$(BIN)/python -m pytest -n $(JOBS) --snapshot-update

wheel: $(VENV)/.run
	$(PIP) wheel --no-build-isolation --no-deps --wheel-dir dist .
	@ls dist/*.whl

sbom: $(VENV)/.dev
	@mkdir -p dist
	$(BIN)/python automation/sbom.py > dist/minidoc-sdk.cdx.json
	@ls dist/*.cdx.json

# Universal: one lock for every supported Python and platform. It names no index, so that it
# serves behind any mirror.
COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links

lock: $(VENV)/.dev
	$(COMPILE) --group dev --output-file requirements/dev.txt
	$(COMPILE) --group build --group runtime --group emulator \
		--constraint requirements/dev.txt --output-file requirements/run.txt
	$(COMPILE) --group fuzz --constraint requirements/dev.txt \
		--output-file requirements/fuzz.txt
	@! grep -nE '[a-z]+://' requirements/*.txt

clean:
	rm -rf $(VENV) build dist out .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find $(SOURCES) -name __pycache__ -type d -prune -exec rm -rf {} +

# Set-up. A stamp stands for what its lock lists, so that nothing is installed twice.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "minidoc needs Python 3.11 or later; '$(PYTHON)' is missing or older." \
			"Name another one: make PYTHON=python3.13"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { \
		echo "'$(PYTHON)' has no venv module." \
			"On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.txt pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes --requirement requirements/run.txt
	$(PIP) install --no-build-isolation --no-deps --editable . --editable generated
	@touch $@

$(VENV)/.fuzz: requirements/fuzz.txt $(VENV)/.dev
	$(PIP) install --require-hashes --requirement requirements/fuzz.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	$(PIP) install --require-hashes --requirement requirements/dev.txt
	@touch $@
