package demo_test

import (
	"testing"

	"handrail/app/apptest"
)

func TestMain(m *testing.M) { apptest.Main(m) }
