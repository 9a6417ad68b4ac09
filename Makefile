# The only commands there are: run, test, fast, check, bench, screenshots. Each makes what it needs first.
PYTHON ?= python3
PORT ?= 8000
DB ?=
export PORT DB

PY := .venv/bin/python
WEB := src/xunzhang/web
SPRITE := $(WEB)/static/vendor/icons.svg
PYTEST := $(PY) -m pytest -q

.PHONY: run test fast check bench screenshots env assets chromium

run: assets            ## serve the site with its demonstration; DB=postgres://user:password@host:port/name
	@$(PY) tools/serve.py

test: assets chromium  ## everything, rooms on SQLite and again on PostgreSQL; ends with pytest's own line
	@$(PYTEST) -p tests.support.databases -n 2 --dist each -o console_output_style=classic

fast: env              ## the kernel and the packs, in seconds
	@$(PYTEST) $(wildcard tests/kernel tests/packs)

check: env             ## style, types, directions of import, templates, migrations, packs
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy src
	$(PY) -c "from importlinter.cli import lint_imports_command as lint; lint()"
	$(PY) tools/templates.py
	$(PY) -m xunzhang.site.manage makemigrations --check --dry-run
	$(PY) -m xunzhang.kernel.cli packs lint --errors-only
	$(PY) -m xunzhang.kernel.cli packs complete
	$(PY) -m xunzhang.kernel.cli packs mutate --check

bench: env
	$(PY) bench/run.py

screenshots: assets chromium
	$(PY) tools/screenshots.py

env: .venv/stamp

assets: $(SPRITE)

chromium: env
	@$(PY) -m tests.support.chromium

.venv/stamp: requirements/dev.txt tools/env.py
	$(PYTHON) tools/env.py

node_modules/.stamp: package-lock.json .npmrc .venv/stamp
	$(PY) tools/assets.py packages
	@touch $@

$(SPRITE): node_modules/.stamp $(WEB)/icons.txt tools/assets.py
	$(PY) tools/assets.py files
