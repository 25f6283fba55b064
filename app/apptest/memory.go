package apptest

import "handrail/app/internal/databasetest"

// InMemory has the folders of tests made in memory where there is room; see databasetest.
func InMemory() { databasetest.InMemory() }
