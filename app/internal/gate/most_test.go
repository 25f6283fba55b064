package gate

import (
	"errors"
	"testing"

	"handrail/models"
)

// lower makes a limit small for one test.
func lower(t *testing.T, most *int, to int) {
	before := *most
	*most = to
	t.Cleanup(func() { *most = before })
}

func TestAPlanCanBeFull(t *testing.T) {
	h := newHouse(t)
	jamie := h.confirmed("jamie", models.Carer, models.RightSuggest, "daily")
	lower(t, &mostEntries, 3)
	lower(t, &mostByOthers, 2)
	lower(t, &mostRows, 4)
	add := func(k models.Kept) error {
		return h.gate.Write(t.Context(), h.owner, h.plan, models.ByAPI, func(pen *Pen) error {
			if e, is := k.(*models.Entry); is {
				return Save(pen, e)
			}
			return Save(pen, k.(*models.Suggestion))
		})
	}
	entry := func() *models.Entry { return &models.Entry{Record: models.Record{Section: "daily"}} }
	for range 3 {
		h.must(add(entry()))
	}
	if err := add(entry()); !errors.Is(err, ErrFull) {
		t.Errorf("one more: %v", err)
	}
	suggest := func() error {
		return h.gate.Write(t.Context(), jamie, h.plan, models.ByAPI, func(pen *Pen) error {
			return Save(pen, &models.Suggestion{Record: models.Record{Section: "daily"}})
		})
	}
	for range 2 { // what the plan holds is nothing to somebody else
		h.must(suggest())
	}
	if err := suggest(); !errors.Is(err, ErrFull) {
		t.Errorf("one more of Jamie's: %v", err)
	}
}

func TestAnEntryCanBeWorn(t *testing.T) {
	h := newHouse(t)
	lower(t, &mostVersions, 3)
	e := &models.Entry{Record: models.Record{Section: "daily"}}
	for n := range 4 {
		err := h.gate.Write(t.Context(), h.owner, h.plan, models.ByAPI, func(pen *Pen) error {
			e.Fields = models.Fields{{Key: "what", Text: string(rune('a' + n))}}
			return Save(pen, e)
		})
		if n == 3 != errors.Is(err, ErrWorn) || n < 3 && err != nil {
			t.Errorf("save %d: %v", n, err)
		}
	}
}
