package pages_test

import (
	"testing"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

const (
	shareLess = "You can share less at any time. Nobody is told."
	lessHow   = `href="/about-sharing#silent"`
)

// Whatever lets somebody see or do more is followed, on the person's own screen, by a quiet
// word that less can be shared at any time (SAFETY.md 9); narrowing is not, and nobody else
// ever reads it.
func TestAfterEveryYesStandsHowToShareLess(t *testing.T) {
	w := apptest.New(t)
	w.Accept(w.Jamie, models.Carer)
	b := at(w, w.Ailsa)
	plan := "/plans/" + string(w.Ailsa.Plan)
	sharing, jamie := plan+"/sharing", plan+"/people/"+string(w.Jamie.Account)
	b.get(sharing).lacks(shareLess)
	reminds := func(path string) {
		t.Helper()
		b.get(path).has(shareLess, lessHow)
	}
	b.post(jamie + "/confirm").leads(sharing + "?done=confirmed")
	reminds(sharing + "?done=confirmed")
	b.post(jamie+"/share", "s.warnings", "yes", "right", "suggest", "when", "always", "yes", "yes").leads(sharing + "?done=shared#who-" + string(w.Jamie.Account))
	reminds(sharing + "?done=shared")
	b.post(jamie + "/pause").leads(sharing + "?done=paused")
	b.get(sharing + "?done=paused").lacks(shareLess)
	b.post(jamie + "/resume").leads(sharing + "?done=resumed")
	reminds(sharing + "?done=resumed")
	b.post(plan+"/crisis/keys/"+string(w.Jamie.Account), "do", "give").leads(plan + "/crisis/way?done=key_give")
	reminds(plan + "/crisis/way?done=key_give")

	s, err := w.App.Suggest(t.Context(), w.Jamie.Actor, app.Suggest{Plan: w.Ailsa.Plan, Section: "warnings", Fields: models.Fields{{Key: "sign", Text: "x"}}})
	w.Must(err)
	b.post(plan+"/suggestions/"+string(s.ID), "answer", "yes", "show."+string(w.Jamie.Account), "yes")
	reminds(plan + "/sections/warnings?done=accepted")
	b.get(plan + "/sections/daily?done=accepted").lacks(shareLess) // nobody sees it

	for _, path := range []string{plan, plan + "/sections/warnings?done=accepted", "/people?done=shared", plan + "/suggestions", "/"} {
		at(w, w.Jamie).get(path).lacks(shareLess, "hare less")
	}
	b.get("/about-sharing").has(`id="silent"`, "You can stop sharing a part, or everything, at once and without a reason.")
}

// After a session the same stands where the person says how it was, and only there.
func TestAfterASessionStandsHowToShareLess(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Morag, models.Practitioner)
	path := "/plans/" + string(w.Ailsa.Plan) + "/sessions/" + string(wasHeld(w))
	at(w, w.Ailsa).get(path).has(shareLess, lessHow)
	at(w, w.Morag).get(path).lacks(shareLess, "hare less")
}
