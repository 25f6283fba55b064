package pages_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

var formWithId = regexp.MustCompile(`(?s)<form[^>]* id="typing[^"]*".*?</form>`)

// formOf is the hidden fields of the form on a page that holds a field with this name.
func formOf(p page, field string) []string {
	p.t.Helper()
	for _, one := range formWithId.FindAllString(p.body, -1) {
		if strings.Contains(one, `name="`+field+`"`) {
			return page{body: one}.held()
		}
	}
	p.t.Fatalf("no form that keeps %s:\n%s", field, p.main())
	return nil
}

// Wherever more than a line is written, Leave takes the words along; they are there on
// coming back, for their writer alone, and gone once they have been sent.
func TestLeaveKeepsWhatWasTyped(t *testing.T) {
	w := apptest.New(t)
	plan := "/plans/" + string(w.Ailsa.Plan)
	goal, sign := w.Write("goals", "Swim in the sea"), w.Write("warnings", "Awake at four")
	w.Tie(w.Morag, models.Practitioner)
	w.Share(w.Morag, models.RightSuggest, "warnings", "goals", "hopes")
	sent := sends(w, w.Morag, app.Suggest{Section: "hopes", Fields: models.Fields{{Key: "hope", Text: "A garden"}}})
	music, err := w.App.AddSection(t.Context(), w.Ailsa.Actor, app.AddSection{Plan: w.Ailsa.Plan, Title: "Music"})
	w.Must(err)
	own, share := plan+"/sections/"+string(music.Key), plan+"/people/"+string(w.Morag.Account)+"/share"
	helpPath := plan + "/entries/" + string(w.Write("crisis-help", "Feed the cat").ID) + "/ask"
	met := plan + "/sessions/" + string(wasHeld(w))
	goalPath := plan + "/goals/" + string(goal.ID)
	for name, it := range map[string]struct {
		who               apptest.Who
		page, field, send string
		more              []string
	}{
		"a check-in":            {w.Ailsa, "/", "f.words", plan + "/check-in", []string{"f.how", "hard"}},
		"a line for now":        {w.Ailsa, "/help/lines", "f.line", "/help/lines", nil},
		"a review":              {w.Ailsa, goalPath, "words", goalPath + "/reviews", []string{"mark", "6"}},
		"a step":                {w.Ailsa, goalPath, "text", goalPath + "/steps", nil},
		"a turn":                {w.Ailsa, goalPath, "why", goalPath + "/turn", []string{"state", "reached"}},
		"looking back":          {w.Ailsa, plan + "/after/change", "words", plan + "/after/change", []string{"part", "none"}},
		"a first thing":         {w.Ailsa, "/start/helps", "f.helps", "/start/helps", nil},
		"whom to ring":          {w.Ailsa, "/start/ring", "f.who", "/start/ring", nil},
		"a part of one's own":   {w.Ailsa, plan + "/own-sections", "help", plan + "/own-sections", []string{"title", "Music"}},
		"its name":              {w.Ailsa, own + "/rename", "help", own + "/rename", []string{"title", "Music"}},
		"what is asked":         {w.Ailsa, helpPath, "words", helpPath, []string{"account", string(w.Morag.Account)}},
		"an invitation":         {w.Ailsa, plan + "/invitations/new?alone=yes", "called", plan + "/invitations", []string{"role", "carer"}},
		"why it is shared":      {w.Ailsa, share, "purpose", share, []string{"s.hopes", "yes", "right", "see", "when", "always", "yes", "yes"}},
		"how a session was":     {w.Ailsa, met, "words", met + "/afterwards", []string{"mark.heard", "yes"}},
		"a suggestion":          {w.Morag, plan + "/suggest?section=warnings", "f.sign", plan + "/suggest", nil},
		"other words":           {w.Morag, plan + "/suggest?section=warnings&entry=" + string(sign.ID), "f.do", plan + "/suggest", []string{"f.sign", "Awake at five"}},
		"taking out":            {w.Morag, plan + "/suggest?remove=yes&section=warnings&entry=" + string(sign.ID), "note", plan + "/suggest", []string{"remove", "yes"}},
		"changing a suggestion": {w.Ailsa, plan + "/suggestions/" + string(sent) + "?change=yes", "f.hope", plan + "/suggestions/" + string(sent), []string{"answer", "changed"}},
	} {
		words := "Half a sentence: " + name
		b := at(w, it.who)
		form := append(formOf(b.get(it.page).is(http.StatusOK), it.field), it.field, words)
		b.post("/leave", form...).leads(neutral)
		b.post("/unlock", "password", apptest.Password).leads("/")
		back := b.get(it.page).is(http.StatusOK).has("You were writing this.", words)
		w.NothingInClear(words)
		other := w.Morag
		if it.who.Account == w.Morag.Account {
			other = w.Ailsa
		}
		if drafts, err := w.App.Drafts(t.Context(), other.Actor, w.Ailsa.Plan, ""); err != nil || len(drafts) != 0 {
			t.Errorf("%s: somebody else has the drafts %v, %v", name, drafts, err)
		}
		b.post("/step-up", "password", apptest.Password)
		b.post(it.send, append(append(formOf(back, it.field), it.field, words), it.more...)...).sent()
		if drafts, err := w.App.Drafts(t.Context(), it.who.Actor, w.Ailsa.Plan, ""); err != nil || len(drafts) != 0 {
			t.Errorf("%s: after it was sent there are the drafts %v, %v", name, drafts, err)
		}
	}
}

// wasHeld is a session with Morag that is over.
func wasHeld(w *apptest.World) models.ID {
	w.T.Helper()
	s, err := w.App.OpenSession(w.T.Context(), w.Ailsa.Actor, app.OpenSession{Plan: w.Ailsa.Plan, With: w.Morag.Account})
	w.Must(err)
	_, err = w.App.JoinSession(w.T.Context(), w.Morag.Actor, w.Ailsa.Plan, s.ID)
	w.Must(err)
	w.Clock.Forward(time.Minute)
	_, err = w.App.EndSession(w.T.Context(), w.Ailsa.Actor, w.Ailsa.Plan, s.ID)
	w.Must(err)
	return s.ID
}

// One form's words neither stand in another's nor go with it, and they can be let go.
func TestEachFormKeepsItsOwnWords(t *testing.T) {
	w := apptest.New(t)
	plan := "/plans/" + string(w.Ailsa.Plan)
	goal := w.Write("goals", "Swim in the sea")
	b, path := at(w, w.Ailsa), plan+"/goals/"+string(goal.ID)
	keep := func(field, words string) []string {
		form := append(formOf(b.get(path), field), field, words)
		b.post(plan+"/drafts", form...).is(http.StatusNoContent)
		return form
	}
	step, review := keep("text", "Buy a towel"), keep("words", "Cold, but good")
	b.get(plan+"/entries/"+string(goal.ID)).is(http.StatusOK).lacks("You were writing this.", "Buy a towel")
	b.post(plan+"/entries/"+string(goal.ID), "version", "1", "f.goal", "Swim in the sea in May").is(http.StatusSeeOther)
	b.get(path).has("Cold, but good", "Buy a towel")
	b.post(path+"/steps", step...).is(http.StatusSeeOther)
	b.get(path).has("Cold, but good")
	b.post(plan+"/drafts/drop", append(review, "next", path)...).leads(path)
	b.get(path).lacks("Cold, but good")
	b.post(plan+"/drafts", "section", "goals", "entry", string(goal.ID), "form", "no such form", "words", "x").is(http.StatusNotFound)
}

// sent fails the test where a form was not taken.
func (p page) sent() {
	p.t.Helper()
	if p.status != http.StatusSeeOther && p.status != http.StatusCreated {
		p.t.Fatalf("status %d\n%s", p.status, p.main())
	}
}
