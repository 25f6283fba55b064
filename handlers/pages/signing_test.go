package pages_test

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/apptest"
)

var nobody apptest.Who

func TestFrontPageOffersThreeWays(t *testing.T) {
	w := apptest.New(t)
	at(w, nobody).get("/").is(http.StatusOK).
		has("I need help now", "Start", "I have a code", "Just looking", "Sign in").
		lacks("This server is new", "Ailsa")
}

func TestAnEmptyServerSaysWhatToDoFirst(t *testing.T) {
	a, err := app.Open(context.Background(), app.Settings{Folder: t.TempDir(), QuickHash: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	at(&apptest.World{T: t, App: a}, nobody).get("/").is(http.StatusOK).has("This server is new", "handrail account add", "--lead")
}

// The first run from the first page to home: each step can be left with "Not now".
func TestFirstRun(t *testing.T) {
	w := apptest.New(t)
	b := at(w, nobody)
	b.get("/start").has("How should it look?", "Not now")
	b.post("/look", "theme", "dark", "size", "large", "letters", "plain", "next", "/sign-up").leads("/sign-up")
	b.get("/sign-up").has(`data-theme="dark" data-size="large" data-letters="plain"`, "What shall we call you?", "Your e-mail address", "Password", "Is this your own phone").
		lacks("checked")
	made := b.post("/sign-up", "name", "Catriona", "email", "catriona@example.org", "password", "a quiet cup of tea", "own", "no").is(http.StatusCreated)
	made.has("Write this down on paper", "-", "I have written it down")
	for _, step := range []string{"code", "pin"} { // the code was shown just now, and the phone is not their own
		b.get("/start/" + step).is(http.StatusSeeOther)
	}
	b.get("/start/beside").has("Is somebody beside you?", `href="/start/helps">Not now`)
	b.post("/start/beside").leads("/start/helps")
	b.get("/start/helps").has("What is one thing that helps?", `href="/start/ring">Not now`)
	b.post("/start/helps", "f.helps", "A walk by the sea").leads("/start/ring")
	b.post("/start/ring", "f.phone", "01382 000000").is(http.StatusUnprocessableEntity).has("Error:", `value="01382 000000"`)
	b.post("/start/ring", "f.who", "Rowan", "f.phone", "01382 000000").leads("/start/ready")
	b.get("/start/ready").has("That's enough for today", `href="/help">See my help page`, `href="/me/phone">Keep my crisis plan here`,
		`/print/card">Print a card for my wallet`, `class="btn strong" href="/">Go to my first page`).lacks("%", "progress", "invitation")
	b.get("/help").has("Rowan", `href="tel:01382000000"`, "A walk by the sea")
	b.get("/").has("Catriona", "There is no right place to begin", "Things that help me", "If I can't speak for myself", "My hopes").lacks("progress")
}

func TestSignUpKeepsWhatWasTyped(t *testing.T) {
	w := apptest.New(t)
	at(w, nobody).post("/sign-up", "name", "Catriona", "email", "not an address", "password", "a quiet cup of tea").
		is(http.StatusUnprocessableEntity).
		has("Something needs another look", `href="#email"`, `value="Catriona"`, "Error:", `value="not an address"`).
		lacks("a quiet cup of tea")
}

func TestSomebodyWhoComesByAnInvitationGoesBackToIt(t *testing.T) {
	w := apptest.New(t)
	at(w, nobody).post("/sign-up", "name", "Catriona", "email", "catriona@example.org", "password", "a quiet cup of tea", "next", "/invitations/ABC").
		is(http.StatusCreated).has(`href="/invitations/ABC"`)
}

func TestSignInGoesOnOnlyWithinThisServer(t *testing.T) {
	w := apptest.New(t)
	for next, want := range map[string]string{"/me": "/me", "//evil.example": "/", "https://evil.example": "/", "/\\evil.example": "/"} {
		at(w, nobody).post("/sign-in", "email", w.Ailsa.Email, "password", apptest.Password, "next", next).leads(want)
	}
}

func TestAWrongPasswordSaysNothingOfTheAccount(t *testing.T) {
	w := apptest.New(t)
	sentence := "That address and password do not go together."
	at(w, nobody).post("/sign-in", "email", w.Ailsa.Email, "password", "something else").is(http.StatusUnprocessableEntity).
		has(sentence, `value="`+w.Ailsa.Email+`"`).lacks("something else")
	at(w, nobody).post("/sign-in", "email", "nobody@example.org", "password", "something else").is(http.StatusUnprocessableEntity).has(sentence)
}

func TestRecovery(t *testing.T) {
	w := apptest.New(t)
	b := at(w, nobody)
	made := b.post("/sign-up", "name", "Catriona", "email", "catriona@example.org", "password", "a quiet cup of tea")
	code := regexp.MustCompile(`id="recovery-code">([^<]+)<`).FindStringSubmatch(made.body)
	if code == nil {
		t.Fatal("no recovery code")
	}
	b = at(w, nobody)
	b.post("/recover", "email", "catriona@example.org", "code", strings.ToLower(code[1]), "password", "another cup of tea").
		is(http.StatusOK).has("Write this down on paper").lacks(code[1])
	b.post("/sign-in", "email", "catriona@example.org", "password", "another cup of tea").leads("/")
}

// Leaving keeps what was being typed, locks this sign-in and leads to a page that
// says nothing; Back meets a page that says nothing either.
func TestLeave(t *testing.T) {
	w := apptest.New(t)
	b := at(w, w.Ailsa)
	plan := "/plans/" + string(w.Ailsa.Plan)
	b.get(plan+"/sections/hopes").has(`form="typing" formaction="/leave"`, `id="typing"`)
	b.post("/leave", "plan", string(w.Ailsa.Plan), "section", "hopes", "f.hope", "half a thou").leads(neutral)
	if b.cookies["left"] == "" {
		t.Error("no cookie changed: Back would show the page that the browser kept whole")
	}
	for _, path := range []string{"/", plan, "/me", plan + "/sections/hopes"} {
		b.get(path).leads("/unlock")
	}
	b.get("/unlock").is(http.StatusOK).has("Locked").lacks("Handrail", "Ailsa", "plan", "help now", "Menu")
	b.get("/help").is(http.StatusOK).has("Samaritans").lacks("Ailsa")
	b.post("/unlock", "password", "something else").is(http.StatusUnprocessableEntity).has("Error:")
	b.post("/unlock", "password", apptest.Password).leads("/")
	b.get(plan+"/sections/hopes").has("You were writing this. It's only yours until you press Done.", "half a thou")
}

func TestSignOutClearsTheBrowser(t *testing.T) {
	w := apptest.New(t)
	b := at(w, w.Ailsa)
	out := b.post("/sign-out").leads("/")
	if got := out.header.Get("Clear-Site-Data"); got != `"cache", "storage"` {
		t.Errorf("Clear-Site-Data: %s", got)
	}
	if _, still := b.cookies["handrail"]; still {
		t.Error("the cookie is still there")
	}
	again := at(w, w.Ailsa)
	again.get("/me").leads("/sign-in?next=%2Fme")
}
