# Everything there is to do with a checkout. `make run` and `make test` also set the machine up:
# packages of Debian or Ubuntu that are missing, and .venv with exactly what is locked.

PYTHON ?= python3
export PYTHON

# packages hold the distribution's own Python, whichever else there is
PACKAGE_PYTHON ?= /usr/bin/python3
PACKAGE_ENVIRONMENT := build/package/venv

BIN := .venv/bin
SET_UP := packaging/linux
LOCK := build/lock/bin/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock"

.PHONY: help run test test-third-party exhaustive bench lint types frozen package test-package \
	screenshots recordings translations lock clean for-run for-test for-package

help:
	@echo "make run          try the wizard in its sandbox"
	@echo "make test         run the tests"
	@echo "make test-third-party  sign in with SAML software of others, which it installs"
	@echo "make exhaustive   run the tests of properties with 20,000 examples each, and whole matrices"
	@echo "make bench        measure what has to be quick and small"
	@echo "make lint         style, and which room may import which"
	@echo "make types        static types"
	@echo "make frozen       build the program for this system into build/frozen/"
	@echo "make package      build the .deb and the portable archive for Linux into dist/"
	@echo "make test-package install the .deb in a new Debian, use it there and remove it (as root)"
	@echo "make screenshots  every page in every state, into build/screenshots/"
	@echo "make recordings   record the practice sign-ins anew with Firefox, into tests/recordings/"
	@echo "make translations  take new and changed texts over into the translation catalogues"
	@echo "make lock         write requirements/ anew from pyproject.toml"
	@echo "make clean        delete what the others built"

for-run:
	@$(SET_UP)/system-packages.sh run
	@$(SET_UP)/environment.sh run

for-test:
	@$(SET_UP)/system-packages.sh test
	@$(SET_UP)/environment.sh test

for-package:
	@PYTHON=$(PACKAGE_PYTHON) $(SET_UP)/system-packages.sh package
	@PYTHON=$(PACKAGE_PYTHON) ENVIRONMENT=$(PACKAGE_ENVIRONMENT) $(SET_UP)/environment.sh test

run: for-run
	@$(SET_UP)/run.sh

test: for-test
	$(SET_UP)/virtual-screen.sh $(BIN)/python -m pytest $(TESTS)

test-third-party: for-test
	@$(SET_UP)/system-packages.sh third-party
	DESKPRO_SSO_THIRD_PARTY=1 $(BIN)/python -m pytest tests/third_party

exhaustive: for-test
	DESKPRO_SSO_EXAMPLES=20000 $(BIN)/python -m pytest tests/saml tests/diagnosis \
		tests/setup/test_set_ups_from_files.py
	DESKPRO_SSO_WHOLE=1 $(BIN)/python -m pytest --durations=3 tests/hostile
	DESKPRO_SSO_WHOLE=1 $(SET_UP)/virtual-screen.sh $(BIN)/python -m pytest --durations=3 \
		tests/ui/test_nothing_is_cut_off.py

bench: for-test
	$(BIN)/python -m tests.benchmarks.certificate_path
	$(BIN)/python -m tests.benchmarks.captures
	$(SET_UP)/virtual-screen.sh $(BIN)/python -m tests.benchmarks.window_while_reading
	$(BIN)/python -m tests.benchmarks.groups_listed
	$(SET_UP)/virtual-screen.sh $(BIN)/python -m tests.benchmarks.groups_in_the_window
	$(BIN)/python -m tests.benchmarks.round_trips
	$(BIN)/python -m tests.benchmarks.peer_saml_reader
	$(BIN)/python -m tests.benchmarks.help
	$(SET_UP)/virtual-screen.sh $(BIN)/python -m tests.benchmarks.start
	$(SET_UP)/virtual-screen.sh $(BIN)/python -m tests.benchmarks.page_change
	$(SET_UP)/virtual-screen.sh $(BIN)/python -m tests.benchmarks.language_switch
	$(BIN)/python packaging/build_frozen.py
	$(SET_UP)/virtual-screen.sh $(BIN)/python -m tests.benchmarks.packaged_start

lint: for-test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports

types: for-test
	$(BIN)/mypy

frozen: for-test
	$(BIN)/python packaging/build_frozen.py

package: for-package
	$(PACKAGE_ENVIRONMENT)/bin/python packaging/linux/package.py dist

test-package: package
	$(SET_UP)/judge-package.sh dist
	$(SET_UP)/test-package.sh dist

screenshots: for-test
	$(SET_UP)/virtual-screen.sh $(BIN)/python -m tests.support.gallery.screenshots build/screenshots $(PICTURES)

recordings: for-test
	@$(SET_UP)/system-packages.sh recordings
	$(BIN)/python -m tests.recordings.record

translations: for-test
	$(BIN)/python packaging/translations.py update

lock:
	$(PYTHON) -m venv build/lock
	build/lock/bin/pip install --quiet --disable-pip-version-check uv
	$(LOCK) pyproject.toml --output-file requirements/run.txt
	$(LOCK) pyproject.toml --group test --constraints requirements/run.txt \
		--output-file requirements/test.txt
	echo saml-reader | $(LOCK) - --output-file requirements/peers.txt

clean:
	rm -rf build dist out .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis
	find deskpro_sso_gui tests packaging -name __pycache__ -type d -prune -exec rm -rf {} +
