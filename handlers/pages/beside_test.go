package pages_test

import (
	"net/http"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// Consent given with somebody beside is offered again on another day, on the
// first page and under who sees what, in words that do not say why; keeping and
// stopping ask for nothing, and the other side sees no difference.
func TestConsentGivenWithSomebodyBesideIsOfferedAgain(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	w.Write("warnings", "I wake before four.")
	b, plan := at(w, w.Ailsa), "/plans/"+string(w.Ailsa.Plan)
	path := plan + "/people/" + string(w.Jamie.Account) + "/share"
	b.get(path).has("Are you alone just now?", path+"?alone=no", "Somebody is with me, and I want to go on")
	b.get(path + "?alone=no").is(http.StatusOK).has(`name="beside" value="yes" checked`)
	b.get(path + "?alone=yes").lacks(`checked`)
	asked := b.post(path, "s.warnings", "yes", "right", "see", "when", "always", "beside", "yes").is(http.StatusOK)
	b.post(path, asked.held()...).is(http.StatusSeeOther)
	w.Share(w.Jamie, models.RightSee, "daily")
	b.get("/").lacks("is it still right for you")
	b.get(plan + "/sharing").lacks("Is this still right for you?")

	w.Clock.Forward(11*time.Hour + 59*time.Minute)
	b.get("/").lacks("is it still right for you")
	w.Clock.Forward(time.Minute)
	w.Ailsa, w.Jamie = w.SignIn(w.Ailsa), w.SignIn(w.Jamie)
	b = at(w, w.Ailsa)
	jamie := at(w, w.Jamie).get(plan).body
	b.get("/").has("What Jamie can see: is it still right for you?", "Have a look", "Not now").lacks("beside", "with you", "alone")
	b.get(plan+"/sharing").has("Is this still right for you?", "Small signs – can see", "nobody is told", "Yes, keep it", "Share less", "Stop all of this").
		lacks("Every day – can see.", "Somebody is with")
	b.post(plan+"/people/"+string(w.Jamie.Account)+"/again", "answer", "later").leads("/")
	b.get("/").lacks("is it still right for you")
	b.get(plan + "/sharing").has("Is this still right for you?")

	w.Clock.Forward(time.Hour) // not fresh
	b.post(plan+"/people/"+string(w.Jamie.Account)+"/again", "answer", "keep").leads(plan + "/sharing?done=again_keep")
	b.get(plan + "/sharing?done=again_keep").has("Kept as it is.").lacks("Is this still right for you?")
	w.Jamie = w.SignIn(w.Jamie)
	if after := at(w, w.Jamie).get(plan).body; after != jamie {
		t.Error("Jamie's page changed")
	}
	given, err := w.App.Receipts(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, time.Time{}, 10)
	w.Must(err)
	if len(given) != 3 || given[0].Beside || given[0].Section != "warnings" {
		t.Errorf("receipts: %+v", given)
	}
	for _, c := range given {
		if c.Beside && c.WithdrawnAt.IsZero() {
			t.Error("what was given with somebody beside still stands")
		}
	}
	w.Clock.Forward(48 * time.Hour)
	w.Ailsa = w.SignIn(w.Ailsa)
	at(w, w.Ailsa).get(plan + "/sharing").lacks("Is this still right for you?")
}

func TestStoppingWhatIsOfferedAgain(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	_, err := w.App.Share(t.Context(), w.SignIn(w.Ailsa).Actor, app.Share{Plan: w.Ailsa.Plan, Account: w.Jamie.Account, Offer: models.Offer{
		Sections: []models.SectionKey{"warnings", "goals"}, Right: models.RightSee, When: models.Always, Beside: true}})
	w.Must(err)
	w.Share(w.Jamie, models.RightSee, "daily")
	w.Clock.Forward(12 * time.Hour)
	w.Ailsa, w.Jamie = w.SignIn(w.Ailsa), w.SignIn(w.Jamie)
	w.Clock.Forward(time.Hour)
	b, plan := at(w, w.Ailsa), "/plans/"+string(w.Ailsa.Plan)
	b.post(plan+"/people/"+string(w.Jamie.Account)+"/again", "answer", "perhaps").is(http.StatusUnprocessableEntity)
	b.post(plan+"/people/"+string(w.Jamie.Account)+"/again", "answer", "stop").leads(plan + "/sharing?done=again_stop")
	at(w, w.Jamie).get(plan).has("Every day").lacks("Small signs", "My goals")
}

// Writing whom not to involve asks whether it is one of the people in the plan.
func TestWritingWhomNotToInvolve(t *testing.T) {
	w := apptest.New(t)
	b, plan := at(w, w.Ailsa), "/plans/"+string(w.Ailsa.Plan)
	section := plan + "/sections/crisis-not-involved"
	b.post(section, "f.who", "The man upstairs").leads(section + "?done=added#entries") // nobody is in the plan
	w.Tie(w.Pete, models.Peer)
	w.Tie(w.Jamie, models.Carer)
	w.Share(w.Jamie, models.RightSee, "crisis-not-involved", "warnings")
	w.Clock.Forward(time.Hour)
	named := b.post(section, "f.who", "Jamie, when he has been drinking").is(http.StatusSeeOther).header.Get("Location")
	b.get(named).is(http.StatusOK).has("Is this somebody in your plan?", "Jamie, when he has been drinking", "It is Jamie", "It is Pete", "No, nobody here")
	b.post(named, "account", string(w.Jamie.Account)).is(http.StatusSeeOther)
	b.get(named).lacks("It is Jamie")
	at(w, w.SignIn(w.Jamie)).get(plan).has("Small signs").lacks("Who must not be involved", "drinking")
	path := plan + "/people/" + string(w.Jamie.Account) + "/share"
	b.post("/step-up", "password", apptest.Password)
	b.post(path, "s.crisis-not-involved", "yes", "right", "see", "when", "always", "yes", "yes").is(http.StatusUnprocessableEntity).has("They can never see that part.")
	b.post(plan+"/sections/toolbox", "f.helps", "Tea").leads(plan + "/sections/toolbox?done=added#entries")

	pete := plan + "/people/" + string(w.Pete.Account) + "/share"
	b.post(section, "f.who", "Pete").is(http.StatusSeeOther)
	b.post(pete, "s.crisis-not-involved", "yes", "right", "see", "when", "always", "yes", "yes").is(http.StatusUnprocessableEntity).
		has("There is a name like theirs", "That is somebody else with the same name")
	b.post(pete, "s.crisis-not-involved", "yes", "right", "see", "when", "always", "another", "yes", "yes", "yes").is(http.StatusSeeOther)
}
