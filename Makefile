# Two commands matter: `make demo` and `make test`. Both work on a machine that has only python3, pip and make.
SHELL := /bin/sh
.DEFAULT_GOAL := help
UV := .tools/bin/uv
BIN := .venv/bin
export UV_PYTHON_DOWNLOADS = never
export UV_LINK_MODE = copy
export PATH := $(CURDIR)/.tools/bin:$(PATH)

.PHONY: help demo test check fix bench locks catalogues

help:
	@echo "make demo    a running site with the demo campaign"
	@echo "make test    every check and test, on SQLite and PostgreSQL, browser included"
	@echo "make check   layout, style, types, translations (no tests)"
	@echo "make fix     what a machine can mend of the above"
	@echo "make bench   figures: sizes, ratios, times (never a verdict)"

$(UV):
	python3 -m pip install --quiet --disable-pip-version-check --target .tools uv

.venv/run.done: requirements/run.lock pyproject.toml | $(UV)
	test -d .venv || $(UV) venv --quiet .venv
	$(UV) pip install --quiet --python .venv --require-hashes -r requirements/run.lock
	$(UV) pip install --quiet --python .venv --no-deps --no-build-isolation -e .
	touch $@

.venv/dev.done: requirements/dev.lock .venv/run.done
	$(UV) pip install --quiet --python .venv --require-hashes -r requirements/dev.lock
	touch $@

catalogues: .venv/run.done
	@$(BIN)/python scripts/build_hook.py

locks: | $(UV)
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url pyproject.toml requirements/build.in -o requirements/run.lock
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url -c requirements/run.lock requirements/dev.in -o requirements/dev.lock
