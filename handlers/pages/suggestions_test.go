package pages_test

import (
	"net/http"
	"regexp"
	"testing"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

var takeBackIn = regexp.MustCompile(`action="([^"]*/take-back)"`)

// sends lets somebody suggest a new sign, and gives the id of it.
func sends(w *apptest.World, who apptest.Who, in app.Suggest) models.ID {
	w.T.Helper()
	in.Plan = w.Ailsa.Plan
	s, err := w.App.Suggest(w.T.(*testing.T).Context(), who.Actor, in)
	w.Must(err)
	return s.ID
}

func sign(words string) models.Fields { return models.Fields{{Key: "sign", Text: words}} }

// What a carer noticed goes to the person alone, says that nobody is watching, and
// changes nothing.
func TestTellingWhatWasNoticed(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	w.Tie(w.Morag, models.Practitioner)
	w.Share(w.Jamie, models.RightSuggest, "warnings")
	w.Share(w.Morag, models.RightSuggest, "warnings")
	plan := "/plans/" + string(w.Ailsa.Plan)
	jamie := at(w, w.Jamie)
	jamie.get(plan+"/sections/warnings").has("Tell Ailsa what I've noticed", "It waits until Ailsa looks. Worried right now?", `href="/help"`)
	at(w, w.Morag).get(plan+"/sections/warnings").has("Suggest something to Ailsa", "Worried right now?").lacks("I've noticed")
	path := plan + "/suggest"
	jamie.get(path+"?section=warnings").is(http.StatusOK).has("Tell Ailsa what you noticed", "to nobody else", "nobody else reads this", "Who to ring", "“I” and “me” in these lines stand for Ailsa.")
	jamie.post(path, "section", "warnings", "note", "Only if you like").is(http.StatusUnprocessableEntity).has(`href="#f.sign"`, "Only if you like")
	jamie.post(path, "section", "warnings", "f.sign", "You stop humming.", "note", "Only if you like").leads(plan + "/suggestions?done=suggested")
	jamie.get(plan+"/suggestions?done=suggested").has("Sent. It waits until they look.", "You suggested adding", "Small signs", "You stop humming.", "You wrote:", "Ailsa has it.", "Take it back")
	at(w, w.Morag).get(plan + "/suggestions").lacks("humming")
	b := at(w, w.Ailsa)
	b.get("/").has("One suggestion waits for you.")
	b.get(plan+"/sections/warnings").has("Jamie suggests adding", "You stop humming.", "Jamie wrote:", "Only if you like", "Look at it", "No thanks")
	b.get(plan+"/suggestions").has("Jamie suggests adding", "You stop humming.")
}

// To its sender one said no to reads like one that waits; taking back always works.
func TestANoIsNotTold(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	w.Share(w.Jamie, models.RightSuggest, "warnings")
	id := sends(w, w.Jamie, app.Suggest{Section: "warnings", Fields: sign("You stop humming.")})
	plan := "/plans/" + string(w.Ailsa.Plan)
	b, jamie := at(w, w.Ailsa), at(w, w.Jamie)
	before := jamie.get(plan + "/suggestions").main()
	b.post(plan+"/suggestions/"+string(id), "answer", "no").leads(plan + "/sections/warnings?done=declined")
	if after := jamie.get(plan + "/suggestions").main(); after != before {
		t.Errorf("it reads otherwise: %s", after)
	}
	b.get(plan+"/suggestions").has("Nothing waits for you.", "One that you have answered", "You said no thanks.")
	b.post(plan+"/suggestions/"+string(id), "answer", "yes").is(http.StatusUnprocessableEntity).has("You have answered this")
	back := found(t, takeBackIn, jamie.get(plan+"/suggestions"))
	jamie.post(back).leads(plan + "/suggestions?done=taken_back")
	jamie.get(plan+"/suggestions").has("Taken back.").lacks("Ailsa has it.", "Take it back<")
	at(w, w.Stranger).post(back).is(http.StatusNotFound)
}

// A new entry is only the person's until they tick somebody, and who would see it in
// a crisis is among those whom they can tick.
func TestAddingWhatWasSuggested(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	w.Tie(w.Morag, models.Practitioner)
	w.Tie(w.Pete, models.Peer)
	w.Share(w.Morag, models.RightSuggest, "warnings")
	w.Share(w.Pete, models.RightSee, "warnings")
	w.ShareWhen(w.Jamie, models.RightSee, models.InCrisis, "warnings")
	plan := "/plans/" + string(w.Ailsa.Plan)
	b, morag, pete := at(w, w.Ailsa), at(w, w.Morag), at(w, w.Pete)
	one := plan + "/suggestions/" + string(sends(w, w.Morag, app.Suggest{Section: "warnings", Fields: sign("First words.")}))
	two := plan + "/suggestions/" + string(sends(w, w.Morag, app.Suggest{Section: "warnings", Fields: sign("Second words.")}))
	b.get(one).is(http.StatusOK).has("Morag suggests adding", "First words.", "Who may see it?", "Tick nobody, and only you see it.", "Add it", "Change the words first", "No thanks").lacks("checked").
		has("Jamie (in a crisis)").has("Pete")
	b.post(one, "answer", "yes").leads(plan + "/sections/warnings?done=accepted")
	b.get(plan+"/sections/warnings?done=accepted").has("It is in your plan.", "First words.")
	morag.get(plan + "/sections/warnings").lacks("First words.")
	b.get(two+"?change=yes").has("The words that go in", "Second words.</textarea>", "Put these words in")
	b.post(two, "answer", "changed", "f.sign", "  ").is(http.StatusUnprocessableEntity).has(`href="#f.sign"`)
	b.post(two, "answer", "changed", "f.sign", "My own words.", "show."+string(w.Pete.Account), "yes").leads(plan + "/sections/warnings?done=accepted")
	b.get(plan + "/sections/warnings").has("From Morag's suggestion").has("Your words, after a suggestion")
	pete.get(plan + "/sections/warnings").has("My own words.")
	morag.get(plan+"/sections/warnings").lacks("My own words.", "Second words.")
}

// Where the entry moved on: both fit together, or both stand side by side.
func TestSuggestionsForWordsThatMovedOn(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Morag, models.Practitioner)
	w.Share(w.Morag, models.RightSuggest, "warnings")
	plan := "/plans/" + string(w.Ailsa.Plan)
	b := at(w, w.Ailsa)
	e := w.Write("warnings", "A red door with a bell.")
	fits := plan + "/suggestions/" + string(sends(w, w.Morag, app.Suggest{Section: "warnings", Entry: e.ID, Version: 1, Fields: sign("A red door with a brass bell.")}))
	clashes := plan + "/suggestions/" + string(sends(w, w.Morag, app.Suggest{Section: "warnings", Entry: e.ID, Version: 1, Fields: sign("A blue door with a bell.")}))
	b.get(fits).has("Morag suggests other words", "In your plan now", "A red door with a bell.", "What Morag suggests", "A red door with a brass bell.", "Who will see it: You and Morag", "Take these words")
	edit(w, e, "A green door with a bell.")
	b.get(fits).has("You have changed this since Morag wrote. Both changes fit together.", "Both together", "A green door with a brass bell.")
	b.get(clashes).has("You and Morag both changed this. Here are both.", "In your plan now", "A green door with a bell.", "What Morag suggests", "A blue door with a bell.",
		"You both changed “The sign”.", "A green door with a bell.\n\nA blue door with a bell.</textarea>", "Put these words in")
	b.post(clashes, "answer", "yes").is(http.StatusUnprocessableEntity).has("both changed this")
	b.post(fits, "answer", "yes").is(http.StatusSeeOther)
	at(w, w.Morag).get(plan + "/sections/warnings").has("A green door with a brass bell.")
	b.post(clashes, "answer", "changed", "f.sign", "A door.").is(http.StatusSeeOther)
	b.get(plan+"/sections/warnings").has("A door.", "3 earlier versions")
}

func TestTakingOutWhatWasSuggested(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	w.Share(w.Jamie, models.RightSuggest, "warnings")
	plan := "/plans/" + string(w.Ailsa.Plan)
	e := w.Write("warnings", "A red door.")
	b, jamie := at(w, w.Ailsa), at(w, w.Jamie)
	form := plan + "/suggest?section=warnings&entry=" + string(e.ID)
	jamie.get(plan+"/sections/warnings").has("/suggest?section=warnings&entry="+string(e.ID), "Suggest a change")
	jamie.get(form).has("Suggest other words to Ailsa", "A red door.</textarea>", "Or suggest taking it out")
	asked := jamie.get(form+"&remove=yes").has("Suggest taking this out of Ailsa's plan", "A red door.").lacks("<textarea id=\"f.sign\"")
	jamie.post(plan+"/suggest", append(asked.held(), "note", "It is green now")...).leads(plan + "/suggestions?done=suggested")
	all, err := w.App.Suggestions(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan)
	w.Must(err)
	path := plan + "/suggestions/" + string(all[0].ID)
	b.get(path).has("Jamie suggests taking something out", "A red door.", "You could bring it back at any time.", "Take it out").lacks("Who may see it?", "Change the words")
	w.Must(w.App.RemoveEntry(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, e.ID))
	b.get(path).has("What this is about has been taken out of your plan.", "No thanks", "Things I took out").lacks("answer\" value=\"yes\"")
}

// Suggesting is for those who may; the others are told so, or told nothing.
func TestWhoCannotSuggest(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	w.Share(w.Jamie, models.RightSee, "warnings")
	plan := "/plans/" + string(w.Ailsa.Plan)
	path := plan + "/suggest?section=warnings"
	at(w, w.Jamie).get(plan + "/sections/warnings").lacks("/suggest?")
	at(w, w.Jamie).get(path).is(http.StatusForbidden)
	at(w, w.Jamie).get(plan + "/suggest?section=goals").is(http.StatusNotFound)
	at(w, w.Stranger).get(path).is(http.StatusNotFound)
	at(w, w.Ailsa).get(path).leads(plan + "/sections/warnings")
	for range 3 {
		w.Share(w.Jamie, models.RightSuggest, "warnings")
		sends(w, w.Jamie, app.Suggest{Section: "warnings", Fields: sign("x")})
	}
	at(w, w.Jamie).post(plan+"/suggest", "section", "warnings", "f.sign", "A fourth").is(http.StatusUnprocessableEntity).
		has("You have sent all you can this week.", "A fourth")
}
