package app_test

import (
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// Who holds something for a crisis learns that there is a crisis plan when the person
// ticked it, and otherwise not before it is in use (PRODUCT.md, "Crisis").
func TestThatACrisisPlanExistsIsToldOnlyToWhomItWasTicked(t *testing.T) {
	w := apptest.New(t)
	w.Write("crisis-help", "Sit with me.")
	for _, who := range []apptest.Who{w.Jamie, w.Pete} {
		w.Tie(who, models.Carer)
	}
	share := func(who apptest.Who, o models.Offer) error {
		o.Sections, o.Right = []models.SectionKey{"crisis-help"}, models.RightSee
		_, err := w.App.Share(t.Context(), w.Ailsa.Actor, app.Share{Plan: w.Ailsa.Plan, Account: who.Account, Offer: o})
		return err
	}
	told := func(who apptest.Who, want bool) {
		t.Helper()
		if is, err := w.App.CrisisTold(t.Context(), who.Actor, w.Ailsa.Plan); err != nil || is != want {
			t.Errorf("%s is told: %v, %v", who.Name, is, err)
		}
		if n := sees(t, w, who); n != 0 {
			t.Errorf("and sees %d sections before it is in use", n)
		}
	}
	if err := share(w.Jamie, models.Offer{When: models.Always, Told: true}); models.KindOf(err) != models.Invalid {
		t.Errorf("with what holds always: %v", err)
	}
	w.Must(share(w.Pete, models.Offer{When: models.InCrisis}))
	w.Must(share(w.Jamie, models.Offer{When: models.InCrisis, Told: true, Until: w.Clock.Now().Add(time.Hour)}))
	told(w.Pete, false)
	told(w.Jamie, true)
	view := w.Ailsa.Actor
	view.As = w.Jamie.Account
	if is, err := w.App.CrisisTold(t.Context(), view, w.Ailsa.Plan); err != nil || !is {
		t.Errorf("as he sees it: %v, %v", is, err)
	}
	given, err := w.App.Consents(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan)
	w.Must(err)
	if len(given) != 2 || given[0].Told == given[1].Told {
		t.Errorf("the receipts say %+v", given)
	}
	w.Must(w.App.PausePerson(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, w.Jamie.Account))
	told(w.Jamie, false)
	w.Must(w.App.ResumePerson(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, w.Jamie.Account))
	told(w.Jamie, true)
	w.Clock.Forward(time.Hour)
	told(w.Jamie, false) // it has run out
	w.Must(w.App.Withdraw(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, given[0].ID))
	if err := share(w.Pete, models.Offer{When: models.InCrisis, Told: true}); models.KindOf(err) != models.StepUp {
		t.Errorf("telling him too needs no password: %v", err)
	}
}
