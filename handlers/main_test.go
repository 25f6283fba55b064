package handlers_test

import (
	"os"
	"testing"

	"handrail/app/apptest"
)

func TestMain(m *testing.M) {
	apptest.InMemory()
	code := m.Run()
	shared.ends()
	os.Exit(code)
}
