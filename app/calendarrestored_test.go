package app_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"handrail/app/apptest"
	"handrail/models"
)

// A link to a calendar that was ended, or became another one, opens nothing again when an old copy
// is put back; neither does any where nobody can say which had ended.
func TestAnEndedCalendarStaysEndedWhenAnOldCopyIsPutBack(t *testing.T) {
	for name, c := range map[string]struct {
		end   func(w *apptest.World, phone models.Actor) error
		lose  bool // the ledger
		opens bool
	}{
		"nothing happened": {func(*apptest.World, models.Actor) error { return nil }, false, true},
		"ended": {func(w *apptest.World, phone models.Actor) error {
			return w.App.EndCalendar(t.Context(), phone, w.Ailsa.Plan)
		}, false, false},
		"made anew": {func(w *apptest.World, phone models.Actor) error {
			_, err := w.App.NewCalendar(t.Context(), phone, w.Ailsa.Plan)
			return err
		}, false, false},
		"without the ledger": {func(*apptest.World, models.Actor) error { return nil }, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			w, phone, _ := reminded(t)
			link, err := w.App.NewCalendar(t.Context(), phone, w.Ailsa.Plan)
			w.Must(err)
			old := copyOf(t, w)
			w.Must(c.end(w, phone))
			if c.lose {
				w.Restart(func(folder string) { w.Must(os.Remove(filepath.Join(folder, "handrail.ledger"))) })
			} else {
				putBack(t, w, old)
			}
			if _, err := w.App.Calendar(t.Context(), secretOf(link)); errors.Is(err, models.ErrNotFound) == c.opens {
				t.Errorf("the link gives %v", err)
			}
		})
	}
}

// Where there was no calendar nothing became less, and nothing stands still afterwards.
func TestAFirstCalendarNarrowsNothing(t *testing.T) {
	w, phone, _ := reminded(t)
	old := copyOf(t, w)
	w.Must(w.App.EndCalendar(t.Context(), phone, w.Ailsa.Plan))
	_, err := w.App.NewCalendar(t.Context(), phone, w.Ailsa.Plan)
	w.Must(err)
	putBack(t, w, old)
	if h, err := w.App.Hold(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan); err != nil || h.Holds() {
		t.Errorf("held as %+v, %v", h, err)
	}
}
