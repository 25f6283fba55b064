package pages_test

import (
	"context"
	"net/http"
	"testing"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

func TestHelpForAnybody(t *testing.T) {
	w := apptest.New(t)
	everything := []string{`href="tel:999"`, "Ring 999", "Someone to talk to", "Samaritans", "116 123", `href="tel:116123"`, "NHS 24", "111", "Breathing Space", "0800 83 85 87",
		"Shout", "85258", "Relay UK", "Not safe where you are?", "Nobody is told that you opened this page.", `href="/phone">The plan on this phone`}
	at(w, nobody).get("/help").is(http.StatusOK).has(everything...).lacks("My people")
	expired := at(w, w.Ailsa)
	w.Must(w.App.SignOut(context.Background(), w.Ailsa.Actor))
	expired.get("/help").is(http.StatusOK).has(everything...)
	for _, path := range []string{"/help/lines"} {
		expired.get(path).is(http.StatusOK).has(everything...)
	}
}

// The order is LOOK.md's: danger, my own words, my plan, my people, somebody to
// talk to, the next ten minutes, show this, not safe.
func TestHelpOfOnesOwn(t *testing.T) {
	w := apptest.New(t)
	b := at(w, w.Ailsa)
	for _, line := range []string{"This has passed before.", "Back step, radio on.", "Ring Jamie."} {
		b.post("/help/lines", "f.line", line).leads("/help/lines")
	}
	b.get("/help/lines").has("This has passed before.", "Take it out").lacks("A line for now")
	_, err := w.App.AddEntry(context.Background(), w.Ailsa.Actor, app.AddEntry{Plan: w.Ailsa.Plan, Section: "crisis-supporters",
		Fields: models.Fields{{Key: "who", Text: "Jamie"}, {Key: "phone", Text: "+44 7700 900123"}}})
	w.Must(err)
	w.Write("toolbox", "Hold something cold")
	w.Write("toolbox", "Count the slates")
	b.get("/help").is(http.StatusOK).has(
		"Ring 999", "You wrote this for now", "This has passed before.", "Back step, radio on.", "Ring Jamie.", "Open all of my crisis plan",
		"My people", "Jamie", `href="tel:+447700900123"`, `href="sms:+447700900123?body=`, "Samaritans", "The next ten minutes", "Hold something cold",
		"Show this to someone", "Not safe where you are?", "Nobody is told that you opened this page. Nobody is watching it.")
	b.get("/help?next=1").has("Count the slates")
	b.get("/help?next=2").has("Hold something cold")
}

// What was typed stands there, whatever it says; what can be rung of it has buttons.
func TestPeopleAreOnTheHelpPageAsTheyWereTyped(t *testing.T) {
	w := apptest.New(t)
	for who, phone := range map[string]string{"Jamie": "07700 900123 (evenings)", "Isla": "07700 900456 / 0131 496 0000", "Rory": "ask at the shop", "Una": ""} {
		_, err := w.App.AddEntry(context.Background(), w.Ailsa.Actor, app.AddEntry{Plan: w.Ailsa.Plan, Section: "crisis-supporters",
			Fields: models.FieldsOf(map[string]string{"who": who, "phone": phone})})
		w.Must(err)
	}
	page := at(w, w.Ailsa).get("/help").is(http.StatusOK)
	page.has("<bdi>Jamie</bdi>", "07700 900123 (evenings)", `href="tel:07700900123"`, `href="sms:07700900123?body=`)
	page.has("<bdi>Isla</bdi>", "07700 900456 / 0131 496 0000", `href="tel:07700900456"`, "<bdi>07700 900456</bdi>", `href="tel:01314960000"`, "<bdi>0131 496 0000</bdi>")
	page.has("<bdi>Rory</bdi>", "ask at the shop").has("<bdi>Una</bdi>")
}

// Who is shown the crisis plan gets to nothing else: the sign-in is locked first.
func TestShowingTheCrisisPlan(t *testing.T) {
	w := apptest.New(t)
	w.Write("crisis-places", "At home, if I can.")
	w.Write("crisis-not-involved", "The man upstairs")
	w.Write("notes", "A private note")
	b := at(w, w.Ailsa)
	b.post("/help/show").is(http.StatusOK).has("What Ailsa wants you to know", "At home, if I can.").
		lacks("The man upstairs", "A private note", "Menu", "Sign out")
	b.get("/").leads("/unlock")
}

func TestMyDetails(t *testing.T) {
	w := apptest.New(t)
	b := at(w, w.Ailsa)
	b.get("/me").has(`value="Ailsa"`, w.Ailsa.Email)
	b.post("/me", "name", "Ailsa Grant").leads("/me?done=renamed")
	b.get("/me?done=renamed").has("The new name is kept.", "Ailsa Grant")
	b.post("/me/password", "old", "something else", "password", "a longer phrase of mine").is(http.StatusUnprocessableEntity).
		has(`href="#old"`, "That is not your password.", `value="Ailsa Grant"`).lacks("a longer phrase of mine")
	other := at(w, w.SignIn(w.Ailsa))
	b.post("/me/password", "old", apptest.Password, "password", "a longer phrase of mine").leads("/me?done=password")
	other.get("/me").leads("/sign-in?next=%2Fme")
	b.get("/me/sign-ins").is(http.StatusOK).has("Where I am signed in", "This one")
}

func TestEndingASignInElsewhere(t *testing.T) {
	w := apptest.New(t)
	other := w.SignIn(w.Ailsa)
	b := at(w, w.Ailsa)
	b.get("/me/sign-ins").has("/me/sign-ins/" + string(other.SignIn) + "/end")
	b.post("/me/sign-ins/" + string(other.SignIn) + "/end").leads("/me/sign-ins")
	at(w, other).get("/me").leads("/sign-in?next=%2Fme")
}
