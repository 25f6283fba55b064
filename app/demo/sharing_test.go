package demo_test

import (
	"testing"
	"time"

	"handrail/models"
)

// What is shared lasts to the end of a day in the zone of the service, as on the page where it was chosen.
func TestAShareLastsToTheEndOfADay(t *testing.T) {
	a, _ := world(t)
	ailsa, id := signIn(t, a, "ailsa")
	given, err := a.Receipts(t.Context(), ailsa, id, time.Time{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	ends := 0
	for _, c := range given {
		if c.Until.IsZero() {
			continue
		}
		ends++
		if _, whole := models.LastDay(c.Until, glasgow(t)); !whole {
			t.Errorf("%s for %s ends at %v", c.Section, c.Account, c.Until)
		}
	}
	if ends == 0 {
		t.Error("none has an end")
	}
}

// glasgow is the zone in which everybody in the demo lives.
func glasgow(t *testing.T) *time.Location {
	t.Helper()
	zone, known := models.ZoneNamed("Europe/London")
	if !known {
		t.Fatal("there is no zone Europe/London")
	}
	return zone
}
