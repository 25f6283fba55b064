# What developers and CI run. make setup installs what is missing on Debian;
# everything else needs Go and, for the tests, a C compiler.

# Packages whose tests share memory between goroutines are tested for races, without
# the browser, which would only wait for a slower server. The rules in models are pure,
# and cmd drives a binary of its own. The drills of the database are servers that are killed.
RACED   := ./app/... ./handlers/...
UNRACED := ./models/... ./static/... ./cmd/... ./app/internal/internal/database
# What handlers is tested for in a browser, and at length: what stands in files named so.
AT_LENGTH = $(shell grep -ho '^func Test[A-Za-z0-9_]*' handlers/*_browser_test.go handlers/*_long_test.go | cut -d ' ' -f 2 | paste -sd '|')
LINTER  := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0

.PHONY: help setup generate vet test test-browser test-raced test-unraced test-postgres test-quick bench drills lint try
.NOTPARALLEL: # two cores have enough to do with one part

help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## /  make \1	/p' $(MAKEFILE_LIST)

setup: ## install what building and testing need and this machine lacks
	@.ci/setup

generate: ## make the Go code of the pages from their templ files
	go tool templ generate -path handlers/pages

vet: ## what the compiler lets pass and go vet and gofmt do not
	go vet ./... ./cmd/handrail/testdata/bare
	@unformatted=$$(gofmt -l app cmd handlers models static); \
	if [ -n "$$unformatted" ]; then echo "gofmt would change:"; echo "$$unformatted"; exit 1; fi

test: setup vet test-unraced test-raced test-browser test-postgres ## all tests, in a browser and on PostgreSQL too; nothing that is missing is skipped

test-browser: ## the tests of handlers in a browser, and those that take long
	CI=true .ci/postgres with go test -timeout 30m -run '^($(or $(AT_LENGTH),$(error no test has a browser)))$$' ./handlers

test-raced: ## the tests of app and handlers, for races
	env -u CI .ci/postgres with go test -race -timeout 20m $(RACED)

test-unraced: ## the tests of all else, with the drills of a server that is killed
	CI=true .ci/postgres with go test -timeout 15m $(UNRACED)
	env -u CI CGO_ENABLED=0 go test ./app/internal/internal/database # the SQLite of a build without a C compiler
	CI=true CGO_ENABLED=0 go test -run KilledGoesOn ./app/internal/internal/database

test-postgres: ## the tests of app and handlers once more, with PostgreSQL instead of SQLite
	env -u CI HANDRAIL_TEST_ON=postgres .ci/postgres with go test -timeout 20m ./app/... ./handlers/...

test-quick: ## the tests without a browser, without PostgreSQL and without drills, for use while writing
	go test ./...
	@echo "left out: what needs a browser, what needs PostgreSQL, and the drills (make test has them)"

bench: ## the figures that the project holds itself to
	@FSYNC=on .ci/postgres with go test ./handlers ./cmd/handrail -run '^$$' -bench Figures -benchtime 1x -timeout 90m
	@go test ./models -run '^$$' -bench . -benchtime 2s
	@go test ./handlers -count 1 -v -run PagesAreSmall

drills: setup ## what must not lose anything, many times over, and the browser on PostgreSQL too: about half an hour
	HANDRAIL_DRILLS=500 .ci/postgres with go test ./cmd/handrail ./app/internal/internal/database -count 1 -timeout 60m -v -run Drill
	HANDRAIL_DRILLS=50 CGO_ENABLED=0 go test ./cmd/handrail -count 1 -timeout 15m -v -run KilledUnderLoad
	CI=true HANDRAIL_TEST_ON=postgres .ci/postgres with go test ./handlers -count 1 -timeout 45m -run '^($(or $(AT_LENGTH),$(error no test has a browser)))$$'

lint: ## golangci-lint with the rules in .golangci.yml; the first time takes some minutes
	go run $(LINTER) run ./...

try: setup ## start both commands, look at the first pages, stop them
	@.ci/try
