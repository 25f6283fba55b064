package database

import (
	"os"
	"testing"

	"handrail/app/internal/databasetest"
)

func TestMain(m *testing.M) {
	databasetest.InMemory()
	os.Exit(m.Run())
}
