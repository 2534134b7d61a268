# `make demo` and `make test` are exactly the README's two commands.
.PHONY: demo demo-handover test test-long check check-venv soak bench

demo:
	python3 -m venv .venv && .venv/bin/pip install -q -e . && .venv/bin/deskconsole demo

demo-handover:
	python3 -m venv .venv && .venv/bin/pip install -q -e . && .venv/bin/python -m deskconsole.bench.shifts

test:
	python3 -m venv .venv && .venv/bin/pip install -q -e '.[dev]' && .venv/bin/pytest -n 4

check-venv:
	python3 -m venv .venv && .venv/bin/pip install -q -e '.[dev]'

check:
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/python -m tests.architecture.in_step

test-long:
	.venv/bin/pytest -n 4 -m 'long and not soak'

soak:
	.venv/bin/pytest -m soak -p no:xdist -s

bench:
	.venv/bin/deskconsole bench --check
