# Twelve verbs at most; `make help` lists them. Each one makes the environment first when it is not there.
PY ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup use demo serve test lint format lock bench clean

help: ## list the verbs
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: ## make .venv from the hash-pinned lock, with all that development needs (needs only Python and git)
	@$(PY) scripts/setup.py

use: ## make .venv with what working with a case needs; MORE=1 adds recordings (holds GPL parts: docs/dependencies.md)
	@$(PY) scripts/setup.py $(if $(MORE),more,use)

demo: use ## write a made-up case, run the whole path, say where report and letters lie and how to open it in the browser
	@$(BIN)/ringfence demo

serve: use ## open the made-up case of `make demo` in the browser
	@test -e demo/case || $(BIN)/ringfence demo
	@$(BIN)/ringfence --case demo/case serve

test: setup ## run the tests, sockets off, warnings as errors; as root on Debian installs Chromium and PostgreSQL when absent
	@bash scripts/system.sh
	@$(BIN)/python -m pytest -n 2

lint: setup ## ruff, mypy strict, import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: setup ## format and mend what ruff can mend
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format --quiet .

LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11

lock: setup ## resolve again and write requirements/*.txt with hashes
	@$(LOCK) pyproject.toml -o requirements/run.txt
	@$(LOCK) --extra use pyproject.toml -o requirements/use.txt
	@$(LOCK) --extra more pyproject.toml -o requirements/more.txt
	@$(LOCK) --extra dev --extra ocr pyproject.toml -o requirements/dev.txt
	@$(LOCK) --extra dev --extra ocr --extra train pyproject.toml -o requirements/train.txt
	@echo "uv==$$($(BIN)/uv --version | cut -d' ' -f2)" | $(LOCK) - -o requirements/uv.txt

bench: setup ## run every benchmark against its peer and print the ratios
	@$(BIN)/python benchmarks/run.py

clean: ## remove the environment and everything made by the other verbs
	@rm -rf .venv demo build dist .mypy_cache .ruff_cache .hypothesis
