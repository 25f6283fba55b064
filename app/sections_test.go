package app_test

import (
	"testing"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// Nothing goes where nobody finds it: an entry comes back with its section, and
// nothing is taken into a section that is gone.
func TestASectionThatIsGoneLosesNothing(t *testing.T) {
	w := apptest.New(t)
	own, err := w.App.AddSection(t.Context(), w.Ailsa.Actor, app.AddSection{Plan: w.Ailsa.Plan, Title: "Songs"})
	w.Must(err)
	w.Tie(w.Jamie, models.Carer)
	w.Share(w.Jamie, models.RightSuggest, own.Key)
	s, err := w.App.Suggest(t.Context(), w.Jamie.Actor, app.Suggest{
		Plan: w.Ailsa.Plan, Section: own.Key, Fields: models.Fields{{Key: "words", Text: "the one from the boat"}}})
	w.Must(err)
	e := w.Write(own.Key, "the slow air")
	w.Must(w.App.RemoveEntry(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, e.ID))
	w.Must(w.App.RemoveSection(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, own.Key))
	if _, err := w.App.Accept(t.Context(), w.Ailsa.Actor, app.Accept{Plan: w.Ailsa.Plan, Suggestion: s.ID}); models.KindOf(err) != models.Conflict {
		t.Errorf("taken into a section that is gone: %v", err)
	}
	_, err = w.App.BringBack(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, e.ID)
	w.Must(err)
	p, err := w.App.ReadSection(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, own.Key)
	if err != nil || p.Sections[0].Title != "Songs" || len(p.Sections[0].Entries) != 1 {
		t.Errorf("it came back to %+v, %v", p, err)
	}
	if p, err := w.App.ReadPlan(t.Context(), w.Jamie.Actor, w.Ailsa.Plan); err != nil || len(p.Sections) != 0 {
		t.Errorf("the carer sees %+v, %v", p, err)
	}
}
