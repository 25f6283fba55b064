package pages_test

import (
	"net/http"
	"testing"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// The form asks about the people in the plan. Somebody who was sent away stays kept
// from the entry, and nobody is asked for a password because of them.
func TestWhoWasSentAwayStaysKeptFromAnEntry(t *testing.T) {
	w := apptest.New(t)
	e := w.Write("hopes", "A garden with a wall.")
	w.Tie(w.Jamie, models.Carer)
	_, err := w.App.SetPlace(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, e.ID, app.Place{HiddenFrom: &[]models.ID{w.Jamie.Account}})
	w.Must(err)
	w.Must(w.App.EndPerson(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, w.Jamie.Account))
	at(w, w.Ailsa).post("/plans/"+string(w.Ailsa.Plan)+"/entries/"+string(e.ID)+"/about", "privacy", "section").is(http.StatusSeeOther)
	now, err := w.App.ReadEntry(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, e.ID)
	if err != nil || len(now.HiddenFrom) != 1 {
		t.Errorf("kept from %v, %v", now.HiddenFrom, err)
	}
}
