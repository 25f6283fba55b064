package pages_test

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/handlers/pages"
	"handrail/models"
)

func TestHomeAsksHowThingsAre(t *testing.T) {
	w := apptest.New(t)
	b := at(w, w.Ailsa)
	plan := "/plans/" + string(w.Ailsa.Plan)
	b.get("/").is(http.StatusOK).
		has("Ailsa", "Things that help me", "If I can't speak for myself", "My hopes", "How are things today?", "Nobody is watching", "Very hard", "Hard", "Up and down", "All right", "Good").
		lacks("checked", "%")
	w.Write("toolbox", "Radio on low")
	b.get("/").has("There is no right place to begin") // the first run asked for no more
	w.Write("daily", "Curtains first")
	b.get("/").has("Curtains first", "Things that help me", "Only you").lacks("There is no right place to begin")
	b.post(plan+"/check-in", "f.how", "good", "f.words", "Sun.").leads("/?saved=yes#saved")
	b.get("/?saved=yes").has("It's kept.").lacks("Radio on low")
	b.post(plan+"/check-in", "f.how", "very_hard").leads("/?saved=hard#saved")
	b.get("/?saved=hard").has("It's kept.", "Radio on low", "Open all of my crisis plan", "I need help now")
	b.post(plan + "/check-in").leads("/")
	b.post(plan+"/sections/check-ins", "f.how", "hard", "f.words", "Rain.").leads("/?saved=hard#saved")
	b.post(plan+"/sections/check-ins", "f.how", "good", "f.words", "Sun.").leads(plan + "/sections/check-ins?done=added#entries")
	b.post(plan+"/check-in", "f.words", "No face fits").is(http.StatusUnprocessableEntity).
		has(`href="#f.how"`, "How are things today?", "Error:", "No face fits").lacks("What you wrote")
}

// Every section of the catalogue teaches while it is empty, takes words in each of
// its fields, and shows them.
func TestEverySection(t *testing.T) {
	w := apptest.New(t)
	b := at(w, w.Ailsa)
	for _, ch := range models.Catalogue {
		for _, s := range ch.Sections {
			path := "/plans/" + string(w.Ailsa.Plan) + "/sections/" + string(s.Key)
			b.get(path).is(http.StatusOK).has("<h1", "Nothing here yet. One word is enough.", "Somebody might write: “", "?").lacks("checked")
			var form []string
			for _, d := range s.Fields {
				form = append(form, "f."+d.Key, sample(d))
			}
			if s.Key == "check-ins" { // "very hard" has an answer of its own
				b.post(path, form...).leads("/?saved=hard#saved")
			} else {
				b.post(path, form...).leads(path + "?done=added#entries")
			}
			b.get(path).has("<article").lacks("Nothing here yet")
		}
	}
	b.get("/plans/"+string(w.Ailsa.Plan)).is(http.StatusOK).has("My whole plan", "About me", "My strengths", "Advance statement").lacks("Nothing here yet.")
	b.get("/").has("If I can't speak for myself", "Getting back", "Advance statement")
}

func sample(d models.Field) string {
	switch d.Kind {
	case models.Choice:
		return d.Options[0]
	case models.Scale:
		return "7"
	case models.Date:
		return "2026-11-23"
	case models.Tick:
		return "yes"
	}
	return "words of " + d.Key
}

func TestAFieldThatNeedsAnotherLookKeepsEveryWord(t *testing.T) {
	w := apptest.New(t)
	path := "/plans/" + string(w.Ailsa.Plan) + "/sections/warnings"
	at(w, w.Ailsa).post(path, "f.sign", "  ", "f.do", "Tea & <toast>", "f.who", "Jamie").is(http.StatusUnprocessableEntity).
		has("Something needs another look. Your words are still here.", `href="#f.sign"`, "Error:", "Please write something here.", `aria-invalid="true"`, "Tea & <toast>", `value="Jamie"`)
}

func TestADraftIsItsWritersUntilDone(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Morag, models.Practitioner)
	w.Share(w.Morag, models.RightSuggest, "hopes")
	plan := "/plans/" + string(w.Ailsa.Plan)
	b := at(w, w.Ailsa)
	b.post(plan+"/drafts", "section", "hopes", "f.hope", "A garden").is(http.StatusNoContent)
	b.get(plan+"/sections/hopes").has("You were writing this.", "A garden")
	at(w, w.Morag).get(plan + "/sections/hopes").is(http.StatusOK).lacks("A garden")
	b.post(plan+"/sections/hopes", "f.hope", "A garden").leads(plan + "/sections/hopes?done=added#entries")
	b.get(plan + "/sections/hopes").lacks("You were writing this.")
	at(w, w.Morag).get(plan + "/sections/hopes").has("A garden")
	b.post(plan+"/drafts", "section", "hopes", "f.hope", "A shed").is(http.StatusNoContent)
	b.post(plan+"/drafts/drop", "section", "hopes").leads(plan + "/sections/hopes")
	b.get(plan + "/sections/hopes").lacks("A shed")
}

// A draft that began on an earlier version is joined with what came in between, and
// writes nothing over it.
func TestADraftGoesOnFromWhereItBegan(t *testing.T) {
	w := apptest.New(t)
	plan := "/plans/" + string(w.Ailsa.Plan)
	e := w.Write("hopes", "A garden with a wall.")
	entry := plan + "/entries/" + string(e.ID)
	b := at(w, w.Ailsa)
	b.post(plan+"/drafts", "section", "hopes", "entry", string(e.ID), "version", "1", "f.hope", "A green garden with a wall.").is(http.StatusNoContent)
	accept(w, e, "A garden with a low wall.")
	form := b.get(entry).has("You were writing this.", "A green garden with a wall.").held()
	b.post(entry, append(form, "f.hope", "A green garden with a wall.")...).is(http.StatusSeeOther)
	b.get(plan + "/sections/hopes").has("A green garden with a low wall.")
}

// accept lets Morag suggest other words for an entry, and Ailsa say yes.
func accept(w *apptest.World, e *app.Entry, words string) {
	w.T.Helper()
	w.Tie(w.Morag, models.Practitioner)
	w.Share(w.Morag, models.RightSuggest, e.Section)
	shape, _ := models.SectionOf(e.Section)
	s, err := w.App.Suggest(context.Background(), w.Morag.Actor, app.Suggest{
		Plan: w.Ailsa.Plan, Section: e.Section, Entry: e.ID, Version: e.Version, Fields: models.Fields{{Key: shape.Main(), Text: words}}})
	w.Must(err)
	_, err = w.App.Accept(context.Background(), w.Ailsa.Actor, app.Accept{Plan: w.Ailsa.Plan, Suggestion: s.ID})
	w.Must(err)
}

func edit(w *apptest.World, e *app.Entry, words string) {
	w.T.Helper()
	shape, _ := models.SectionOf(e.Section)
	_, err := w.App.EditEntry(context.Background(), w.Ailsa.Actor, app.EditEntry{
		Plan: w.Ailsa.Plan, Entry: e.ID, Version: e.Version, Fields: models.Fields{{Key: shape.Main(), Text: words}}})
	w.Must(err)
}

func TestBothChangedTheSameWords(t *testing.T) {
	w := apptest.New(t)
	e := w.Write("hopes", "A red door.")
	edit(w, e, "A blue door.")
	path := "/plans/" + string(w.Ailsa.Plan) + "/entries/" + string(e.ID)
	p := at(w, w.Ailsa).post(path, "version", strconv.Itoa(e.Version), "f.hope", "A green door.")
	p.is(http.StatusOK).has("Here are both.", "What you wrote now", "A green door.", "What was saved meanwhile", "A blue door.", "Both together", "A green door.\n\nA blue door.", "Done")
}

func TestEarlierWordsComeBack(t *testing.T) {
	w := apptest.New(t)
	e := w.Write("hopes", "A red door.")
	edit(w, e, "A blue door.")
	plan := "/plans/" + string(w.Ailsa.Plan)
	entry := plan + "/entries/" + string(e.ID)
	b := at(w, w.Ailsa)
	b.get(plan+"/sections/hopes").has("A blue door.", "1 earlier version", "About this entry")
	b.get(entry+"/versions").has("As it is now", "A blue door.", "A red door.", "Bring this version back")
	b.post(entry + "/versions/1/restore").is(http.StatusSeeOther)
	b.get(plan+"/sections/hopes").has("A red door.", "2 earlier versions")
	b.post(entry + "/remove").leads(plan + "/sections/hopes?done=removed")
	b.get(plan + "/sections/hopes?done=removed").has("You can bring it back").lacks("A red door.")
	b.get(plan+"/removed").has("A red door.", "Bring it back", "Delete it for good")
	b.post(entry + "/bring-back").is(http.StatusSeeOther)
	b.get(plan + "/sections/hopes").has("A red door.")
}

func TestMoving(t *testing.T) {
	w := apptest.New(t)
	w.Write("hopes", "First.")
	e := w.Write("hopes", "Second.")
	plan := "/plans/" + string(w.Ailsa.Plan)
	b := at(w, w.Ailsa)
	b.get(plan+"/sections/hopes").has("First.", "Second.")
	b.post(plan+"/entries/"+string(e.ID)+"/move", "steps", "-1").is(http.StatusSeeOther)
	b.get(plan+"/sections/hopes").has("Second.", "First.")
}

func TestASectionOfOnesOwn(t *testing.T) {
	w := apptest.New(t)
	plan := "/plans/" + string(w.Ailsa.Plan)
	b := at(w, w.Ailsa)
	b.post(plan+"/own-sections", "title", "", "help", "For the dog").is(http.StatusUnprocessableEntity).has("Error:", `value="For the dog"`)
	path := b.post(plan+"/own-sections", "title", "My dog", "help", "For the dog").is(http.StatusSeeOther).header.Get("Location")
	b.get(path).has("My dog", "For the dog", "Nothing here yet.")
	b.post(path, "f.words", "Twice a day").is(http.StatusSeeOther)
	b.get("/").has("My dog")
	b.post(path+"/rename", "title", "", "help", "x").is(http.StatusUnprocessableEntity).has("Error:", `value="x"`)
	b.post(path+"/rename", "title", "My old dog", "help", "").leads(path + "?done=renamed")
	b.post(path + "/remove").is(http.StatusConflict).has("There is still something in this section.")
	at(w, w.Stranger).get(path + "/rename").is(http.StatusNotFound)
}

// Showing an entry again asks for the password, and the form goes on as it was.
func TestAPasswordIsAskedAndTheFormGoesOn(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Morag, models.Practitioner)
	w.Share(w.Morag, models.RightSee, "hopes")
	e := w.Write("hopes", "A garden.")
	plan := "/plans/" + string(w.Ailsa.Plan)
	about := plan + "/entries/" + string(e.ID) + "/about"
	b := at(w, w.Ailsa)
	w.Clock.Forward(time.Hour)
	b.post(about, "privacy", "only_me").is(http.StatusSeeOther)
	at(w, w.Morag).get(plan + "/sections/hopes").lacks("A garden.")
	asked := b.post(about, "privacy", "section").is(http.StatusForbidden).has("Your password, please")
	b.post("/step-up", append(asked.held(), "password", "something else")...).is(http.StatusUnprocessableEntity).has("Error:")
	on := b.post("/step-up", append(asked.held(), "password", apptest.Password)...).is(http.StatusOK).has(`action="`+about+`"`, "data-go")
	b.post(about, on.held()...).is(http.StatusSeeOther)
	at(w, w.Morag).get(plan + "/sections/hopes").has("A garden.")
}

func TestSignedOutWhileWriting(t *testing.T) {
	w := apptest.New(t)
	path := "/plans/" + string(w.Ailsa.Plan) + "/sections/hopes"
	b := at(w, nobody)
	p := b.post(path, "section", "hopes", "f.hope", "A garden.").is(http.StatusUnauthorized)
	p.has("Sign in again. Your words are waiting.", "A garden.")
	p.lacks(">hopes<")
	wrong := b.post("/sign-in", append(p.held(), "email", w.Ailsa.Email, "password", "something else")...).is(http.StatusUnprocessableEntity).has("A garden.")
	on := b.post("/sign-in", append(wrong.held(), "email", w.Ailsa.Email, "password", apptest.Password)...).is(http.StatusOK).has(`action="` + path + `"`)
	b.post(path, on.held()...).is(http.StatusSeeOther)
	b.get(path).has("A garden.")
}

func TestWordsSurviveADatabaseThatDoesNotAnswer(t *testing.T) {
	w := apptest.New(t)
	b := at(w, nobody)
	screens := pages.New(w.App, pages.Settings{})
	b.server = echo.New()
	b.server.HTTPErrorHandler = func(err error, c echo.Context) { _ = screens.Error(c, err) }
	down := func(echo.Context) error { return &models.Error{Kind: models.Unavailable, Key: "error.unavailable"} }
	b.server.GET("/help", down)
	b.server.POST("/plans/:plan/sections/:section", down)
	b.post("/plans/p/sections/hopes", "f.hope", "A garden.", "section", "hopes").is(http.StatusServiceUnavailable).
		has("That didn't save. Your words are still here.", "A garden.", `action="/plans/p/sections/hopes"`, `name="f.hope" value="A garden."`, "Try again")
	b.get("/help").is(http.StatusOK).has("Ring 999", "Samaritans")
}

func TestNothingIsThereForOthers(t *testing.T) {
	w := apptest.New(t)
	e := w.Write("hopes", "A garden.")
	plan := "/plans/" + string(w.Ailsa.Plan)
	entry := plan + "/entries/" + string(e.ID)
	b := at(w, w.Stranger)
	none := b.get("/plans/no-such-plan").is(http.StatusNotFound).has("There's nothing to show here.").main()
	for _, path := range []string{plan, plan + "/sections/hopes", plan + "/removed", entry, entry + "/about", entry + "/versions"} {
		if got := b.get(path).is(http.StatusNotFound).main(); got != none {
			t.Errorf("%s reads otherwise: %s", strings.TrimPrefix(path, plan), got)
		}
	}
}
