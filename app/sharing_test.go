package app_test

import (
	"errors"
	"slices"
	"testing"
	"time"

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
	refused := func(name, key string, err error) {
		var e *models.Error
		if !errors.As(err, &e) || e.Kind != models.Invalid || e.Fields[0].Key != key {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := w.App.Share(t.Context(), w.Ailsa.Actor, app.Share{Plan: w.Ailsa.Plan, Account: w.Jamie.Account, Offer: o("daily", "goals", "daily")})
	refused("shared", "field.twice", err)
	_, err = w.App.Invite(t.Context(), w.Ailsa.Actor, app.Invite{Plan: w.Ailsa.Plan, Role: models.Carer, Offers: slices.Repeat([]models.Offer{o("daily")}, 10_000)})
	refused("prepared", "grant.too_many", err)
}

// What was prepared for a day must not keep the person from ever confirming who came.
func TestWhatRanOutBeforeSomebodyWasConfirmedIsNotGiven(t *testing.T) {
	w := apptest.New(t)
	o := models.Offer{Right: models.RightSee, When: models.Always, Sections: []models.SectionKey{"daily"}}
	until := o
	until.Sections, until.Until = []models.SectionKey{"goals"}, w.Clock.Now().Add(time.Hour)
	w.Accept(w.Jamie, models.Carer, until, o)
	w.Clock.Forward(2 * time.Hour)
	w.Ailsa = w.SignIn(w.Ailsa)
	w.Must(w.App.ConfirmPerson(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, w.Jamie.Account))
	given, err := w.App.Consents(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan)
	if err != nil || len(given) != 1 || given[0].Section != "daily" {
		t.Errorf("given %+v, %v", given, err)
	}
}

// Nobody works together by a yes that was said before the service confirmed them
// (RULES.md 21): it would begin to count without the person.
func TestWorkingTogetherIsNotPreparedForSomebodyUnconfirmed(t *testing.T) {
	for who, want := range map[string]models.Right{"unconfirmed": models.RightSuggest, "confirmed": models.RightWork} {
		w := apptest.New(t)
		comes := map[string]apptest.Who{"unconfirmed": w.Stranger, "confirmed": w.Morag}[who]
		w.Accept(comes, models.Practitioner, models.Offer{Right: models.RightWork, When: models.Always, Sections: []models.SectionKey{"daily"}})
		w.Must(w.App.ConfirmPerson(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, comes.Account))
		given, err := w.App.Consents(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan)
		if err != nil || len(given) != 1 || given[0].Right != want {
			t.Errorf("%s: given %+v, %v", who, given, err)
		}
	}
}

// A yes for many parts is one instant: going on before it must not leave any out.
func TestEveryReceiptIsOnSomePage(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	for _, sections := range [][]models.SectionKey{{"daily", "goals", "hopes"}, {"warnings", "triggers"}, {"toolbox", "notes", "well"}} {
		w.Share(w.Jamie, models.RightSee, sections...)
		w.Clock.Forward(time.Minute)
	}
	seen := map[models.SectionKey]bool{}
	var before time.Time
	for range 10 {
		page, err := w.App.Receipts(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, before, 2)
		w.Must(err)
		if len(page) == 0 {
			break
		}
		for _, c := range page {
			if seen[c.Section] {
				t.Errorf("%s comes twice", c.Section)
			}
			seen[c.Section] = true
		}
		before = page[len(page)-1].GivenAt
	}
	if len(seen) != 8 {
		t.Errorf("%d of 8 receipts: %v", len(seen), seen)
	}
}
