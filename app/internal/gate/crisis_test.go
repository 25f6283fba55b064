package gate

import (
	"testing"
	"time"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

// epochNow is the plan's epoch.
func (h *house) epochNow() int64 {
	h.t.Helper()
	var n database.Number
	h.must(h.db.View(h.t.Context(), func(tx *database.Tx) error {
		return tx.One("SELECT epoch FROM plans WHERE id = ?", []any{string(h.plan)}, &n)
	}))
	return int64(n)
}

func (h *house) as(who models.Actor, do func(*Pen) error) {
	h.t.Helper()
	h.must(h.gate.Write(h.t.Context(), who, h.plan, who.Via, do))
}

// Whatever may change when the crisis plan is in use moves the epoch, so that every
// read and every stream decides anew.
func TestEveryStepOfACrisisMovesTheEpoch(t *testing.T) {
	h := newHouse(t)
	jamie := h.confirmed("jamie", models.Carer, models.RightSee, "daily")
	h.now = h.now.Add(25 * time.Hour)
	press := func(pen *Pen) error { _, _, err := PressCrisis(pen, ""); return err }
	closes := func(pen *Pen) error { _, err := CloseCrisis(pen); return err }
	back := func(pen *Pen) error { _, err := TakeBackCrisis(pen); return err }
	for _, step := range []struct {
		name string
		who  models.Actor
		do   func(*Pen) error
	}{
		{"choosing", h.owner, func(pen *Pen) error { return ChooseCrisisWay(pen, models.OneAfterOne, 7) }},
		{"giving a key", h.owner, func(pen *Pen) error { return GiveKey(pen, jamie.Account) }},
		{"a start", jamie, press},
		{"taking it back", jamie, back},
		{"a start again", jamie, press},
		{"closing", h.owner, closes},
		{"allowing", h.owner, func(pen *Pen) error { return AllowKey(pen, jamie.Account) }},
		{"a third start", jamie, press},
		{"taking the key", h.owner, func(pen *Pen) error { return TakeKey(pen, jamie.Account) }},
		{"the person's own", h.owner, press},
		{"ending it", h.owner, closes},
	} {
		before := h.epochNow()
		h.as(step.who, step.do)
		if h.epochNow() <= before {
			t.Errorf("%s has not moved the epoch", step.name)
		}
	}
}

// Every step stands in the chain, whoever took it, and the chain holds.
func TestEveryStepOfACrisisIsOnRecord(t *testing.T) {
	h := newHouse(t)
	jamie := h.confirmed("jamie", models.Carer, models.RightSee, "daily")
	h.now = h.now.Add(25 * time.Hour)
	h.as(h.owner, func(pen *Pen) error { return ChooseCrisisWay(pen, models.OneAtOnce, 7) })
	h.as(h.owner, func(pen *Pen) error { return GiveKey(pen, jamie.Account) })
	h.as(jamie, func(pen *Pen) error { _, _, err := PressCrisis(pen, ""); return err })
	h.as(h.owner, func(pen *Pen) error { _, err := CloseCrisis(pen); return err })
	for range 3 { // barred now: folded into one a day
		h.as(jamie, func(pen *Pen) error { _, _, err := PressCrisis(pen, ""); return err })
	}
	var looks []models.Look
	h.must(h.gate.Read(t.Context(), h.owner, h.plan, models.ByAPI, func(p *Pass) (err error) {
		looks, err = Looks(p, Filter{Limit: 50})
		return err
	}))
	var got []string
	for _, l := range looks {
		said := string(l.Account) + " " + string(l.Act)
		if !l.Allowed {
			said += " for nothing"
		}
		got = append(got, said)
		if l.Section != models.CrisisMark {
			t.Errorf("it is about %s", l.Section)
		}
	}
	want := []string{"jamie crisis_start for nothing", "owner crisis_close", "jamie crisis_open"}
	if len(got) != len(want) || got[0] != want[0] || got[1] != want[1] || got[2] != want[2] {
		t.Errorf("on record: %q", got)
	}
	if broken, err := h.gate.CheckChains(t.Context(), silent); err != nil || len(broken) != 0 {
		t.Errorf("the chain: %v %v", broken, err)
	}
}
