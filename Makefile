# Every target sets itself up: the environment is made from constraints.txt (versions and hashes) with pip alone.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# A run starts dozens of Python processes, the tests hundreds: without kept bytecode each compiles all modules anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup demo test check bench soak lock clean

setup: $(STAMP)

$(STAMP): constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Gặt needs Python 3.11 or later; name one with: make PYTHON=python3.11 ...")'
	@echo "Setting up $(VENV) from constraints.txt (about a minute, once)"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r constraints.txt
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@$(BIN)/python -m pip check >/dev/null
	@touch $@

demo: setup
	@$(BIN)/gat demo

# Older DuckDBs, each in a folder of its own: the tests open with them what is published.
$(VENV)/older-client/%: tests/older/%.txt $(STAMP)
	@rm -rf $@
	@$(BIN)/python -m pip install --quiet --no-deps --require-hashes --only-binary :all: --target $@ -r $<
	@touch $@

test: setup $(patsubst tests/older/%.txt,$(VENV)/older-client/%,$(wildcard tests/older/*.txt))
	@$(BIN)/python -m pytest -q -n 3 --dist loadscope --no-loadscope-reorder

check: setup
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

# The libraries we are held against go into a folder of their own, never among our packages.
$(VENV)/bench-libraries: tests/bench/constraints.txt $(STAMP)
	@rm -rf $@
	@$(BIN)/python -m pip install --quiet --no-deps --require-hashes --target $@ -r tests/bench/constraints.txt
	@touch $@

bench: setup $(VENV)/bench-libraries
	@$(BIN)/python -m tests.bench

# Two hundred nights with a trouble each, and what is left of them: about twenty minutes.
soak: setup
	@$(BIN)/python -m tests.faults.soak --nights 200 --seed 1

# Writes constraints.txt anew from pyproject.toml; run it after a dependency changed.
lock: setup
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--group dev pyproject.toml -o constraints.txt

clean:
	@rm -rf $(VENV) data build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
