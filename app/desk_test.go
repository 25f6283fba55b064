package app_test

import (
	"slices"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// dueFor is the goals that somebody's first page names beside Ailsa, by their words.
func dueFor(w *apptest.World, who apptest.Who) []string {
	w.T.Helper()
	circle, err := w.App.Circle(w.T.Context(), who.Actor, app.Part{})
	w.Must(err)
	var out []string
	for _, b := range circle {
		for _, g := range b.Due {
			out = append(out, g.Entry.Fields.Get("goal")+" "+string(g.Last))
		}
	}
	return out
}

// Goals that nothing was said of for some weeks are named to those who work with the
// person, as far as they see them, in the person's order; and it counts as a look.
func TestGoalsDueForALook(t *testing.T) {
	w := apptest.New(t)
	ctx, plan := t.Context(), w.Ailsa.Plan
	for _, role := range []models.Role{models.Practitioner, models.Carer} {
		w.Tie(map[models.Role]apptest.Who{models.Practitioner: w.Morag, models.Carer: w.Jamie}[role], role)
	}
	allotment, bus, secret := w.Write(app.Goals, "The allotment"), w.Write(app.Goals, "The bus"), w.Write(app.Goals, "A secret")
	reached := w.Write(app.Goals, "Reached")
	_, err := w.App.TurnGoal(ctx, w.Ailsa.Actor, app.TurnGoal{Plan: plan, Goal: reached.ID, State: "reached"})
	w.Must(err)
	onlyMe := true
	_, err = w.App.EditEntry(ctx, w.Ailsa.Actor, app.EditEntry{Plan: plan, Entry: secret.ID, Version: 1, Fields: secret.Fields, Place: app.Place{OnlyMe: &onlyMe}})
	w.Must(err)
	mark := func(goal models.ID) {
		_, err := w.App.AddReview(ctx, w.Ailsa.Actor, app.AddReview{Plan: plan, Goal: goal, Words: models.ReviewWords{Mark: 3}})
		w.Must(err)
	}
	mark(allotment.ID)
	w.Clock.Forward(28 * 24 * time.Hour)
	if got := dueFor(w, w.Morag); got != nil {
		t.Errorf("nothing is shared, and it says %q", got)
	}
	if looks, err := w.App.ReadLooks(ctx, w.Ailsa.Actor, app.Looks{Plan: plan}); err != nil || len(looks.Looks) != 0 {
		t.Errorf("nothing was looked at: %+v, %v", looks, err)
	}
	w.Share(w.Morag, models.RightSee, app.Goals)
	w.Share(w.Jamie, models.RightSee, app.Goals)
	if got := dueFor(w, w.Morag); !slices.Equal(got, []string(nil)) {
		t.Errorf("since today they see it, and it says %q", got)
	}
	w.Clock.Forward(28 * 24 * time.Hour)
	if got := dueFor(w, w.Morag); !slices.Equal(got, []string{"The allotment 2026-11-23", "The bus "}) {
		t.Errorf("due: %q", got)
	}
	if got := dueFor(w, w.Jamie); got != nil {
		t.Errorf("a carer's page says %q", got)
	}
	looks, err := w.App.ReadLooks(ctx, w.Ailsa.Actor, app.Looks{Plan: plan})
	w.Must(err)
	if len(looks.Looks) == 0 || looks.Looks[0].Section != app.Goals || looks.Looks[0].Account != w.Morag.Account {
		t.Errorf("who has looked: %+v", looks.Looks)
	}
	mark(bus.ID)
	if got := dueFor(w, w.Morag); !slices.Equal(got, []string{"The allotment 2026-11-23"}) {
		t.Errorf("after a mark: %q", got)
	}
}
