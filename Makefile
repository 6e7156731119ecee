# `make run` shows the product, `make test` tests it. Both make what they need and can
# be run again and again.

PYTHON ?= python3
PORT ?= 8000
export PORT
venv := .venv
python := $(venv)/bin/python

.PHONY: run test coverage check bench format guide help

help: ## this list
	@grep -E '^[a-z]+:.*## ' Makefile | sed 's/:.*## /\t/'

run test coverage check: export DEMO = 1

run: $(venv)/.runtime ## the five organisations of the demo, on this machine
	@$(python) manage.py migrate --verbosity 0
	@if command -v msgfmt >/dev/null; then \
	  $(python) manage.py compilemessages --verbosity 0 --ignore $(venv); fi
	@$(python) manage.py collectstatic --no-input --verbosity 0
	@$(python) manage.py load_demo
	@echo
	@echo "  http://localhost:$(PORT)/                the organisations"
	@for name in cpro cloudpro spryng cloudtalk spot spritecloud-cyber; do \
	  echo "  http://$$name.localhost:$(PORT)/"; done
	@echo "  http://localhost:$(PORT)/admin/          sign in: demo, demo-demo-demo"
	@test -n "$$EMAIL_HOST" || \
	  echo "  $${EMAIL_FILE_PATH:-data/mail}/                        messages to staff, a file each"
	@echo
	@exec $(venv)/bin/gunicorn

test: $(venv)/.development ## all tests; PYTEST="-k name" for some
	@$(python) -m pytest $(PYTEST)

coverage: $(venv)/.development ## which lines no test runs; takes three times as long
	@$(python) -m pytest --quiet --cov --cov-report=term --ignore=tests/browser

check: $(venv)/.development ## style, types, templates, migrations, messages
	$(venv)/bin/ruff check .
	$(venv)/bin/ruff format --check .
	$(venv)/bin/mypy .
	$(venv)/bin/djlint templates --lint --quiet
	$(python) manage.py makemigrations --check --dry-run --verbosity 0 \
	  organisations policies cookies
	$(python) -m pytest --quiet tests/test_house.py tests/test_locale.py
	$(venv)/bin/shellcheck .ci/run docker/build.sh deploy/privacysite deploy/nginx/reload
	$(venv)/bin/hadolint Dockerfile

bench: $(venv)/.development ## measured beside other servers; writes benchmarks/results.md
	@$(python) -m benchmarks.serve
	@$(python) -m benchmarks.grow
	@DEMO=1 $(python) -m benchmarks.weight

guide: $(venv)/.development ## take the pictures of the editing guide anew
	@$(python) docs/editing/screenshots.py

format: $(venv)/.development ## put Python into the one format
	$(venv)/bin/ruff check --fix .
	$(venv)/bin/ruff format .

$(venv)/.runtime: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo 'Python 3.11 or newer is needed. Name it: make PYTHON=python3.12 …' >&2; \
	  exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { \
	  echo 'Python has no venv here. On Debian: apt-get install python3-venv' >&2; \
	  exit 1; }
	$(PYTHON) -m venv $(venv)
	$(python) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(venv)/.development: requirements-dev.txt $(venv)/.runtime
	$(python) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
