# Handrail: make test is the whole of it; go test ./... is the quick loop.
# Everything that the tests need is fetched by name and exact version.

AXE_VERSION := 4.14.1
LINT_VERSION := v2.15.0
CACHE := .cache

.PHONY: test quick bench lint generate setup

test: setup generate-check
	CI=true go test -timeout 14m ./...

quick:
	go test ./...

bench:
	go test -run '^$$' -bench . -benchtime 2s -count 1 ./handlers ./models

lint:
	gofmt -l $$(git ls-files '*.go') | (! grep .)
	go vet ./...
	go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINT_VERSION) run

generate:
	go tool templ generate -path handlers/pages

# Generated views are committed; this fails when they are not fresh.
generate-check:
	go tool templ generate -path handlers/pages >/dev/null
	git diff --exit-code --stat -- '*_templ.go'

setup:
	./.ci/setup $(AXE_VERSION) $(CACHE)
