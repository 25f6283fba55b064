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
