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

// Who has looked: who, what, when and how in words; one visit is one line, and
// refusals of people in the plan stand there too.
func TestWhoHasLooked(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	w.Tie(w.Morag, models.Practitioner)
	plan := "/plans/" + string(w.Ailsa.Plan)
	b := at(w, w.Ailsa)
	b.get(plan+"/looks").is(http.StatusOK).has("Who has looked", "Nobody has looked.")
	w.Share(w.Jamie, models.RightSuggest, "warnings", "daily", "goals", "hopes")
	w.Share(w.Morag, models.RightSee, "daily")
	at(w, w.Jamie).get(plan).is(http.StatusOK)
	at(w, w.Jamie).get(plan + "/sections/toolbox").is(http.StatusNotFound)
	at(w, w.Stranger).get(plan + "/sections/toolbox").is(http.StatusNotFound)
	w.Clock.Forward(time.Minute)
	at(w, w.Morag).get(plan + "/sections/daily").is(http.StatusOK)
	sends(w, w.Jamie, app.Suggest{Section: "warnings", Fields: sign("x")})
	all := b.get(plan + "/looks").is(http.StatusOK)
	all.has("Jamie", "sent a suggestion for Small signs on a page", "Morag", "opened Every day on a page", "23 November 2026, 09:01", "Jamie", "opened My hopes, My goals, Every day and Small signs on a page", "23 November 2026, 09:00").
		lacks("Stran", "Nobody has looked.")
	all.has("tried to open Things that help me on a page and was not let in")
	b.get(plan+"/looks?account="+string(w.Morag.Account)).has("Morag", "opened Every day").lacks("opened My hopes", "was not let in")
	b.get(plan + "/looks?section=goals").has("opened My goals on a page").lacks("Every day on")
	b.get(plan + "/looks?refused=yes").has("was not let in").lacks("opened My")
	b.get(plan + "/looks?section=notes").has("There are none like that.")
	b.get(plan+"/sharing").has("Who has looked", "sent a suggestion for Small signs", "opened Every day", "See everything, with dates")
	at(w, w.Jamie).get(plan)
	b.get(plan + "/sharing").has("opened My hopes and 3 more parts on a page")
}

// Every look is there once, however far back, and the way there keeps the filter.
func TestLooksPageByPage(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	w.Share(w.Jamie, models.RightSee, "warnings", "daily")
	plan := "/plans/" + string(w.Ailsa.Plan)
	jamie := at(w, w.Jamie)
	const visits = 60
	for range visits {
		w.Clock.Forward(11 * time.Minute) // so that each is a line of its own
		jamie.get(plan + "/sections/warnings").is(http.StatusOK)
	}
	jamie.get(plan + "/sections/daily").is(http.StatusOK)
	b := at(w, w.Ailsa)
	older := regexp.MustCompile(`href="([^"]*/looks\?[^"]*before=[^"]*)"`)
	rows, pages := 0, 0
	for path := plan + "/looks?section=warnings"; path != "" && pages < 10; pages++ {
		p := b.get(path).is(http.StatusOK).lacks("opened Every day")
		rows += strings.Count(p.text, "opened Small signs on a page")
		path = ""
		if m := older.FindStringSubmatch(p.text); m != nil {
			path = m[1]
		}
	}
	b.get(plan + "/looks?section=warnings&before=60").has(`href="` + plan + `/looks?section=warnings"`)
	b.get(plan + "/looks?before=60").has(`href="` + plan + `/looks">` + "Back to the newest")
	if rows != visits || pages != 2 {
		t.Errorf("%d looks on %d pages", rows, pages)
	}
}

// Who sits in a session opens the same part many times: that is one line.
func TestTheSameLookAgainAndAgainIsOneLine(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	w.Share(w.Jamie, models.RightSee, "daily", "goals")
	plan := "/plans/" + string(w.Ailsa.Plan)
	for range 3 {
		at(w, w.Jamie).get(plan + "/sections/daily").is(http.StatusOK)
		at(w, w.Jamie).get(plan + "/sections/goals").is(http.StatusOK)
		w.Clock.Forward(2 * time.Minute)
	}
	w.Clock.Forward(time.Hour)
	at(w, w.Jamie).get(plan + "/sections/daily").is(http.StatusOK)
	page := at(w, w.Ailsa).get(plan + "/looks").is(http.StatusOK)
	page.has("23 November 2026, 10:06", "3 times since 23 November 2026, 09:00")
	if n := strings.Count(page.text, "opened Every day"); n != 2 {
		t.Errorf("%d lines", n)
	}
}
