# OneDoor: make test runs everything that proves the program; the rest is below.

GO       ?= go
VERSION  ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
TESTSUM   = $(GO) tool -modfile=.tools/go.mod gotestsum --format pkgname-and-test-fails --hide-summary=skipped
SOAKSEED := $(or $(ONEDOOR_SEED),$(shell od -An -N3 -tu4 /dev/urandom | tr -d ' '))
LINT      = $(GO) tool -modfile=.tools/go.mod golangci-lint

.PHONY: help run test lint soak bench shots lighthouse clips fuzz release

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

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
	.tools/setup lighthouse
	ONEDOOR_BINARY=$(CURDIR)/.out/onedoor $(GO) test -run '^$$' -bench . -benchtime=1x -timeout=60m ./cmd/onedoor
	$(GO) test -run '^$$' -bench . ./queue/... ./printer/... ./display/...

shots: ## every page and state in both languages, into .out/shots; REF=main~1 shows what differs from that revision's
	.tools/setup
	rm -rf .out/shots
	@if [ -n "$(REF)" ]; then set -e; \
		at=$$(git rev-parse --verify "$(REF)^{commit}"); \
		if [ ! -f ".out/shots-$$at/index.html" ]; then \
			git worktree add --force --detach .out/ref "$$at"; \
			(cd .out/ref && .tools/setup && ONEDOOR_SHOTS=$(CURDIR)/.out/shots-$$at $(GO) test -count=1 -run 'TestEveryPageAndState' ./cmd/onedoor) \
				|| echo "That revision's walk found faults; its pictures count all the same."; \
			git worktree remove --force .out/ref; \
		fi; \
		echo "Comparing with $(CURDIR)/.out/shots-$$at"; \
		ONEDOOR_SHOTS=$(CURDIR)/.out/shots ONEDOOR_SHOTS_REF=$(CURDIR)/.out/shots-$$at $(GO) test -count=1 -run 'TestEveryPageAndState' -v ./cmd/onedoor; \
	else \
		ONEDOOR_SHOTS=$(CURDIR)/.out/shots $(GO) test -count=1 -run 'TestEveryPageAndState' -v ./cmd/onedoor; \
	fi

lighthouse: ## Lighthouse's word on kiosk and phone: accessibility and best practice have to be 100
	.tools/setup lighthouse
	$(GO) test -run '^$$' -bench Lighthouse -benchtime=1x -timeout=10m ./cmd/onedoor

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
