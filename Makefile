# What contributors run. Only Go is needed to build the site; the tests of the page
# also use Chromium, Node's npm, Java, w3m and lynx, which "make test" installs where it may.
#
#   make test         everything that must pass, set-up included
#   make serve        the site in a browser while it is written
#   make bench        Go's benchmarks, among them how a build compares with the least that one could do
#   make bench-reload how long it takes from a save to the page in the browser: of 100 saves the
#                     median, the 95th percentile and the worst
#   make fuzz         every fuzz target for FUZZTIME each
#   make screenshots  pictures of the pages, in testdata/screenshots/
#   make picture      the picture in README.md, docs/page.png, made again
#   make lighthouse   what Lighthouse says of the pages; fails below 100

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
FUZZTIME ?= 20s
BENCH ?= .

.PHONY: test lint site tools chromium java w3m lynx serve bench bench-reload fuzz screenshots picture lighthouse

test: lint site tools
	go test -race -timeout 10m ./...

lint:
	@bad=$$(gofmt -l *.go cmd internal); \
	if [ -n "$$bad" ]; then echo "make: gofmt would change:"; echo "$$bad"; exit 1; fi
	go vet ./...
	go tool staticcheck ./...

# The first command of the README, and that it leaves the working tree as it was.
site:
	@before=$$(git status --porcelain 2>&1 || true); \
	go run ./cmd/build; \
	after=$$(git status --porcelain 2>&1 || true); \
	if [ "$$before" != "$$after" ]; then echo "make: the build changed the working tree:"; echo "$$after"; exit 1; fi

tools: chromium java w3m lynx node_modules

# A tool that is missing is installed by apt where that is allowed. Where it is not,
# the tests that need it skip and say so; with CI set, what would skip fails instead.
define apt
	@if command -v $(2) >/dev/null; then exit 0; fi; \
	sudo=; if [ "$$(id -u)" != 0 ]; then sudo="sudo -n"; fi; \
	if command -v apt-get >/dev/null && $$sudo true 2>/dev/null; then \
		echo "make: installing $(1)"; \
		install() { DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq --no-install-recommends $(1); }; \
		if install >/dev/null 2>&1; then exit 0; fi; \
		$$sudo apt-get update -qq && install >/dev/null && exit 0; \
	fi; \
	echo "make: $(1) is missing and could not be installed: tests that need it skip"; \
	[ -z "$${CI:-}" ]
endef

chromium:
	$(call apt,chromium,"$${CHROMIUM:-chromium}")

java:
	$(call apt,default-jre-headless,java)

w3m lynx:
	$(call apt,$@,$@)

node_modules: package-lock.json
	$(call apt,npm,npm)
	@if npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null; then \
		touch node_modules; \
	else \
		echo "make: npm ci failed: tests that need axe-core or the Nu HTML checker skip"; \
		[ -z "$${CI:-}" ]; \
	fi

serve:
	go run ./cmd/build serve --open

bench:
	go test -run '^$$' -bench '$(BENCH)' -benchmem ./...

bench-reload: chromium
	go test ./internal/browsertest -run '^$$' -bench Reload -benchtime 100x

fuzz:
	@for package in $$(go list ./...); do \
		for target in $$(go test -list '^Fuzz' "$$package" | grep '^Fuzz' || true); do \
			echo "make: $$package $$target for $(FUZZTIME)"; \
			go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) "$$package"; \
		done; \
	done

screenshots: chromium
	go test ./internal/browsertest -run Screenshots -count 1 -screenshots "$(CURDIR)/testdata/screenshots"

picture: chromium
	go test ./internal/browsertest -run Picture -count 1 -picture "$(CURDIR)/docs/page.png"

lighthouse: chromium internal/browsertest/lighthouse/node_modules
	go test ./internal/browsertest -run Lighthouse -count 1 -timeout 30m -lighthouse

# npm's own packages of Node's bring one that is new enough; nothing is run on the way.
internal/browsertest/lighthouse/node_modules: internal/browsertest/lighthouse/package-lock.json
	$(call apt,npm,npm)
	cd $(@D) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
	@touch $@
