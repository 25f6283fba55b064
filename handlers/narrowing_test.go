package handlers_test

import (
	"testing"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// Sharing less reaches nobody (SAFETY.md 9): by whatever way the person narrows, the other gets
// no mail, no note on a device and no event, and their lists read as before, byte for byte.
func TestNothingTellsTheOtherThatTheySeeLess(t *testing.T) {
	s := serverOf(apptest.NewWithMail(t))
	s.Tie(s.Jamie, models.Carer)
	given := s.Share(s.Jamie, models.RightSuggest, "daily", "goals")
	e := s.Write("goals", "Walk to the harbour.")
	ctx, who, plan, jamie := t.Context(), s.Ailsa.Actor, s.Ailsa.Plan, s.Jamie.Account
	lists := func() string {
		return s.page(s.Jamie, "/people", nil).Body.String() + s.page(s.Jamie, "/", nil).Body.String() +
			s.call(s.Jamie, "GET", "/me", "").Body.String() + s.page(s.Jamie, "/plans/"+string(plan)+"/suggestions", nil).Body.String()
	}
	before, mailed := lists(), len(s.Mail.All())
	_ = s.Pushes.Came()
	h := s.listen(s.Jamie)
	for _, less := range []struct {
		name string
		see  func() error
	}{
		{"hidden", func() error {
			yes := true
			_, err := s.App.SetPlace(ctx, who, plan, e.ID, app.Place{OnlyMe: &yes})
			return err
		}},
		{"one part stopped", func() error { return s.App.Withdraw(ctx, who, plan, given[1].ID) }},
		{"paused", func() error { return s.App.PausePerson(ctx, who, plan, jamie) }},
		{"all stopped", func() error { return s.App.StopAll(ctx, who, plan) }},
		{"ended", func() error { return s.App.EndPerson(ctx, who, plan, jamie) }},
	} {
		s.Must(less.see())
		if after := lists(); after != before {
			t.Errorf("%s: Jamie's lists read otherwise", less.name)
		}
	}
	if got := s.Mail.All()[mailed:]; len(got) > 0 {
		t.Errorf("mailed: %v", got)
	}
	if n := s.Pushes.Came(); n > 0 {
		t.Errorf("%d notes on devices", n)
	}
	s.Must(s.App.SignOut(ctx, s.Jamie.Actor)) // which ends the stream
	if event := h.next("event:"); event != "" {
		t.Errorf("the stream says %q", event)
	}
}
