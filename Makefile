# SPDX-License-Identifier: ISC
# GNU make. `make help` lists the targets. V=1 shows the commands, CI=1 makes
# warnings errors, O=DIR builds elsewhere.

VERSION := 0.1.0
O ?= build
PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
DATADIR ?= $(PREFIX)/share/tq
MANDIR ?= $(PREFIX)/share/man
BASHDIR ?= $(PREFIX)/share/bash-completion/completions
ZSHDIR ?= $(PREFIX)/share/zsh/site-functions
FISHDIR ?= $(PREFIX)/share/fish/vendor_completions.d

CC ?= cc
CFLAGS ?= -O2 -g
HARDEN ?= -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion \
	-Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wvla \
	-Wcast-qual -Wwrite-strings -Wformat=2 -Wundef -Wdouble-promotion \
	-Wnull-dereference -Wimplicit-fallthrough -Wswitch-enum -Wpointer-arith
GCC_WARN := -Wduplicated-cond -Wduplicated-branches -Wlogical-op
ifneq ($(findstring clang,$(CC)),clang)
WARN += $(GCC_WARN)
else
# Candles join by & on purpose (indicator/candle.h).
WARN += -Wno-bitwise-instead-of-logical
endif
ifdef CI
WARN += -Werror
endif

# The programs are optimised as a whole at the link: a fifth faster. Tests link
# the same objects the common way. What the compiler may warn of then it sees
# across files, where it is wrong more often than right about initialisation.
ifneq ($(findstring gcc,$(shell $(CC) --version 2>/dev/null))$(findstring Free Software,$(shell $(CC) --version 2>/dev/null)),)
LTO ?= -flto=auto
endif
ifneq ($(LTO),)
LTO_OBJECT := $(LTO) -ffat-lto-objects
LTO_LINK := $(LTO) -Wno-maybe-uninitialized
LTO_NOT := -fno-lto
endif

# -ffp-contract=off: the same statistics on every machine and compiler.
# -ffile-prefix-map: no path of the machine that built them in the programs.
ALL_CFLAGS = -std=c11 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -ffp-contract=off \
	-ffile-prefix-map=$(CURDIR)=. $(WARN) $(HARDEN) $(CFLAGS) -Ilib -I$(O)/gen \
	-DTQ_VERSION='"$(VERSION)"' -DTQ_PREFIX_DATA='"$(DATADIR)"' -MMD -MP
ALL_LDFLAGS = -pie -Wl,-z,relro,-z,now -Wl,--as-needed $(LDFLAGS)
LIBS := -linih -larchive -lz -lcurl -ljq -lcrypto -lm

LIB_SRC := $(wildcard lib/*/*.c)
LIB_OBJ := $(patsubst %.c,$(O)/%.o,$(filter-out %.gen.c,$(LIB_SRC)))
TOOLS := $(patsubst cmd/%.c,%,$(wildcard cmd/tq-*.c))
BIN := $(TOOLS:%=$(O)/bin/%)
UNIT := $(patsubst tests/unit/%.c,$(O)/unit/%,$(wildcard tests/unit/*_test.c))
UNIT_RUN := $(patsubst tests/unit/%.c,$(O)/unit/%,$(wildcard tests/unit/*_run.c))
FUZZ := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*_fuzz.c))
MAN := $(patsubst man/%,$(O)/man/%,$(wildcard man/*.[157]))
COMPLETIONS := $(TOOLS:%=completions/bash/%) $(TOOLS:%=completions/zsh/_%) \
	$(TOOLS:%=completions/fish/%.fish)

ifdef V
Q :=
say :=
else
Q := @
say = @printf '  %-5s %s\n' $(1) $(2)
endif

.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all
all: $(BIN) ## build the programs in build/bin

# Tables that are computed, not kept: lib/ROOM/NAME.gen.c prints NAME_table.h.
$(O)/gen/%_table.h: lib/%.gen.c
	$(call say,GEN,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c11 -O1 -o $(O)/gen/$*_gen $<
	$(Q)$(O)/gen/$*_gen > $@
GENERATED := $(patsubst lib/%.gen.c,$(O)/gen/%_table.h,$(wildcard lib/*/*.gen.c))

$(O)/%.o: %.c | $(GENERATED)
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(LTO_OBJECT) -c -o $@ $<

$(O)/libtq.a: $(LIB_OBJ)
	$(call say,AR,$@)
	@rm -f $@
	$(Q)$(AR) qcs $@ $(LIB_OBJ)

# main() is shared; each program is told which filter it runs.
$(O)/cmd/main-%.o: cmd/main.c
	$(call say,CC,"$< ($*)")
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(LTO_OBJECT) -DTQ_FILTER=$(subst -,_,$*)_filter -c -o $@ $<

$(O)/bin/%: $(O)/cmd/main-%.o $(O)/cmd/%.o $(O)/libtq.a
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(LTO_LINK) $(ALL_LDFLAGS) -o $@ $(filter %.o %.a,$^) $(LIBS)

$(O)/unit/%: $(O)/tests/unit/%.o $(O)/libtq.a
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(LTO_NOT) $(ALL_LDFLAGS) -o $@ $(filter %.o %.a,$^) $(LIBS)

# Dependencies are what the compiler wrote: make's own rules would link them of
# objects named NAME.d.o when a source is newer.
$(O)/%.d: ;
-include $(wildcard $(O)/lib/*/*.d $(O)/cmd/*.d $(O)/tests/*/*.d)

.PHONY: unit
unit: $(UNIT) $(UNIT_RUN) ## build the unit tests

# Preloaded by tests/faults: makes calls of the C library fail.
$(O)/faults/inject.so: tests/faults/inject.c
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c11 -O1 -g -fPIC -shared -o $@ $< -ldl

# A venue for tests, on the loopback: nothing of it is in the programs.
FAKE_OBJ := $(patsubst %.c,$(O)/%.o,$(wildcard tests/fake/*.c))
$(O)/fake/exchange: $(FAKE_OBJ)
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(LTO_NOT) $(ALL_LDFLAGS) -o $@ $^ -lmicrohttpd -lz -lpthread

# What lib/net does of a tool, for its tests.
NET_RUN := $(patsubst tests/net/%.c,$(O)/net/%,$(wildcard tests/net/*_run.c))
$(O)/net/%: $(O)/tests/net/%.o $(O)/libtq.a
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(LTO_NOT) $(ALL_LDFLAGS) -o $@ $(filter %.o %.a,$^) $(LIBS)

.PHONY: net
net: $(O)/fake/exchange $(NET_RUN) ## build the fake exchange and what its tests run

.PHONY: torture
torture: all $(O)/faults/inject.so ## fail or kill every call of every tool, one at a time
	$(Q)O=$(O) TORTURE=1 tests/run tests/faults

.PHONY: check
check: all unit net man $(O)/faults/inject.so ## build, run every test, then a sample of them under ASan and UBSan
	$(Q)+O=$(O) tests/run tests/house $(O)/unit tests/cli tests/laws tests/net tests/faults tests/oracles tests/docs \
		--then $(MAKE) --no-print-directory sanitized

.PHONY: agreement
agreement: all $(UNIT_RUN) ## measure indicators against other libraries' numbers: tests/oracles/AGREEMENT.md
	$(Q)rm -f $(O)/agreement.ndjson
	$(Q)TQ_AGREEMENT=$(O)/agreement.ndjson perl tests/oracles/agreement.pl > $(O)/AGREEMENT.md
	$(Q)mv $(O)/AGREEMENT.md tests/oracles/AGREEMENT.md

# The address and undefined-behaviour sanitizers want a build of their own.
SANITIZE = $(MAKE) --no-print-directory O=build-sanitize CI= LTO= HARDEN= CFLAGS='-O1 -g \
	-fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all' \
	LDFLAGS='-fsanitize=address,undefined'

.PHONY: sanitized
sanitized:
	$(Q)+$(SANITIZE) all unit net

.PHONY: sanitize
sanitize: sanitized ## run all tests under ASan and UBSan
	$(Q)O=build-sanitize TQ_BIN=build-sanitize/bin tests/run build-sanitize/unit tests/cli tests/laws tests/net tests/oracles

.PHONY: analyze
analyze: ## static analysis by gcc and, where installed, cppcheck
	$(Q)+$(MAKE) --no-print-directory O=build-analyze CC=gcc LTO= CFLAGS='-O2 -fanalyzer' all
	$(Q)if command -v cppcheck >/dev/null; then cppcheck --std=c11 -q -Ilib \
		--enable=warning,performance,portability --inline-suppr --error-exitcode=1 lib cmd; fi

FUZZ_TIME ?= 30
.PHONY: fuzz
fuzz: $(FUZZ:%=fuzz-%) ## run every fuzz target for FUZZ_TIME seconds (clang)
.PHONY: $(FUZZ:%=fuzz-%)
$(FUZZ:%=fuzz-%): fuzz-%:
	$(Q)+$(MAKE) --no-print-directory O=build-fuzz CC=clang HARDEN= CFLAGS='-O1 -g \
		-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all' \
		build-fuzz/fuzz/$*
	@mkdir -p build-fuzz/corpus/$*
	build-fuzz/fuzz/$* -max_total_time=$(FUZZ_TIME) -print_final_stats=1 \
		-artifact_prefix=build-fuzz/$*- build-fuzz/corpus/$*

$(O)/fuzz/%: $(O)/tests/fuzz/%.o $(O)/libtq.a
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -fsanitize=fuzzer,address,undefined -o $@ $(filter %.o %.a,$^) $(LIBS)

.PHONY: bench
bench: all $(O)/bench/num_bench $(O)/bench/reader_bench ## measure against wc, jq, mlr and others that are installed
	$(Q)TQ_BIN=$(O)/bin tests/bench/bench.bash
	$(Q)$(O)/bench/num_bench
	$(Q)$(O)/bench/reader_bench

# Every indicator beside TA-Lib's: TALIB=DIR where that is installed, else the
# figures in tests/bench/talib.tsv. Linked as the programs are.
TALIB ?=
$(O)/bench/indicator_bench: LTO_NOT = $(LTO_LINK)
$(O)/tests/bench/talib_bench.o: CFLAGS += -I$(TALIB)/include
$(O)/bench/talib_bench: LDFLAGS += -L$(TALIB)/lib
$(O)/bench/talib_bench: LIBS := -lta-lib $(LIBS)

.PHONY: bench-indicators
bench-indicators: $(O)/bench/indicator_bench $(if $(TALIB),$(O)/bench/talib_bench) ## measure every indicator: tests/bench/INDICATORS.md
	$(Q)perl tests/bench/indicators.pl $^ > $(O)/INDICATORS.md && \
		mv $(O)/INDICATORS.md tests/bench/INDICATORS.md

$(O)/bench/%: $(O)/tests/bench/%.o $(O)/libtq.a
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(LTO_NOT) $(ALL_LDFLAGS) -o $@ $(filter %.o %.a,$^) $(LIBS)

.PHONY: demo
demo: ## set up, build, run the whole pipeline on simulated bars
	$(Q)share/setup/install-deps
	$(Q)+$(MAKE) --no-print-directory all
	$(Q)BIN=$(O)/bin share/setup/demo

# What --help says is what the man pages and the shells say: all from --spec.
$(O)/spec/%: $(O)/bin/%
	@mkdir -p $(@D)
	$(Q)$< --spec > $@

$(O)/man/tq-%.1: man/tq-%.1 share/setup/man.awk $(O)/spec/tq-%
	@mkdir -p $(@D)
	$(Q)awk -v spec=$(O)/spec/tq-$* -f share/setup/man.awk $< > $@

$(O)/man/tq-indicators.7: man/tq-indicators.7 share/setup/indicators.awk $(O)/bin/tq-indicator
	@mkdir -p $(@D)
	$(Q)$(O)/bin/tq-indicator --catalogue > $(O)/spec-indicators
	$(Q)awk -v catalogue=$(O)/spec-indicators -f share/setup/indicators.awk $< > $@

STRATEGIES := $(wildcard share/strategies/*.tq)
$(O)/man/tq-strategies.7: man/tq-strategies.7 share/setup/strategies.awk $(O)/bin/tq-signal $(STRATEGIES)
	@mkdir -p $(@D)
	$(Q)for name in $(sort $(basename $(notdir $(STRATEGIES)))); do \
		$(O)/bin/tq-signal --describe share/strategies/$$name.tq && echo || exit 1; done > $(O)/spec-strategies
	$(Q)awk -v described=$(O)/spec-strategies -f share/setup/strategies.awk $< > $@

$(O)/man/%: man/%
	@mkdir -p $(@D)
	$(Q)cp $< $@

.PHONY: man
man: $(MAN) ## make the man pages in build/man
	$(Q)if command -v mandoc >/dev/null && [ -n '$(MAN)' ]; then mandoc -Tlint -Wwarning $(MAN); fi

COMPLETE := awk -f share/setup/spec.awk -f share/setup
.PHONY: completions
completions: $(TOOLS:%=$(O)/spec/%) ## make the completions of bash, zsh and fish anew
	@mkdir -p completions/bash completions/zsh completions/fish
	$(Q)for tool in $(TOOLS); do \
		$(COMPLETE)/bash.awk $(O)/spec/$$tool > completions/bash/$$tool && \
		$(COMPLETE)/zsh.awk $(O)/spec/$$tool > completions/zsh/_$$tool && \
		$(COMPLETE)/fish.awk $(O)/spec/$$tool > completions/fish/$$tool.fish || exit 1; \
	done

SHARED := $(filter-out share/setup,$(wildcard share/*))
.PHONY: install
install: all man ## install below PREFIX (DESTDIR is put before it)
	$(Q)install -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(DATADIR) $(DESTDIR)$(MANDIR)/man1 \
		$(DESTDIR)$(MANDIR)/man5 $(DESTDIR)$(MANDIR)/man7 $(DESTDIR)$(BASHDIR) \
		$(DESTDIR)$(ZSHDIR) $(DESTDIR)$(FISHDIR)
	$(Q)install -m 755 $(BIN) $(DESTDIR)$(BINDIR)
	$(Q)for page in $(MAN); do \
		install -m 644 $$page $(DESTDIR)$(MANDIR)/man$${page##*.} || exit 1; done
	$(Q)[ -z '$(SHARED)' ] || cp -R $(SHARED) $(DESTDIR)$(DATADIR)
	$(Q)install -m 644 $(wildcard $(TOOLS:%=completions/bash/%)) $(DESTDIR)$(BASHDIR)
	$(Q)install -m 644 $(wildcard $(TOOLS:%=completions/zsh/_%)) $(DESTDIR)$(ZSHDIR)
	$(Q)install -m 644 $(wildcard $(TOOLS:%=completions/fish/%.fish)) $(DESTDIR)$(FISHDIR)

.PHONY: uninstall
uninstall: ## remove what install put there
	$(Q)rm -f $(TOOLS:%=$(DESTDIR)$(BINDIR)/%) $(TOOLS:%=$(DESTDIR)$(BASHDIR)/%) \
		$(TOOLS:%=$(DESTDIR)$(ZSHDIR)/_%) $(TOOLS:%=$(DESTDIR)$(FISHDIR)/%.fish) \
		$(foreach page,$(MAN),$(DESTDIR)$(MANDIR)/man$(subst .,,$(suffix $(page)))/$(notdir $(page)))
	$(Q)rm -rf $(DESTDIR)$(DATADIR)

.PHONY: dist
dist: ## pack the sources into tq-VERSION.tar.gz
	$(Q)git archive --format=tar.gz --prefix=tq-$(VERSION)/ -o tq-$(VERSION).tar.gz HEAD

.PHONY: clean
clean: ## remove what was built
	rm -rf $(O) build-sanitize build-analyze build-fuzz

.PHONY: help
help: ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "%-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
