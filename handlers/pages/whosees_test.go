package pages_test

import (
	"net/http"
	"testing"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// last is the newest entry of a section, as the owner has it.
func last(w *apptest.World, section models.SectionKey) app.Entry {
	w.T.Helper()
	plan, err := w.App.ReadSection(w.T.Context(), w.Ailsa.Actor, w.Ailsa.Plan, section)
	w.Must(err)
	all := plan.Sections[0].Entries
	return all[len(all)-1]
}

// seesThose is how many entries of a section somebody sees.
func seesThose(w *apptest.World, who apptest.Who, section models.SectionKey) int {
	w.T.Helper()
	plan, err := w.App.ReadSection(w.T.Context(), who.Actor, w.Ailsa.Plan, section)
	if err != nil || len(plan.Sections) == 0 {
		return 0
	}
	return len(plan.Sections[0].Entries)
}

// Whatever is added to a part that somebody sees, or could see by a consent that stands, can be
// kept to oneself or from one of them from the start. Nothing is chosen beforehand.
func TestWhatIsAddedCanBeKeptBackFromTheStart(t *testing.T) {
	w := apptest.New(t)
	plan := "/plans/" + string(w.Ailsa.Plan)
	b := at(w, w.Ailsa)
	hopes, guide := plan+"/sections/hopes", plan+"/crisis/guide/crisis-well"
	for _, page := range []string{hopes, guide, "/"} {
		b.get(page).is(http.StatusOK).lacks("Who sees this")
	}
	w.Tie(w.Morag, models.Practitioner)
	w.Tie(w.Jamie, models.Carer)
	for _, who := range []apptest.Who{w.Morag, w.Jamie} {
		w.Share(who, models.RightSee, "hopes", "crisis-well", "check-ins", "crisis-not-involved")
	}
	hideJamie := "hide." + string(w.Jamie.Account)
	for _, page := range []string{hopes, guide, "/"} {
		b.get(page).has("<summary>Who sees this</summary>", "Only me", "Hide from Morag").has("Only me", "Hide from Jamie").lacks("checked", `<details class="who-sees" open`)
	}
	b.get(plan + "/sections/needs").lacks("Who sees this")               // nobody sees it
	b.get(plan + "/sections/crisis-not-involved").lacks("Who sees this") // it begins as one's own anyway

	for _, it := range []struct {
		section      models.SectionKey
		post         string
		form         []string
		morag, jamie int // so many entries do they see afterwards
	}{
		{"hopes", hopes, []string{"f.hope", "A garden"}, 1, 1},
		{"hopes", hopes, []string{"f.hope", "A dog", hideJamie, "yes"}, 2, 1},
		{"hopes", hopes, []string{"f.hope", "A boat", "only_me", "yes"}, 2, 1},
		{"crisis-well", guide, []string{"f.well", "I sing", hideJamie, "yes"}, 1, 0},
		{"check-ins", plan + "/check-in", []string{"f.how", "good", "only_me", "yes"}, 0, 0},
	} {
		b.post(it.post, it.form...).is(http.StatusSeeOther)
		if m, j := seesThose(w, w.Morag, it.section), seesThose(w, w.Jamie, it.section); m != it.morag || j != it.jamie {
			t.Errorf("after %v Morag sees %d and Jamie %d in %s", it.form, m, j, it.section)
		}
	}
	at(w, w.Morag).post(hopes, "f.hope", "Hers", "only_me", "yes").is(http.StatusForbidden)
}

// What was chosen is still chosen in a form that needs another look, and beside words that
// were left and are gone on with.
func TestWhatWasChosenStays(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Morag, models.Practitioner)
	w.Tie(w.Jamie, models.Carer)
	w.Share(w.Morag, models.RightSee, "hopes")
	w.Share(w.Jamie, models.RightSee, "hopes")
	path := "/plans/" + string(w.Ailsa.Plan) + "/sections/hopes"
	b, hide := at(w, w.Ailsa), "hide."+string(w.Jamie.Account)
	open := []string{`<details class="who-sees" open`, `name="only_me" value="yes" checked`, `name="` + hide + `" value="yes" checked`}
	b.post(path, "f.why", "No hope yet", "only_me", "yes", hide, "yes").is(http.StatusUnprocessableEntity).has(open...)

	form := append(formOf(b.get(path), "f.hope"), "f.hope", "Half a garden", "only_me", "yes", hide, "yes")
	b.post("/leave", form...).leads(neutral)
	b.post("/unlock", "password", apptest.Password).leads("/")
	b.get(path).has("Half a garden").has(open...)

	// Who can't see the part any more is not asked about, and stays kept from it.
	w.Must(w.App.WithdrawFrom(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, w.Jamie.Account))
	back := b.get(path).has(`type="hidden" name="` + hide + `"`)
	b.post(path, append(formOf(back, "f.hope"), "f.hope", "Half a garden")...).is(http.StatusSeeOther)
	if got := last(w, "hopes"); len(got.HiddenFrom) != 1 {
		t.Errorf("it is hidden from %v", got.HiddenFrom)
	}
	b.get(path).lacks(`<details class="who-sees" open`)
}
