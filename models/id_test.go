package models_test

import (
	"slices"
	"testing"
	"time"

	"handrail/models"
)

// Rows that are written one after the other lie side by side in an index, and no two are one.
func TestIDsAtATimeLieInItsOrder(t *testing.T) {
	var ids []models.ID
	for at := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC); len(ids) < 5000; at = at.Add(7 * time.Millisecond) {
		ids = append(ids, models.NewIDAt(at))
	}
	if !slices.IsSorted(ids) || len(slices.Compact(slices.Clone(ids))) != len(ids) {
		t.Error("ids of later times do not lie behind those of earlier ones")
	}
	at := time.Now()
	if a, b := models.NewIDAt(at), models.NewIDAt(at); a == b || len(a) != len(models.NewID()) {
		t.Errorf("%s and %s are of one moment", a, b)
	}
}
