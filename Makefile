# Makefile - builds, starts and tests Lodge. `make help` lists the commands; README.md tells the story.
#
# The way of a build: fcgi/tools -> build/sqlc; sql/queries -> build/gen (C); every room -> build/liblodge.a;
# each file of fcgi/bin -> one program. What is missing on a bare Debian 12 is installed by the first rule
# that needs it; a stamp under build/stamps remembers that.

PORT    ?= 8080
RUN_DIR ?= build/run
BUILD   ?= build
OUT     := $(BUILD)$(if $(FUZZ),/fuzz,$(if $(SAN),/san))
GEN     := $(BUILD)/gen
STAMPS  := $(BUILD)/stamps
ROOMS   ?= base picture mail db net web id desk api app
export PORT RUN_DIR BUILD
# As many jobs as processors; -j on the command line goes before this.
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j$(shell nproc)
endif
export LODGE_PROGRAMS := $(abspath $(OUT))

WARNINGS  := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wwrite-strings -Wconversion -Wvla -Werror
HARDENING := -D_FORTIFY_SOURCE=3 -fPIE -fstack-protector-strong
SANITIZER := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
ifdef FUZZ
CC        := clang
INSTRUMENT := $(SANITIZER) -fsanitize=fuzzer-no-link -Wno-error
else ifdef SAN
INSTRUMENT := $(SANITIZER)
endif
CFLAGS    := -std=c17 -D_GNU_SOURCE $(WARNINGS) -g $(if $(INSTRUMENT),-O1 -fPIE $(INSTRUMENT),-O2 $(HARDENING))
CPPFLAGS  := -Ifcgi -I$(GEN) -MMD -MP
LDFLAGS   := -pie -Wl,-z,relro,-z,now -Wl,--as-needed $(INSTRUMENT)
PACKAGES  := fcgi libcurl libmariadb libcjson openssl md4c gumbo libutf8proc libidn2 libmagic gmime-3.0
# What decodes pictures: linked to the one program that does it in a sandbox, and to its tests.
PICTURE_PACKAGES := libpng libjpeg libgif libwebp libwebpdemux libwebpmux zlib

TOOLS_C  := $(wildcard fcgi/tools/*.c)
QUERIES  := $(sort $(wildcard sql/queries/*.sql))
GEN_C    := $(QUERIES:sql/queries/%.sql=$(GEN)/sql/%.c)
ROOMS_C  := $(foreach room,$(ROOMS),$(wildcard fcgi/$(room)/*.c))
PROGRAMS := $(patsubst fcgi/bin/%.c,$(OUT)/%,$(wildcard fcgi/bin/*.c))
UNITS    := $(patsubst %.c,$(OUT)/%,$(foreach room,$(ROOMS) tools,$(wildcard tests/unit/$(room)/*_test.c)))
FUZZERS  := $(patsubst %.c,$(OUT)/%,$(filter-out %/replay.c,$(sort $(wildcard tests/fuzz/*.c))))

SQLC      := $(BUILD)/sqlc
TOOLS_LIB := $(OUT)/libtools.a
LODGE_LIB := $(OUT)/liblodge.a

.PHONY: all help html run up down test test-stack check bench mails fuzz lint tidy format install clean units fuzzers
.DELETE_ON_ERROR:
all: $(PROGRAMS) ## builds the programs
help: ## lists these commands
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile

# Compiler flags of the libraries, asked once; making this file is what installs the libraries.
ifneq ($(filter-out clean help down,$(or $(MAKECMDGOALS),all)),)
include $(BUILD)/packages.mk
endif
$(BUILD)/packages.mk: Makefile $(STAMPS)/apt-build
	@{ echo "PACKAGE_CFLAGS := $$(pkg-config --cflags $(PACKAGES))"; \
	echo "PACKAGE_LIBS := $$(pkg-config --libs $(PACKAGES)) -lm"; \
	echo "PICTURE_LIBS := $$(pkg-config --libs $(PICTURE_PACKAGES))"; \
	echo "CMOCKA_LIBS := $$(pkg-config --libs cmocka)"; } > $@

# --- what Debian and npm give ------------------------------------------------------------------------------
$(STAMPS)/apt-%: tests/stack/packages tests/stack/apt-install.sh
	@mkdir -p $(@D)
	sh tests/stack/apt-install.sh $*
	@touch $@
html/node_modules/.package-lock.json: html/package-lock.json | $(STAMPS)/apt-node
	cd html && npm ci --no-audit --no-fund --loglevel=error
	@touch $@
# `make run` needs the sign-in provider and mail programs; the suites need more, in a folder of their own.
STACK_MODULES := tests/stack/node_modules/.package-lock.json
TEST_MODULES  := tests/node_modules/jira6/package.json
$(STACK_MODULES): tests/stack/package-lock.json | $(STAMPS)/apt-node
	cd tests/stack && npm ci --no-audit --no-fund --loglevel=error
	@touch $@
$(TEST_MODULES): tests/package-lock.json | $(STAMPS)/apt-node
	cd tests && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund --loglevel=error
	@touch $@

# --- the pages ---------------------------------------------------------------------------------------------
html: $(BUILD)/html/made ## builds the pages
$(BUILD)/html/made: html/node_modules/.package-lock.json $(shell find html -path html/node_modules -prune -o -type f -print 2>/dev/null)
	@echo "  html $(@D)"
	@cd html && node build.mjs $(abspath $(@D))
	@touch $@

# --- a stack: nginx, pools, mail, MariaDB, S3 store, sign-in provider --------------------------------------
STACK_NEEDS := $(PROGRAMS) $(BUILD)/html/made $(STACK_MODULES) $(STAMPS)/apt-services
run: $(STACK_NEEDS) ## starts everything here; Ctrl-C ends it
	@node tests/stack/up.mjs --foreground
up: $(STACK_NEEDS) ## starts everything in the background
	@node tests/stack/up.mjs
down: ## ends what `make up` or `make run` started
	@! command -v node > /dev/null || node tests/stack/down.mjs

# --- SQL to C ----------------------------------------------------------------------------------------------
$(SQLC): $(TOOLS_C:%.c=$(BUILD)/obj/%.o)
	@echo "  link $@"
	@$(CC) -pie -o $@ $^
# Written aside and copied where it differs, so that a changed query compiles again only what uses it.
$(GEN)/made: $(SQLC) $(QUERIES) sql/queries $(wildcard sql/migrations/*.sql)
	@echo "  sqlc $(GEN)"
	@rm -rf $(GEN).new && mkdir -p $(GEN).new/sql $(GEN)/sql
	@$(SQLC) --schema sql/migrations --out $(GEN).new $(QUERIES)
	@cd $(GEN).new && for f in sql/*; do cmp -s $$f ../gen/$$f || cp $$f ../gen/$$f; done
	@cd $(GEN) && for f in sql/*; do [ -e ../gen.new/$$f ] || rm -f $$f; done
	@rm -rf $(GEN).new && touch $@
$(GEN_C): $(GEN)/made
	@:

# --- C to programs -----------------------------------------------------------------------------------------
# ROOMS="base db" builds a part of the house alone; the rooms from id up are what includes generated headers.
UPPER   := id desk api app bin
OBJECTS := $(ROOMS_C:%.c=$(OUT)/obj/%.o) $(if $(filter $(UPPER),$(ROOMS)),$(GEN_C:$(GEN)/%.c=$(OUT)/obj/gen/%.o))
define compile
	@echo "  cc $<"
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) $(CPPFLAGS) $(PACKAGE_CFLAGS) -c -o $@ $<
endef
define link
	@echo "  link $@"
	@mkdir -p $(@D)
	@$(CC) $(LDFLAGS) -o $@ $(filter %.o %.a,$^) $(PACKAGE_LIBS) $(LIBS)
endef
define archive
	@echo "  ar $@"
	@rm -f $@
	@ar rcs $@ $(filter %.o,$^)
endef
$(BUILD)/obj/fcgi/tools/%.o: fcgi/tools/%.c
	@echo "  cc $<"
	@mkdir -p $(@D)
	@$(CC) $(filter-out $(SANITIZER),$(CFLAGS)) $(CPPFLAGS) -c -o $@ $<
$(OUT)/obj/gen/%.o: $(GEN)/%.c
	$(compile)
$(OUT)/obj/%.o: %.c
	$(compile)
USERS_OF_GEN := $(foreach room,$(UPPER),$(wildcard fcgi/$(room)/*.c tests/unit/$(room)/*.c)) $(wildcard tests/fuzz/*.c)
$(USERS_OF_GEN:%.c=$(OUT)/obj/%.o): | $(GEN)/made
# The folders stand here so that a file that went away leaves the archive.
$(LODGE_LIB): $(OBJECTS) $(wildcard $(ROOMS:%=fcgi/%)) sql/queries
	$(archive)
$(TOOLS_LIB): $(filter-out %/sqlc.o,$(TOOLS_C:%.c=$(OUT)/obj/%.o)) fcgi/tools
	$(archive)
$(PROGRAMS): $(OUT)/%: $(OUT)/obj/fcgi/bin/%.o $(LODGE_LIB)
	$(link)

$(OUT)/lodge-thumbnail: LIBS = $(PICTURE_LIBS)

# --- tests: one program for each unit test and each fuzz target --------------------------------------------
units: $(UNITS)
$(OUT)/tests/unit/%: LIBS = $(CMOCKA_LIBS)
$(OUT)/tests/unit/tools/%_test: $(OUT)/obj/tests/unit/tools/%_test.o $(TOOLS_LIB) $(LODGE_LIB) | $(SQLC)
	$(link)
$(OUT)/tests/unit/picture/%: LIBS = $(CMOCKA_LIBS) $(PICTURE_LIBS)
$(OUT)/tests/unit/picture/%_test: $(OUT)/obj/tests/unit/picture/%_test.o $(LODGE_LIB) | $(OUT)/lodge-thumbnail
	$(link)
$(OUT)/tests/unit/desk/thumbnail_test: | $(OUT)/lodge-thumbnail
$(OUT)/tests/unit/desk/mail_read_test: | $(OUT)/lodge-mail-parse
$(OUT)/tests/unit/%_test: $(OUT)/obj/tests/unit/%_test.o $(LODGE_LIB)
	$(link)
fuzzers: $(FUZZERS)
$(OUT)/tests/fuzz/%: $(OUT)/obj/tests/fuzz/%.o $(if $(FUZZ),,$(OUT)/obj/tests/fuzz/replay.o) $(LODGE_LIB)
	$(link)
$(OUT)/tests/fuzz/%: LIBS = $(if $(FUZZ),-fsanitize=fuzzer)

# With SAN=1 the programs, the unit tests and so the suites are built with ASan and UBSan.
TEST_PORT    ?= 8400
TEST_RUN_DIR ?= $(BUILD)/test-run
RUN_TESTS    := LODGE_TEST=1 PORT=$(TEST_PORT) RUN_DIR=$(TEST_RUN_DIR) node tests/run.mjs
check: all units $(STAMPS)/apt-lint html/node_modules/.package-lock.json ## lint, unit tests, fuzz replay: under two minutes
	@$(MAKE) --no-print-directory SAN=1 fuzzers
	@$(RUN_TESTS) lint fuzz unit
test: all units $(OUT)/tests/faults/poisoned-reader $(STACK_NEEDS) $(TEST_MODULES) $(STAMPS)/apt-browser $(STAMPS)/apt-scan $(STAMPS)/apt-lint ## every suite, on a stack of its own
	@$(MAKE) --no-print-directory SAN=1 fuzzers
	@$(RUN_TESTS) $(SUITES)
test-stack: $(OUT)/tests/faults/poisoned-reader $(STACK_NEEDS) $(TEST_MODULES) $(STAMPS)/apt-scan ## starts the suites' stack and leaves it: for `node tests/run.mjs --keep api`
	@LODGE_TEST=1 PORT=$(TEST_PORT) RUN_DIR=$(TEST_RUN_DIR) node tests/stack/up.mjs
$(OUT)/tests/bench/bare: $(OUT)/obj/tests/bench/bare.o
	$(link)
$(OUT)/tests/faults/poisoned-reader: $(OUT)/obj/tests/faults/poisoned-reader.o $(LODGE_LIB)
	$(link)
bench: $(STACK_NEEDS) $(OUT)/tests/bench/bare $(STAMPS)/apt-bench ## load against a stack and against the bare limits
	@node tests/bench/run.mjs
bench-search: $(STACK_NEEDS) ## searches, lists and counts among a million tickets (made once: half an hour, 12 GB) and among a thousand
	@node tests/bench/search.mjs
mails: $(OUT)/lodge-mail-parse $(STAMPS)/apt-node ## reads every mail below LODGE_MAIL_CORPUS, or our own, and says what it found
	@node tests/mails/read.mjs $(or $(LODGE_MAIL_CORPUS),tests/mails)
FUZZ_SECONDS ?= 60
fuzz: $(STAMPS)/apt-fuzz ## FUZZ_SECONDS for each target; what is found stays in build/fuzz
	@$(MAKE) --no-print-directory FUZZ=1 fuzzers
	@sh tests/fuzz/run.sh $(BUILD)/fuzz/tests/fuzz $(FUZZ_SECONDS)

# --- lint: the house's own rules, then the tools; a file that did not change is not looked at again ---------
LINTED := $(foreach room,$(ROOMS) bin tools,$(wildcard fcgi/$(room)/*.c))
OURS_C := $(shell find fcgi tests -name node_modules -prune -o -name '*.[ch]' -print | sort)
TIDIED := $(LINTED:%.c=$(OUT)/lint/%.ok)
lint: $(STAMPS)/apt-lint html/node_modules/.package-lock.json $(GEN)/made ## the rules of the house, clang-format, clang-tidy, cppcheck, gcc -fanalyzer
	@node tests/lint/rules.mjs
	@cd html && node_modules/.bin/tsc --noEmit
	@clang-format --dry-run -Werror $(OURS_C) 2>&1 | sed -n 's/^\([^:]*\):[0-9]*:.* error: .*/\1: `make format` would change it/p' | sort -u | { ! grep .; }
	@$(MAKE) --no-print-directory tidy
	@mkdir -p $(BUILD)/lint && cppcheck $(CPPCHECK_FLAGS) fcgi
tidy: $(TIDIED)
$(OUT)/lint/%.ok: %.c tests/lint/clang-tidy | $(GEN)/made
	@mkdir -p $(@D)
	@clang-tidy --quiet --config-file=tests/lint/clang-tidy $< -- $(CFLAGS) -Wno-error $(filter-out -M%,$(CPPFLAGS)) $(PACKAGE_CFLAGS) 2> $@.err \
		|| { cat $@.err; exit 1; }
	@$(CC) $(CFLAGS) $(filter-out -M%,$(CPPFLAGS)) $(PACKAGE_CFLAGS) -fanalyzer -c -o $(@:.ok=.o) $<
	@$(CC) $(CFLAGS) $(filter-out -M%,$(CPPFLAGS)) $(PACKAGE_CFLAGS) -MM -MP -MT $@ -MF $(@:.ok=.d) $<
	@touch $@
# _Generic: cppcheck 2.10 dies of it; one of its outcomes serves as well.
CPPCHECK_FLAGS := '-D_Generic(...)=json_put_text' --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
	--suppressions-list=tests/lint/cppcheck --library=posix --cppcheck-build-dir=$(BUILD)/lint -Ifcgi -I$(GEN) -j2
format: $(STAMPS)/apt-lint ## settles the layout of every C file
	@clang-format -i $(OURS_C)

# --- install, clean ----------------------------------------------------------------------------------------
DESTDIR ?=
PREFIX  ?= /usr/local
install: all html ## programs, pages, letters, SQL and nginx's snippets under DESTDIR PREFIX
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/lodge/nginx $(DESTDIR)$(PREFIX)/share/lodge/sql
	install -m 755 $(PROGRAMS) $(DESTDIR)$(PREFIX)/bin
	cp -r $(BUILD)/html html/mail $(DESTDIR)$(PREFIX)/share/lodge/
	cp -r sql/migrations sql/workflows $(DESTDIR)$(PREFIX)/share/lodge/sql/
	install -m 644 nginx/* $(DESTDIR)$(PREFIX)/share/lodge/nginx/
	$(OUT)/lodge-web --routes > $(DESTDIR)$(PREFIX)/share/lodge/nginx/routes.conf
clean: down ## removes what was built, never the data of a stack
	@[ ! -d $(BUILD) ] || find $(BUILD) -mindepth 1 -maxdepth 1 ! -name run -exec rm -rf {} +

.SECONDARY:
-include $(shell find $(OUT)/obj $(OUT)/lint $(BUILD)/obj/fcgi/tools -name '*.d' 2>/dev/null)
