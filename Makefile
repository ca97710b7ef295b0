# Kageyu（勘解由）の玄関。何ができるかは `make help`。
# The front door: it installs what is missing and hands on to Meson. `make help` lists what it does.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := build

ifeq ($(origin CC),default)
CC := gcc
endif
JOBS ?= $(shell nproc)
# The PATH may lead to another Python, which lacks the Debian packages that the tests read with.
PYTHON ?= /usr/bin/python3
PACKAGES := packaging/install-packages
SUITE := $(PYTHON) -B tools/suite.py
RUN = $(SUITE) run $(@:test-%=%)
BROWSER := tests/browser/node_modules/.package-lock.json

# In the order they are started: those that wait much early, short ones last.
SUITES := build-gcc build-clang build-asan clang-tidy browser unit unit-asan fuzz \
	system-postgresql system-sqlite system-equal web-postgresql web-sqlite web-equal cppcheck lint \
	catalogs man
# At once; one more than cores, because tests wait for servers, disks and each other.
SUITES_AT_ONCE ?= $$(($(JOBS) + 1))

.PHONY: build run test lint fuzz screens sqlmap bench install packages clean help $(SUITES:%=test-%)

build: build/build.ninja ## 組み立てる（build/kageyu ができる） / build the program
	@ninja -C build -j $(JOBS)

build/build.ninja:
	@$(PACKAGES) --check build || echo '`make packages` が入れます / `make packages` installs them' >&2
	@CC='$(CC)' meson setup build

packages: ## 組み立てと実行に足りない Debian パッケージを入れる / install what build and run need
	@$(PACKAGES) build run

run: packages ## 見本の市を demo-data（または KAGEYU_DATA）につくり、画面を開く / serve the demonstration city
	@$(MAKE) build
	@data=$${KAGEYU_DATA:-demo-data}; unset KAGEYU_DATA; \
	[[ -e $$data/kageyu.conf ]] || build/kageyu demo "$$data"; \
	echo "見本の市 / demonstration city: $$data"; \
	echo "報告書 / reports:"; ls -d "$$data"/reports/*; \
	echo "利用者 / accounts: jimukyoku（事務局） kansanin（監査人） kacho（所属長） etsuran（閲覧者） kanri（管理者）"; \
	echo "パスワード / password: aobano-demo-2024"; \
	exec build/kageyu serve "$$data" --elsewhere --access-log "$$data/access.log"

test: ## すべての検査（要るものは自分で入れる） / install what tests need, then test everything
	@$(PACKAGES) build run test
	@$(SUITE) begin
	@$(MAKE) -k -j$(SUITES_AT_ONCE) $(SUITES:%=test-%) || : the summary tells
	@$(SUITE) summary $(SUITES)

lint: ## 書き方の検査だけ / only the checks of the source tree
	@$(PACKAGES) build test
	@$(MAKE) build
	@PYTHON=$(PYTHON) tools/lint/run

fuzz: ## 読み取り部を壊れた入力で SECONDS 秒ずつ試す / feed each parser broken input for SECONDS
	@$(PACKAGES) build run test
	@$(MAKE) test-build-asan
	@tools/fuzz build-test/asan $(or $(SECONDS),60)

screens: ## 全画面の画像を build-test/screens につくる / pictures of all pages in build-test/screens
	@$(PACKAGES) build run test
	@$(MAKE) build $(BROWSER)
	@node tests/browser/run.mjs --screens pages
	@echo build-test/screens

sqlmap: ## すべての入力に SQL の注入を試す / try to inject SQL through every input
	@$(PACKAGES) build run test sqlmap
	@$(MAKE) build
	@$(PYTHON) -B tests/sqlmap.py
	@$(PYTHON) -B tests/sqlmap.py --database postgresql

bench: ## 速さと大きさを測る / measure speed and size
	@$(PACKAGES) build run bench
	@$(MAKE) build
	@bench/run

install: build ## 据え付ける（PREFIX、DESTDIR） / install (PREFIX, DESTDIR)
	@$(if $(PREFIX),meson configure build -Dprefix='$(PREFIX)')
	@DESTDIR='$(if $(DESTDIR),$(abspath $(DESTDIR)))' meson install -C build

clean: ## 組み立てたものを消す（demo-data は残す） / remove what was built; data stays
	@rm -rf build build-test .packages

help: ## この一覧 / this list
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\) \/ \(.*\)/\1\t\2\n\t  \3/p' Makefile | expand -t 12

# --- suites of `make test`; each can be run alone: make test-unit

export PYTHONDONTWRITEBYTECODE := 1
test-%: export LC_ALL := C.UTF-8
test-%: export ASAN_OPTIONS := detect_stack_use_after_return=1:strict_string_checks=1
test-%: export UBSAN_OPTIONS := print_stacktrace=1
test-%: export LSAN_OPTIONS := suppressions=$(CURDIR)/tools/lsan.supp:print_suppressions=0

# Nothing of this is run, and clang warns of the same without optimizing.
build-test/clang/build.ninja:
	@CC=clang meson setup build-test/clang -Doptimization=0 >/dev/null

# Without optimizing nothing that is read wrongly is optimized away either.
build-test/asan/build.ninja:
	@CC=clang meson setup build-test/asan -Doptimization=0 -Dfuzz=true -Db_lundef=false \
		-Db_sanitize=address,undefined -Dc_args=-fno-sanitize-recover=undefined >/dev/null

test-build-gcc: build/build.ninja
	@$(RUN) -- ninja -C build -j $(JOBS)

test-build-clang test-build-asan: test-build-%: build-test/%/build.ninja
	@$(RUN) -- ninja -C build-test/$* -j $(JOBS)

test-unit: test-build-gcc
	@$(RUN) --junit build/meson-logs/testlog.junit.xml -- \
		meson test -C build --no-rebuild --print-errorlogs

test-unit-asan: test-build-asan
	@$(RUN) --junit build-test/asan/meson-logs/testlog.junit.xml -- \
		meson test -C build-test/asan --no-rebuild --print-errorlogs --timeout-multiplier 5

test-fuzz: test-build-asan
	@$(RUN) -- tools/fuzz build-test/asan

test-system-sqlite test-system-postgresql: test-system-%: test-build-gcc
	@$(RUN) -- $(PYTHON) tests/system/run.py --database $*

test-system-equal: test-system-sqlite test-system-postgresql
	@$(RUN) -- $(SUITE) equal system-sqlite system-postgresql

test-web-sqlite test-web-postgresql: test-web-%: test-build-gcc
	@$(RUN) -- $(PYTHON) tests/web/run.py --database $*

test-web-equal: test-web-sqlite test-web-postgresql
	@$(RUN) -- $(SUITE) equal web-sqlite web-postgresql

$(BROWSER): tests/browser/package-lock.json
	@cd tests/browser && npm ci --silent --fetch-retries 1 || { echo \
		'npm が画面の検査の部品（tests/browser/package.json）を取り込めません。' \
		'npm の登録所に届くところで `make test-browser` を実行してください。' \
		'/ npm cannot get what the browser tests need (tests/browser/package.json).' \
		'Run `make test-browser` where the npm registry can be reached.' >&2; exit 1; }
	@touch $@

test-browser: test-build-gcc $(BROWSER)
	@$(RUN) -- node tests/browser/run.mjs

test-catalogs: test-build-gcc
	@$(RUN) -- $(PYTHON) -m unittest tests/test_catalogs.py tests/test_readings.py

test-lint: test-build-gcc
	@$(RUN) -- env PYTHON=$(PYTHON) tools/lint/run

test-man:
	@$(RUN) -- mandoc -T lint -W warning $(wildcard docs/man/*.[1-8])

# The analyzer's usual depth of 225,000 nodes a function costs four minutes of two cores.
TIDY_NODES ?= 50000
test-clang-tidy: test-build-clang
	@$(RUN) -- bash -c 'set -o pipefail; "$$@" 2>&1 | sed "/^clang-tidy/d; /warnings generated/d"' - \
		$(PYTHON) /usr/bin/run-clang-tidy -quiet -j $(JOBS) -p build-test/clang \
		-extra-arg=-Xclang -extra-arg=-analyzer-config \
		-extra-arg=-Xclang -extra-arg=max-nodes=$(TIDY_NODES) '^$(CURDIR)/src/'

test-cppcheck: test-build-gcc
	@$(RUN) -- cppcheck --quiet --error-exitcode=1 -j $(JOBS) --std=c11 --language=c -Isrc -Ibuild \
		--library=tools/cppcheck.cfg --enable=warning,performance,portability src
