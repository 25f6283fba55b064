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
