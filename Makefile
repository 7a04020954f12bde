# Each target does its own set-up. `make demo` opens the demo; `make test` runs every check.
# Variables: PORT (demo, 8000), DATABASE_URL (instead of the embedded PostgreSQL), PYTHON, REQUIRE_PEERS=1 (test).

.PHONY: help demo test bench lint stop clean-demo lock
.NOTPARALLEL:
.DEFAULT_GOAL := help
SHELL := /bin/sh
VENV_PYTHON := .venv/bin/python

# The first Python that is new enough and can make virtual environments, else the first that is new enough.
define find_python
for candidate in $(PYTHON) python3.13 python3.12 python3.11 python3.14 python3 python; do \
  if "$$candidate" -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
    python="$$candidate"; break; \
  elif [ -z "$$fallback" ] && "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
    fallback="$$candidate"; \
  fi; \
done; \
python="$${python:-$$fallback}"; \
if [ -z "$$python" ]; then \
  echo "Python 3.11 or newer is needed; found: $$(python3 --version 2>/dev/null || echo none). If it has another name: make PYTHON=/path/to/python" >&2; \
  exit 1; \
fi
endef

help:
	@echo 'make demo        open the demo (PORT=8000)'
	@echo 'make test        every check and test (REQUIRE_PEERS=1: what is missing fails)'
	@echo 'make lint        the quick checks alone'
	@echo 'make bench       the performance bars'
	@echo 'make stop        stop a running demo and the embedded database'
	@echo 'make clean-demo  delete all data of the demo'
	@echo 'make lock        compile the requirements anew'

demo:
	@$(find_python); "$$python" -m config.environment demo && exec $(VENV_PYTHON) -m config.demo

test:
	@$(find_python); "$$python" -m config.environment dev && exec $(VENV_PYTHON) -m tests.run

lint:
	@$(find_python); "$$python" -m config.environment dev && exec $(VENV_PYTHON) -m tests.run --lint

bench:
	@$(find_python); "$$python" -m config.environment dev && exec $(VENV_PYTHON) -m tests.benchmarks

stop:
	@$(find_python); "$$python" -m config.environment demo && exec $(VENV_PYTHON) -m config.demo stop

clean-demo:
	@$(find_python); "$$python" -m config.environment demo && exec $(VENV_PYTHON) -m config.demo clean

lock:
	@$(find_python); "$$python" -m config.environment dev && exec $(VENV_PYTHON) -m config.environment lock
