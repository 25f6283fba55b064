package pages_test

import (
	"testing"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// A name in Hebrew or Arabic stands by itself in an English sentence, in every
// list of names too.
func TestNamesThatRunTheOtherWay(t *testing.T) {
	w := apptest.New(t)
	name := func(who apptest.Who, name string) { w.Must(w.App.Rename(t.Context(), who.Actor, name)) }
	name(w.Jamie, "שרה 2")
	name(w.Pete, "أمينة")
	w.Tie(w.Jamie, models.Carer)
	w.Tie(w.Pete, models.Peer)
	w.Share(w.Jamie, models.RightSee, "warnings")
	w.Share(w.Pete, models.RightSee, "warnings")
	w.Share(w.Pete, models.RightSee, "daily")
	b, plan := at(w, w.Ailsa), "/plans/"+string(w.Ailsa.Plan)
	seen := b.get(plan + "/sections/warnings")
	seen.has("\u2068שרה 2\u2069")
	seen.has("\u2068أمينة\u2069")
	seen.has("\u2068You, \u2068", "\u2069\u2069 and \u2068", "\u2069</span>") // whoever of them comes first
	b.get(plan + "/people/" + string(w.Jamie.Account) + "/share").has("Share with \u2068שרה 2\u2069")
	_, err := w.App.AddEntry(t.Context(), w.Ailsa.Actor, app.AddEntry{Plan: w.Ailsa.Plan, Section: "warnings", Fields: models.Fields{{Key: "sign", Text: "שלום"}}})
	w.Must(err)
	b.get(plan + "/sections/warnings").has("שלום").lacks("\u2068שלום")
}
