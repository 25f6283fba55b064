package accounts

import (
	"testing"

	"handrail/app/internal/databasetest"
)

func TestMain(m *testing.M) { databasetest.Main(m) }
