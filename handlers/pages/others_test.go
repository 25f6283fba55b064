package pages_test

import (
	"net/http"
	"testing"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// Somebody else's plan: what is shared, that they see who looked, and no hint of
// anything else.
func TestSomebodyElsesPlan(t *testing.T) {
	w := apptest.New(t)
	w.Write("warnings", "I wake before four.")
	w.Write("goals", "The allotment.")
	w.Write("crisis-not-involved", "The man upstairs")
	for who, role := range map[*apptest.Who]models.Role{&w.Jamie: models.Carer, &w.Morag: models.Practitioner, &w.Pete: models.Peer, &w.Stranger: models.Advocate} {
		w.Tie(*who, role)
		w.Share(*who, models.RightSee, "warnings")
	}
	plan := "/plans/" + string(w.Ailsa.Plan)
	for _, who := range []apptest.Who{w.Jamie, w.Morag, w.Pete, w.Stranger} {
		p := at(w, who).get(plan).is(http.StatusOK)
		p.has("What Ailsa shares with you", "they can see when you have looked", "Small signs", "I wake before four.", "What I have suggested", "My own page", "Ailsa decides what you see here.").
			lacks("My goals", "The allotment", "The man upstairs", "My notes", "is hidden", "not shared", "Who sees what", "Edit", "Your plan belongs to you")
	}
	at(w, w.Jamie).get(plan).has("And you?", "Caring is hard work too.", "Find someone to talk to")
	at(w, w.Morag).get(plan).lacks("And you?")
}

func TestNothingSharedSaysNothing(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	w.Write("warnings", "I wake before four.")
	at(w, w.Jamie).get("/plans/"+string(w.Ailsa.Plan)).is(http.StatusOK).has("There's nothing to show here.").lacks("chose these parts", "Small signs")
	at(w, w.Jamie).get("/plans/" + string(w.Ailsa.Plan) + "/sections/warnings").is(http.StatusNotFound)
}

// Who has written nothing of their own begins with the people who share with them;
// who has finds both.
func TestHomeOfSomebodyWhoCares(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	jamie := at(w, w.Jamie)
	own := "/plans/" + string(w.Jamie.Plan)
	jamie.get("/").is(http.StatusOK).has("People who share with me", "Ailsa", "And you?", own).lacks("How are things today?")
	_, err := w.App.AddEntry(t.Context(), w.Jamie.Actor, app.AddEntry{Plan: w.Jamie.Plan, Section: "toolbox", Fields: models.Fields{{Key: "helps", Text: "Hills"}}})
	w.Must(err)
	jamie.get("/").has("Jamie", "How are things today?", "People who share with me</h2>", "Ailsa", "Things that help me")
	at(w, w.Ailsa).get("/").lacks("People who share with me</h2>")
}

// Taking somebody off one's list says first what it means, and is for good.
func TestLeavingAPlan(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	w.Share(w.Jamie, models.RightSee, "warnings")
	plan := "/plans/" + string(w.Ailsa.Plan)
	jamie := at(w, w.Jamie)
	jamie.get(plan).has("Take Ailsa off my list", "Only Ailsa can ask you in again.", "Yes, take it off my list")
	jamie.post(plan + "/leave").leads("/people?done=left")
	jamie.get("/people?done=left").has("It is off your list.", "Nobody shares a plan with you just now.").lacks("Ailsa")
	jamie.get(plan).is(http.StatusNotFound)
	at(w, w.Ailsa).get(plan + "/sharing").lacks("Jamie")
}

// As they see it: a whole screen without a mark, every other address leads back,
// nothing is put on the list of looks, and only the password leads out.
func TestAsTheySeeIt(t *testing.T) {
	w := apptest.New(t)
	w.Write("warnings", "I wake before four.")
	w.Write("goals", "The allotment.")
	w.Tie(w.Jamie, models.Carer)
	w.Share(w.Jamie, models.RightSuggest, "warnings")
	plan := "/plans/" + string(w.Ailsa.Plan)
	b := at(w, w.Ailsa)
	b.get("/view/end").leads("/")
	b.post(plan + "/people/" + string(w.Jamie.Account) + "/view").leads(plan)
	b.get(plan).is(http.StatusOK).has("What Ailsa shares with you", "I wake before four.", `href="/view/end">About sharing</a>`).
		lacks("The allotment", "Handrail", "Menu", "view of", "as Jamie", "Jamie", "Sign out", "I need help now", "Suggest")
	for _, path := range []string{"/", "/me", plan + "/sharing", plan + "/looks", "/people"} {
		b.get(path).leads(plan)
	}
	b.get(plan+"/sections/goals").is(http.StatusNotFound).lacks("Handrail", "The allotment")
	b.get("/view/end").is(http.StatusOK).has("Locked", "Password").lacks("Handrail", "Ailsa", "looking")
	b.post("/view/end", "password", "something else").is(http.StatusUnprocessableEntity).has("Error:")
	b.get("/me").leads(plan)
	b.post("/view/end", "password", apptest.Password).leads("/")
	b.get(plan + "/looks").is(http.StatusOK).has("Nobody has looked.")
}

func TestTheLeadSeesNoPlan(t *testing.T) {
	w := apptest.New(t)
	w.Write("warnings", "I wake before four.")
	at(w, w.Stranger).post("/me/work", "role", "peer").leads("/me?done=asked")
	lead := at(w, w.Leona)
	lead.get("/lead").is(http.StatusOK).has("Asking to be confirmed", "Stran", "Asks to be confirmed as: peer worker.", "Confirm Stran as peer worker", "Confirm Stran as practitioner", "Confirmed", "Morag").has("Pete").
		lacks("Ailsa", "Jamie", "I wake")
	account := string(w.Stranger.Account)
	lead.post("/lead", "account", account, "role", "peer").leads("/lead?done=worker")
	at(w, w.Stranger).get("/me").has("This service has confirmed you as peer worker.")
	lead.post("/lead", "account", account, "role", "").leads("/lead?done=not_confirmed")
	lead.get("/lead").lacks("Stran")
	lead.post("/lead", "account", string(w.Ailsa.Account), "role", "peer").is(http.StatusNotFound)
	at(w, w.Ailsa).get("/lead").is(http.StatusNotFound)
}
