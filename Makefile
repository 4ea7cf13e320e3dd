# Two commands matter: `make demo` and `make test`. Both work on a machine that has only python3, pip and make.
SHELL := /bin/sh
.DEFAULT_GOAL := help
UV := .tools/bin/uv
BIN := .venv/bin
TEMPLATES = $$(find src -path '*/templates/*' -name '*.html')
export UV_PYTHON_DOWNLOADS = never
export UV_LINK_MODE = copy
export PYTHONPATH = scripts
kill: N ?= 1000
kill-pg: N ?= 50

.PHONY: help demo test check fix bench kill kill-pg drill pictures words wheel locks catalogues clean

help:
	@echo "make demo    a running site with the demo campaign, on this computer only"
	@echo "make test    every check and every test, on SQLite and PostgreSQL, browser included"
	@echo "make check   layout, style, types, templates, translations (no tests)"
	@echo "make fix     mends what a machine can mend of the above"
	@echo "make bench   figures: sizes, ratios, times"
	@echo "make kill    N=1000 times kill -9 under load, then looks for an acknowledged act that is gone"
	@echo "make kill-pg the same on PostgreSQL, N=50 times its whole server"
	@echo "make drill   backup, restore into an empty place, compare"
	@echo "make pictures the pictures of the README, from a fresh demonstration"
	@echo "make words   which words lack a translation"
	@echo "make wheel   dist/*.whl with templates, static files and catalogues"
	@echo "make locks   requirements/*.lock from pyproject.toml and requirements/*.in"

# --- from nothing ------------------------------------------------------------------------------------------------
# uv is put into .tools, which needs neither root nor venv nor a Python that may be changed (Debian has PEP 668).
$(UV):
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed: python3 is $$(python3 -V 2>&1)" >&2; exit 1; }
	@python3 -m pip --version >/dev/null 2>&1 \
		|| { echo "pip is missing. On Debian or Ubuntu: apt-get install python3-pip" >&2; exit 1; }
	python3 -m pip install --quiet --disable-pip-version-check --target .tools uv

.venv/run.done: requirements/run.lock pyproject.toml | $(UV)
	test -x $(BIN)/python || $(UV) venv --quiet .venv
	$(UV) pip install --quiet --python .venv --require-hashes -r requirements/run.lock
	$(UV) pip install --quiet --python .venv --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.done: requirements/dev.lock .venv/run.done
	$(UV) pip install --quiet --python .venv --require-hashes -r requirements/dev.lock
	@touch $@

catalogues: .venv/run.done
	@$(BIN)/python scripts/build_hook.py

# --- the two commands --------------------------------------------------------------------------------------------
demo: catalogues
	@exec $(BIN)/mufakat demo

test: .venv/dev.done
	@scripts/test.sh

# --- checks ------------------------------------------------------------------------------------------------------
CHECKS := check-style check-format check-templates check-house check-imports check-words check-types
.PHONY: $(CHECKS)

check: $(CHECKS)

$(CHECKS): .venv/dev.done catalogues

check-style:
	@$(BIN)/ruff check --quiet --output-format concise src tests scripts

check-format:
	@$(BIN)/ruff format --quiet --check src tests scripts || { echo "make fix formats these" >&2; exit 1; }

check-templates:
	@$(BIN)/djade --check --target-version 5.2 $(TEMPLATES) || { echo "make fix formats these" >&2; exit 1; }

check-house:
	@$(BIN)/python -m house

check-imports:
	@$(BIN)/lint-imports --no-logo --cache-dir .cache/imports >.cache/imports.log || { cat .cache/imports.log; exit 1; }
	@tail -2 .cache/imports.log | grep .

check-words:
	@$(BIN)/python scripts/words.py

check-types:
	@$(BIN)/mypy
	@MYPYPATH=scripts $(BIN)/mypy --cache-dir .cache/mypy-scripts -p house -m words -m build_hook -m pictures

fix: .venv/dev.done
	-@$(BIN)/ruff check --quiet --fix src tests scripts
	@$(BIN)/ruff format --quiet src tests scripts
	-@$(BIN)/djade --target-version 5.2 $(TEMPLATES)

words: .venv/run.done
	@$(BIN)/python scripts/words.py

# --- figures and drills ------------------------------------------------------------------------------------------
bench: .venv/dev.done catalogues
	@$(BIN)/python -m bench

kill: .venv/dev.done catalogues
	@$(BIN)/python -m tests.faults.kill --n $(N)

kill-pg: .venv/dev.done catalogues
	@$(BIN)/python -m tests.faults.kill --n $(N) --db postgres

pictures: .venv/dev.done catalogues
	@$(BIN)/python scripts/pictures.py

drill: .venv/dev.done catalogues
	@$(BIN)/python -m tests.faults.drill

# --- packaging ---------------------------------------------------------------------------------------------------
wheel: .venv/run.done
	@rm -rf dist
	@$(BIN)/hatchling build --target wheel
	@ls dist

locks: | $(UV)
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url pyproject.toml requirements/build.in -o requirements/run.lock
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url -c requirements/run.lock requirements/dev.in -o requirements/dev.lock

clean:
	rm -rf .venv .tools .cache dist
