package app_test

import (
	"os"
	"testing"

	"handrail/app/apptest"
)

func TestMain(m *testing.M) {
	apptest.InMemory()
	os.Exit(m.Run())
}
