# OneDoor: make test runs everything that proves the program; the rest is below.

GO       ?= go
VERSION  ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
TESTSUM   = $(GO) tool -modfile=.tools/go.mod gotestsum --format pkgname-and-test-fails --hide-summary=skipped
SOAKSEED := $(or $(ONEDOOR_SEED),$(shell od -An -N3 -tu4 /dev/urandom | tr -d ' '))
LINT      = $(GO) tool -modfile=.tools/go.mod golangci-lint

.PHONY: help run test lint soak bench shots clips fuzz release

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## the sample centre on http://127.0.0.1:8080
	$(GO) run ./cmd/onedoor

test: ## everything, with the race detector, in a random order
	.tools/setup
	@echo "Building and running all tests with the race detector: silent for minutes the first time."
	$(TESTSUM) -- -race -shuffle=on -timeout=20m ./...
	@echo "Killing the program at every byte of a slip and every entry, which the race detector makes too long."
	$(TESTSUM) -- -timeout=20m -run 'TestCrashes|TestCutOff' ./printer

lint: ## the linters and formatters of .golangci.yml
	$(LINT) run ./...

soak: ## the long rounds: 10,000 slips with every fault, a crash at every byte, 100 SIGKILLs under load
	.tools/setup
	SEEDS=50 $(GO) test -count=1 -timeout=30m -run 'TestCrashes|TestCutOff|TestModel' ./printer
	ONEDOOR_SLIPS=10000 ONEDOOR_SEED=$(SOAKSEED) $(GO) test -count=1 -timeout=30m -run 'TestManySlips$$' -v ./printer/printertest
	ONEDOOR_KILLS=100 $(GO) test -count=1 -timeout=60m -run 'TestKilled' -v ./cmd/onedoor

bench: release ## figures, each beside the limit measured in the same run
	ONEDOOR_BINARY=$(CURDIR)/.out/onedoor $(GO) test -run '^$$' -bench . -benchtime=1x -timeout=60m ./cmd/onedoor
	$(GO) test -run '^$$' -bench . ./queue/... ./printer/... ./display/...

shots: ## the pictures of README.md, made by the program itself
	.tools/setup
	ONEDOOR_SHOTS=$(CURDIR)/.out/shots $(GO) test -count=1 -run 'TestEveryPageAndState' -v ./cmd/onedoor

clips: ## the pack of clips in display/voice/pack, of its lists of words; needs espeak-ng and opus-tools
	$(GO) run ./display/voice/internal/packing display/voice/pack

fuzz: ## half a minute for each fuzzer
	@for p in $$($(GO) list ./...); do \
		for f in $$($(GO) test -list '^Fuzz' $$p | grep '^Fuzz'); do \
			echo "$$p $$f"; $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime 30s -fuzzminimizetime 1s $$p || exit 1; \
		done; \
	done

release: ## a stripped binary in .out
	CGO_ENABLED=1 $(GO) build -trimpath -tags nomsgpack -ldflags '-s -w -X main.version=$(VERSION)' -o .out/onedoor ./cmd/onedoor
