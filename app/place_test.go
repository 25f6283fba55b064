package app_test

import (
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// What an entry is kept from one person is nobody else's business: the day that the
// others read stays (RULES.md 10). To somebody who sees it anew it is the day on which they do.
func TestKeepingAnEntryFromOneTellsTheOthersNothing(t *testing.T) {
	w := apptest.New(t)
	for _, who := range []apptest.Who{w.Jamie, w.Pete} {
		w.Tie(who, models.Carer)
		w.Share(who, models.RightSee, "warnings")
	}
	e := w.Write("warnings", "awake at four")
	day := func(who apptest.Who) time.Time {
		seen, err := w.App.ReadEntry(t.Context(), who.Actor, w.Ailsa.Plan, e.ID)
		w.Must(err)
		return seen.UpdatedAt
	}
	written := day(w.Jamie)
	keepFrom := func(ids ...models.ID) {
		w.Clock.Forward(24 * time.Hour)
		w.Ailsa = w.SignIn(w.Ailsa)
		_, err := w.App.SetPlace(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, e.ID, app.Place{HiddenFrom: &ids})
		w.Must(err)
	}
	keepFrom(w.Pete.Account)
	if got := day(w.Jamie); !got.Equal(written) {
		t.Errorf("kept from Pete, Jamie reads %v instead of %v", got, written)
	}
	keepFrom()
	if got := day(w.Pete); !got.Equal(written.Add(48 * time.Hour)) {
		t.Errorf("shown again, Pete reads %v", got)
	}
}

// Half a sentence is not lost because its writer keeps the entry to herself meanwhile.
func TestSayingWhoSeesAnEntryKeepsWhatIsBeingTyped(t *testing.T) {
	w := apptest.New(t)
	e := w.Write("warnings", "awake at four")
	w.Must(w.App.SaveDraft(t.Context(), w.Ailsa.Actor, app.SaveDraft{
		DraftOf: app.DraftOf{Plan: w.Ailsa.Plan, Section: "warnings", Entry: e.ID}, Version: 1, Fields: models.Fields{{Key: "sign", Text: "awake at four, and then"}}}))
	onlyMe := true
	_, err := w.App.SetPlace(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, e.ID, app.Place{OnlyMe: &onlyMe})
	w.Must(err)
	drafts, err := w.App.Drafts(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, "warnings")
	if err != nil || len(drafts) != 1 {
		t.Errorf("drafts %+v, %v", drafts, err)
	}
}

// Taking in a suggestion can show an entry to more people on the way: that asks for a fresh
// sign-in, and without one nothing has changed. Showing it to fewer never asks.
func TestShowingMoreOnTakingInASuggestionIsRefusedWithAStaleSignIn(t *testing.T) {
	w := apptest.New(t)
	for _, who := range []apptest.Who{w.Jamie, w.Pete} {
		w.Tie(who, models.Carer)
		w.Share(who, models.RightSuggest, "warnings")
	}
	yes, no, nobody, pete := true, false, []models.ID{}, []models.ID{w.Pete.Account}
	for name, tt := range map[string]struct {
		before, at app.Place
		refused    bool
	}{
		"no longer kept from one": {app.Place{HiddenFrom: &pete}, app.Place{HiddenFrom: &nobody}, true},
		"no longer only mine":     {app.Place{OnlyMe: &yes}, app.Place{OnlyMe: &no}, true},
		"kept from one":           {app.Place{}, app.Place{HiddenFrom: &pete}, false},
		"only mine from now on":   {app.Place{}, app.Place{OnlyMe: &yes}, false},
		"as it was":               {app.Place{HiddenFrom: &pete}, app.Place{}, false},
	} {
		t.Run(name, func(t *testing.T) {
			w.Clock.Forward(8 * 24 * time.Hour) // so that these are not too many suggestions
			w.Ailsa = w.SignIn(w.Ailsa)
			e := w.Write("warnings", "awake at four")
			s, err := w.App.Suggest(t.Context(), w.Jamie.Actor, app.Suggest{Plan: w.Ailsa.Plan, Section: "warnings", Entry: e.ID,
				Version: e.Version, Fields: models.Fields{{Key: "sign", Text: "awake before four"}}})
			w.Must(err)
			_, err = w.App.SetPlace(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, e.ID, tt.before)
			w.Must(err)
			stale := w.Ailsa.Actor
			stale.Proved = time.Time{}
			_, err = w.App.Accept(t.Context(), stale, app.Accept{Plan: w.Ailsa.Plan, Suggestion: s.ID, Place: tt.at})
			if refused := models.KindOf(err) == models.StepUp; refused != tt.refused || err != nil && !refused {
				t.Errorf("answered %v", err)
			}
			now, readErr := w.App.ReadEntry(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, e.ID)
			w.Must(readErr)
			if taken := now.Fields.Get("sign") == "awake before four"; taken != (err == nil) {
				t.Errorf("%v, and the entry is %+v", err, now)
			}
		})
	}
}
