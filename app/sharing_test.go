package app_test

import (
	"errors"
	"testing"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// One request must not write a hundred thousand grants in the one writer's turn.
func TestASectionStandsOnceInWhatIsShared(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	o := func(sections ...models.SectionKey) models.Offer {
		return models.Offer{Sections: sections, Right: models.RightSee, When: models.Always}
	}
	twice := func(name string, err error) {
		var e *models.Error
		if !errors.As(err, &e) || e.Kind != models.Invalid || e.Fields[0].Key != "field.twice" {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := w.App.Share(t.Context(), w.Ailsa.Actor, app.Share{Plan: w.Ailsa.Plan, Account: w.Jamie.Account, Offer: o("daily", "goals", "daily")})
	twice("shared", err)
	_, err = w.App.Invite(t.Context(), w.Ailsa.Actor, app.Invite{Plan: w.Ailsa.Plan, Role: models.Carer, Offers: []models.Offer{o("daily"), o("goals", "daily")}})
	twice("prepared", err)
}
