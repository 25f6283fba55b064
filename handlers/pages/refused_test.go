package pages_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"handrail/app/apptest"
	"handrail/models"
)

// What is the owner's alone has no section: whoever is refused it stands in the list all the
// same, once a day; and the list says what they tried, and by which way.
func TestWhoWasRefusedThePlanAsAWholeStandsInTheList(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	w.Share(w.Jamie, models.RightSee, "goals")
	plan := "/plans/" + string(w.Ailsa.Plan)
	const opened = "tried to open your plan as a whole on a page and was not let in"
	for days, path := range []string{"/sharing", "/looks", "/receipts", "/removed", "/measures", "/own-sections"} {
		for range 2 {
			at(w, w.Jamie).get(plan + path).is(http.StatusNotFound)
			at(w, w.Stranger).get(plan + path).is(http.StatusNotFound)
		}
		w.Write("daily", "walk") // waits behind what was refused; on PostgreSQL it may overtake
		if n := linesOf(at(w, w.Ailsa), plan+"/looks?refused=yes", opened, days+1); n != days+1 {
			t.Errorf("%s: %d lines after %d days", path, n, days+1)
		}
		w.Clock.Forward(24 * time.Hour)
		w.Ailsa, w.Jamie, w.Stranger = w.SignIn(w.Ailsa), w.SignIn(w.Jamie), w.SignIn(w.Stranger)
	}
	at(w, w.Jamie).post(plan+"/sections/goals", "goal", "x")
	at(w, w.Ailsa).get(plan + "/looks?refused=yes").has("tried to add something to My goals on a page and was not let in")
}

// Whoever wants to put words where only the owner answers stands in the list as just that, and
// whoever asks for what never was does not stand there.
func TestWhoWantedToAddWhereTheOwnerAnswersStandsInTheList(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	w.Share(w.Jamie, models.RightSee, "goals", "after-learned")
	plan := "/plans/" + string(w.Ailsa.Plan)
	for _, it := range []struct {
		path, field string
		part        string
		is          int
	}{
		{"/after/helped", "words", "What I learned", http.StatusForbidden},
		{"/after/thank", "words", "People to thank or talk to", http.StatusNotFound},
		{"/crisis/guide/crisis-signs", "f.sign", "When others should step in", http.StatusNotFound},
	} {
		at(w, w.Jamie).post(plan+it.path, it.field, "Soup").is(it.is)
		w.Write("daily", "walk") // waits behind what was refused; on PostgreSQL it may overtake
		tried := "tried to add something to " + it.part + " on a page and was not let in"
		if n := linesOf(at(w, w.Ailsa), plan+"/looks?refused=yes", tried, 1); n != 1 {
			t.Errorf("%s: %d lines", it.path, n)
		}
		w.Clock.Forward(24 * time.Hour)
		w.Ailsa, w.Jamie = w.SignIn(w.Ailsa), w.SignIn(w.Jamie)
	}
	at(w, w.Jamie).post(plan+"/after/nothing", "words", "Soup").is(http.StatusNotFound)
	for _, path := range []string{"/after/nothing", "/crisis/guide/nothing", "/crisis/guide/goals"} {
		at(w, w.Jamie).get(plan + path).is(http.StatusNotFound)
		at(w, w.Jamie).post(plan+path, "f.goal", "Soup").is(http.StatusNotFound)
	}
	at(w, w.Jamie).post(plan + "/after/helped").is(http.StatusNotFound) // what is refused last is written last
	list := plan + "/looks?refused=yes"
	if n := linesOf(at(w, w.Ailsa), list, "your plan as a whole", 1); n != 1 {
		t.Errorf("without words: %d lines", n)
	}
	if n := strings.Count(at(w, w.Ailsa).get(list).text, "was not let in"); n != 4 {
		t.Errorf("%d refusals are on record", n)
	}
}

// linesOf is how often something is said by a page that may not know of it yet.
func linesOf(b *browser, path, words string, atLeast int) (n int) {
	b.t.Helper()
	late, again := time.After(10*time.Second), time.NewTicker(20*time.Millisecond)
	defer again.Stop()
	for {
		if n = strings.Count(b.get(path).is(http.StatusOK).text, words); n >= atLeast {
			return n
		}
		select {
		case <-again.C:
		case <-late:
			return n
		}
	}
}

// Whoever goes where they may go is refused nothing.
func TestAGoodVisitLeavesNoRefusal(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	w.Share(w.Jamie, models.RightSuggest, "goals", "daily")
	plan := "/plans/" + string(w.Ailsa.Plan)
	w.Write("daily", "walk")
	for _, path := range []string{"/", plan, plan + "/sections/daily", plan + "/crisis", plan + "/suggestions", plan + "/sessions",
		plan + "/goals"} {
		at(w, w.Jamie).get(path).is(http.StatusOK)
	}
	w.Write("daily", "walk again") // waits behind what was refused
	at(w, w.Ailsa).get(plan + "/looks?refused=yes").has("There are none like that.")
}
