# Kakehashi: what a contributor types. Two targets need nothing prepared: `make serve` and `make test`.
#
#   PORT=8000    where `make serve` listens, on this machine alone
#   UV=off       build the environment with plain pip even where uv can be had

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PORT ?= 8000
UV ?= auto
VENV := .venv
PY := $(VENV)/bin/python
RUNTIME := $(VENV)/runtime.stamp
DEVELOPMENT := $(VENV)/development.stamp
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard app/language/locales/*/LC_MESSAGES/messages.po))
DEMONSTRATION := DEMO=1 HTTPS=off
# Where answers are kept: said by `make serve`, without the password that an address may hold.
STAY = $(if $(DATABASE_URL),the database that DATABASE_URL names,$(or $(DATA_DIR),var)/)
FLASK := $(VENV)/bin/flask --app app:create_app
PYTEST := $(VENV)/bin/pytest -q -n 2 --dist loadfile --no-loadscope-reorder
COMPILE := $(VENV)/bin/uv pip compile --quiet --generate-hashes --universal --python-version 3.11

.PHONY: help serve test check lock catalogues soak clean packages

help: ## Show these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

serve: $(RUNTIME) catalogues ## Build the environment, load the demonstration, serve it on PORT
	@$(PY) -c 'import socket; socket.create_server(("127.0.0.1", $(PORT))).close()' 2>/dev/null || { \
		echo "Port $(PORT) is taken: end what listens there, or try make serve PORT=8001" >&2; exit 1; }
	@$(DEMONSTRATION) $(FLASK) demonstration load
	@echo "Kakehashi is at http://127.0.0.1:$(PORT)/  (Ctrl+C ends it; the answers stay in $(STAY))"
	@$(DEMONSTRATION) exec $(VENV)/bin/granian --interface wsgi --factory app:create_app \
		--host 127.0.0.1 --port $(PORT) --workers 1 --blocking-threads 1 --respawn-failed-workers \
		--no-ws --log-level warning

test: ## Run every test, the browser's included, on SQLite and on PostgreSQL; installs what is missing
	@$(MAKE) --no-print-directory packages PACKAGES="chromium fonts-noto-cjk poppler-utils python3-venv"
	@$(MAKE) --no-print-directory $(DEVELOPMENT) catalogues
	$(PYTEST) tests
	$(PYTEST) --database postgresql tests

check: $(DEVELOPMENT) catalogues ## Format, lint, types, import contracts and the fast tests
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(PYTEST) -m "not slow" tests

lock: $(DEVELOPMENT) ## Turn requirements*.in into locks with hashes
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) requirements-dev.in -o requirements-dev.txt

catalogues: $(CATALOGUES) ## Compile the message catalogues

soak: $(DEVELOPMENT) catalogues ## Run the long ones: faults for many rounds, then the bench
	SOAK=1 $(VENV)/bin/pytest -q tests/faults
	SOAK=1 $(VENV)/bin/pytest -q --database postgresql tests/faults
	$(PY) bench/journey.py --seconds 60

clean: ## Remove the environment and caches; the answers in var/ stay
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find app migrations tests bench -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -f $(CATALOGUES)

# --- the environment ---

# Not `pybabel compile`: it takes "95% each" for a placeholder of Python's. The tests check ours, {name}.
WRITE_MO := import sys; from babel.messages import mofile, pofile; \
	mofile.write_mo(open(sys.argv[2], "wb"), pofile.read_po(open(sys.argv[1], "rb")))

%.mo: %.po | $(RUNTIME)
	@$(PY) -c '$(WRITE_MO)' $< $@

# The first interpreter that is new enough and can make an environment.
FIND_PYTHON = for name in python3.13 python3.12 python3.11 python3; do \
	if $$name -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	then command -v $$name; exit 0; fi; done; exit 1

$(PY):
	@python="$$($(FIND_PYTHON))" || { \
		$(MAKE) --no-print-directory packages PACKAGES=python3-venv; \
		python="$$($(FIND_PYTHON))" || { \
			echo "Kakehashi needs Python 3.11 or later with its venv module, and found none." >&2; exit 1; }; }; \
	echo "Making the environment with $$python"; \
	"$$python" -m venv $(VENV)

# uv from the path, else the locked uv put into the environment, else plain pip: all three check the hashes and trust
# the certificates that this machine trusts.
define install
	@( while sleep 10; do echo "  still installing …"; done ) & beat=$$!; trap 'kill $$beat 2>/dev/null || true' EXIT; \
	uv=""; \
	if [ "$(UV)" = auto ]; then \
		if uv --version >/dev/null 2>&1; then uv=uv; \
		elif sed -n '/^uv==/,/[^\\]$$/p' requirements-dev.txt >$(VENV)/uv.txt \
			&& $(PY) -m pip install --quiet --no-deps --require-hashes -r $(VENV)/uv.txt; then uv=$(VENV)/bin/uv; fi; \
	fi; \
	echo "Installing $(1) with $${uv:-pip}"; \
	{ [ -n "$$uv" ] && UV_SYSTEM_CERTS=1 "$$uv" pip install --quiet --python $(PY) --require-hashes -r $(1); } \
		|| $(PY) -m pip install --quiet --use-pep517 --require-hashes -r $(1)
	@touch $@
endef

$(RUNTIME): requirements.txt | $(PY)
	$(call install,requirements.txt)

$(DEVELOPMENT): requirements-dev.txt $(RUNTIME)
	$(call install,requirements-dev.txt)

# Debian packages named in PACKAGES, where they are missing; elsewhere their programs are taken as they are.
SYSTEM_PATH := $(PATH):/usr/local/sbin:/usr/sbin:/sbin
packages:
	@command -v dpkg-query >/dev/null || exit 0; \
	missing=""; \
	for name in $(PACKAGES); do \
		dpkg-query -W -f='$${Status}' $$name 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$name"; \
	done; \
	[ -n "$$missing" ] || exit 0; \
	if [ "$$(id -u)" = 0 ]; then root=""; elif command -v sudo >/dev/null; then root=sudo; else \
		echo "These Debian packages are missing and need root or sudo to install:$$missing" >&2; exit 1; fi; \
	echo "Installing the Debian packages:$$missing"; \
	apt="$$root env DEBIAN_FRONTEND=noninteractive PATH=$(SYSTEM_PATH) apt-get -qq"; \
	$$apt update && $$apt install -y --no-install-recommends $$missing >/dev/null
