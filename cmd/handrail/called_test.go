package main

import (
	"testing"

	"handrail/app/config"
	"handrail/handlers/pages"
)

func TestTheCommandIsCalledAsTheServerWas(t *testing.T) {
	c := config.Config{Data: "/srv/data"}
	for name, want := range map[string]string{
		"./handrail":                                "./handrail",
		"/usr/local/bin/handrail":                   "/usr/local/bin/handrail",
		"/home/leona o/handrail":                    "'/home/leona o/handrail'",
		"/tmp/go-build2628002232/b001/exe/handrail": "go run ./cmd/handrail",
		"/home/leona/.cache/go-build/b1/b1755d468b73cac758f5944c7a667761223f54eddec662a51e9e5b3097c24791-d/handrail": "go run ./cmd/handrail",
	} {
		if got := commandFor(c, name); got != (pages.Command{Program: want, Kept: " --data /srv/data"}) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	c.Key, c.Database, c.Ledger = "secret", "postgres://secret", "/ledger"
	if got := commandFor(c, "handrail"); got != (pages.Command{Program: "HANDRAIL_DATABASE=… HANDRAIL_KEY=… handrail", Kept: " --data /srv/data --ledger /ledger"}) {
		t.Errorf("%+v", got)
	}
}
