package apptest

import (
	"testing"

	"handrail/app/internal/databasetest"
)

// Main runs a package's tests with their folders in memory where there is room.
func Main(m *testing.M, last ...func()) { databasetest.Main(m, last...) }

// InMemory does so alone.
func InMemory() { databasetest.InMemory() }
