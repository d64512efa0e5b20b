# SPDX-License-Identifier: ISC
# GNU make. `make help` lists the targets.

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
endif
ifdef CI
WARN += -Werror
endif

# -ffp-contract=off: the same statistics on every machine and compiler.
ALL_CFLAGS := -std=c11 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -ffp-contract=off \
	$(WARN) $(HARDEN) $(CFLAGS) -Ilib -I$(O)/gen \
	-DTQ_VERSION='"$(VERSION)"' -DTQ_PREFIX_DATA='"$(DATADIR)"' -MMD -MP
ALL_LDFLAGS := -pie -Wl,-z,relro,-z,now -Wl,--as-needed $(LDFLAGS)
LIBS := -linih -larchive -lz -lm

LIB_SRC := $(filter-out %.gen.c,$(wildcard lib/*/*.c))
LIB_OBJ := $(LIB_SRC:%.c=$(O)/%.o)
TOOLS := $(patsubst cmd/%.c,%,$(wildcard cmd/tq-*.c))
BIN := $(TOOLS:%=$(O)/bin/%)
UNIT := $(patsubst tests/unit/%.c,$(O)/unit/%,$(wildcard tests/unit/*_test.c))

.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all
all: $(BIN) ## build the programs in build/bin

# The powers of ten of the double conversions are computed, not kept.
$(O)/gen/num/pow10_table.h: lib/num/pow10.gen.c
	@mkdir -p $(@D) $(O)/tmp
	$(CC) -std=c11 -O1 -o $(O)/tmp/pow10_gen $<
	$(O)/tmp/pow10_gen > $@
$(O)/lib/num/f64.o: $(O)/gen/num/pow10_table.h

$(O)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(O)/libtq.a: $(LIB_OBJ)
	@rm -f $@
	$(AR) rcs $@ $(LIB_OBJ)

# main() is shared; each program is told which filter it runs.
$(O)/cmd/main-%.o: cmd/main.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -DTQ_FILTER=$(subst -,_,$*)_filter -c -o $@ $<

$(O)/bin/%: $(O)/cmd/main-%.o $(O)/cmd/%.o $(O)/libtq.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $(O)/cmd/main-$*.o $(O)/cmd/$*.o $(O)/libtq.a $(LIBS)

$(O)/unit/%: $(O)/tests/unit/%.o $(O)/libtq.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $< $(O)/libtq.a $(LIBS)

-include $(wildcard $(O)/lib/*/*.d $(O)/cmd/*.d $(O)/tests/*/*.d)

.PHONY: unit
unit: $(UNIT) ## build the unit tests

.PHONY: clean
clean: ## remove what was built
	rm -rf $(O)

.PHONY: help
help: ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "%-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
