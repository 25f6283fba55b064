package pages_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/handlers"
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
	for _, path := range []string{"/help/lines", "/help/text"} {
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

// The sentence of a text is the person's own, written when they were well; with nothing
// of their own it is the usual one.
func TestATextSaysWhatThePersonWrote(t *testing.T) {
	w := apptest.New(t)
	_, err := w.App.AddEntry(context.Background(), w.Ailsa.Actor, app.AddEntry{Plan: w.Ailsa.Plan, Section: "crisis-supporters",
		Fields: models.Fields{{Key: "who", Text: "Jamie"}, {Key: "phone", Text: "07700 900123"}}})
	w.Must(err)
	b := at(w, w.Ailsa)
	says := func(body string) {
		t.Helper()
		b.get("/help").has(`href="sms:07700900123?body=` + url.PathEscape(body) + `"`)
	}
	const usual = "It's one of those days. Can you ring me?"
	says(usual)
	b.get("/help").has(`href="/help/text">Change what a text says`)
	b.get("/help/text").has(usual).lacks("name=\"version\"")
	b.post("/help/text", "f.text", " ").leads("/help")
	says(usual)
	b.post("/help/text", "f.text", "Bad night. & Can you ring?").leads("/help")
	says("Bad night. & Can you ring?")
	b.get("/help/text").has(`name="version" value="1"`, "Bad night. & Can you ring?")
	b.post("/help/text", "f.text", strings.Repeat("a", models.MaxLine+1), "version", "1").is(http.StatusUnprocessableEntity).has("Error:", strings.Repeat("a", models.MaxLine+1))
	b.post("/help/text", "f.text", "Come round?", "version", "1").leads("/help")
	says("Come round?")
	b.post("/help/text", "f.text", "", "version", "2").leads("/help")
	says(usual)
	plan := at(w, w.Ailsa).get("/plans/" + string(w.Ailsa.Plan) + "/removed")
	plan.has("What a text says", "Come round?")
}

// A service has numbers of its own; what it does not say is as it comes along.
func TestAServicesOwnNumbers(t *testing.T) {
	w := apptest.New(t)
	b := at(w, nobody)
	before := b.get("/worker.js").is(http.StatusOK)
	b.server = handlers.New(w.App, handlers.Settings{Help: &models.HelpNumbers{Talk: []models.HelpNumber{
		{Name: "The night line", About: "0131 496 0000 · free", Ring: "01314960000"}, {Name: "By text", About: "85258", Text: "85258", Say: "HELLO"}}}})
	for _, path := range []string{"/help", "/phone"} {
		b.get(path).has("Ring 999", "The night line", "0131 496 0000 · free", `href="tel:01314960000"`, `href="sms:85258?body=HELLO"`, "Relay UK", "Domestic Abuse Helpline").lacks("Samaritans")
	}
	if after := b.get("/worker.js").is(http.StatusOK); after.body == before.body {
		t.Error("phones that keep the page would go on with the numbers before")
	}
	b.server = handlers.New(w.App, handlers.Settings{Help: &models.HelpNumbers{Unsafe: &models.HelpNumber{Name: "Safe", About: "116 016", Ring: "116016"}, Relay: "Put 18001 first."}})
	b.get("/help").has("Samaritans", "Put 18001 first.", "116 016", `href="tel:116016"`).lacks("Domestic Abuse", "Relay UK")
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

// Nothing that is typed goes to a maker of browsers until somebody turns it on.
func TestSpellingIsLookedAtWhenAskedFor(t *testing.T) {
	w := apptest.New(t)
	b := at(w, w.Ailsa)
	section := "/plans/" + string(w.Ailsa.Plan) + "/sections/hopes"
	b.get(section).has(`<html lang="en-GB" spellcheck="false">`).lacks(`spellcheck="true"`)
	b.get("/me/look").has("Spelling", "No lines")
	b.post("/look", "theme", "light", "spelling", "on", "next", "/me/look").leads("/me/look")
	b.get(section).has(`spellcheck="true"`, `data-theme="light"`).lacks(`spellcheck="false"`)
	b.post("/look", "spelling", "sideways", "next", "/").leads("/")
	b.get(section).has(`spellcheck="false"`)
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
