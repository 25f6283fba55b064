package gate

import (
	"context"
	"testing"
	"time"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

// queued tells when somebody waits for their turn.
type queued struct {
	context.Context
	waits chan struct{}
}

func (q queued) Done() <-chan struct{} {
	select {
	case q.waits <- struct{}{}:
	default:
	}
	return q.Context.Done()
}

// A write that waits is decided when its turn comes: what ran out meanwhile has run out.
func TestARightThatRunsOutInTheQueueIsGone(t *testing.T) {
	h := newHouse(t)
	jamie := h.confirmed("jamie", models.Carer, models.RightSee)
	h.write(func(pen *Pen) error {
		return Give(pen, &models.Consent{Account: jamie.Account, Section: "daily", Right: models.RightSuggest, When: models.Always, From: h.now, Until: h.now.Add(time.Hour)})
	})
	ctx := queued{t.Context(), make(chan struct{}, 1)}
	h.db.Later(func(*database.Tx) error {
		<-ctx.waits
		h.now = h.now.Add(2 * time.Hour)
		return nil
	})
	err := h.gate.Write(ctx, jamie, h.plan, models.ByAPI, func(pen *Pen) error {
		return Save(pen, &models.Suggestion{Record: models.Record{Section: "daily"}})
	})
	if models.KindOf(err) != models.NotFound {
		t.Errorf("written under a right that had run out: %v", err)
	}
}

// Nobody waits for the record of a not-found: the time of a write must not tell
// what is hidden from what never was, or a plan from none.
func TestANotFoundIsRecordedBehindTheAnswer(t *testing.T) {
	h := newHouse(t)
	jamie := h.confirmed("jamie", models.Carer, models.RightSee, "daily")
	hidden := h.entry("goals", "mine")
	clock := h.gate.clock
	for name, who := range map[string]models.Actor{"a confirmed person": jamie, "a stranger": h.account("stranger")} {
		before := h.refusals()
		behind := make(chan int, 1) // what stands when the next in the queue has its turn
		h.gate.clock = func() time.Time {
			h.gate.clock = clock
			h.db.LaterPlan(string(h.plan), func(tx *database.Tx) error { behind <- countRefusals(tx); return nil })
			return h.now
		}
		err := h.gate.Write(t.Context(), who, h.plan, models.ByAPI, func(pen *Pen) error { return Remove[models.Entry](pen, hidden.ID, 0) })
		if models.KindOf(err) != models.NotFound {
			t.Errorf("%s: %v", name, err)
		}
		if n := <-behind; n != before {
			t.Errorf("%s waited for the record of a not-found", name)
		}
		if h.refusals() != before+1 {
			t.Errorf("%s left no record", name)
		}
	}
}

// refusals is how many stand, once whatever was queued does.
func (h *house) refusals() (n int) {
	h.must(h.db.Append(h.t.Context(), string(h.plan), func(tx *database.Tx) error { n = countRefusals(tx); return nil }))
	return n
}

func countRefusals(tx *database.Tx) (n int) {
	_ = tx.One("SELECT (SELECT count(*) FROM access_records WHERE allowed = 0) + (SELECT coalesce(sum(count), 0) FROM refusals)", nil, &n)
	return n
}
