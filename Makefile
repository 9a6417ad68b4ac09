# The only commands there are: run, test, fast, check, bench, screenshots. Each makes what it needs first.
PYTHON ?= python3
PORT ?= 8000
DB ?=
PY := .venv/bin/python

export DB PORT

.PHONY: env
env: .venv/stamp

.venv/stamp: requirements/dev.txt tools/env.py
	$(PYTHON) tools/env.py
