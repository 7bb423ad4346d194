# make serve and make test need nothing but Python 3.11 or newer; they install the rest into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=

.PHONY: help serve build check test evidence bench pictures screenshots docs clean

help:  ## what there is to make
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

serve: $(VENV)/.installed  ## build the demo shop and serve it on port 8000, with working orders
	$(BIN)/python build.py serve $(ARGS)

build: $(VENV)/.installed  ## write the site into dist/
	$(BIN)/python build.py build $(ARGS)

check: $(VENV)/.installed  ## say what is wrong with the content
	$(BIN)/python build.py check $(ARGS)

test: $(VENV)/.tested $(VENV)/.ministack  ## install what tests need, a browser included, and run them all
	$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

evidence: $(VENV)/.tested $(VENV)/.ministack $(VENV)/.infra $(VENV)/.ministack-aws  ## the long proofs; results go to docs/evidence/
	$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m tests.evidence $(ARGS)

bench: $(VENV)/.tested  ## how many orders this machine takes, in some 15 minutes; results go to bench/
	$(BIN)/python -m bench.load $(ARGS)

pictures: $(VENV)/.tested  ## draw the demo shop's pictures anew
	$(BIN)/python -m tools.pictures $(ARGS)

screenshots: $(VENV)/.tested  ## take the pictures in docs/images/ anew
	$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m tests.browser.screenshots

docs: $(VENV)/.tested  ## write the generated reference pages, schemas and headers of web servers
	$(BIN)/python -m storefront.reference
	$(BIN)/python -m storefront.webservers
	$(BIN)/python -m shipping.reference
	$(BIN)/python build.py schema

clean:  ## remove everything that can be made again; orders in .state stay
	rm -rf dist .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis $(VENV)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Vitrina needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.12 serve"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Python could not make a virtual environment. On Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/.installed: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@touch $@

$(VENV)/.tested: requirements-dev.txt $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
	@touch $@

# The DynamoDB that tests talk to pins libraries of its own, so it lives in an environment of its own.
$(VENV)/.ministack: requirements-ministack.txt | $(VENV)/bin/python
	$(BIN)/python -m venv $(VENV)/ministack
	$(VENV)/ministack/bin/python -m pip install --quiet --disable-pip-version-check \
	  --requirement requirements-ministack.txt
	@touch $@

# Amazon's tool to deploy with and what reads its templates; they pin libraries of their own, too.
$(VENV)/.infra: requirements-infra.txt | $(VENV)/bin/python
	$(BIN)/python -m venv $(VENV)/infra
	$(VENV)/infra/bin/python -m pip install --quiet --disable-pip-version-check --requirement requirements-infra.txt
	@touch $@

# The whole AWS of one proof: the same as for DynamoDB, and what reads templates there.
$(VENV)/.ministack-aws: requirements-ministack.txt requirements-ministack-aws.txt | $(VENV)/bin/python
	$(BIN)/python -m venv $(VENV)/ministack-aws
	$(VENV)/ministack-aws/bin/python -m pip install --quiet --disable-pip-version-check \
	  --requirement requirements-ministack-aws.txt
	@touch $@
