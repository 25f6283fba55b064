package gate

import (
	"testing"

	"handrail/app/internal/databasetest"
)

func TestMain(m *testing.M) { databasetest.Main(m) }

// silent is the report of what nobody waits to hear of.
func silent(int64, int64) {}
