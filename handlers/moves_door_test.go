package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// moving is a world in which something of everything that moves is there.
type moving struct {
	*server
	Plan                              string
	Goal, Strength, Daily, Sign, Note models.ID
	Review, Step, Measure, Lookout    models.ID
	Today                             string
}

func newMoving(t testing.TB) *moving {
	t.Helper()
	m := &moving{server: newServer(t), Today: "2026-11-23"}
	m.Plan = "/plans/" + string(m.Ailsa.Plan)
	m.Goal, m.Strength = m.Write("goals", "The allotment by May.").ID, m.Write("strengths", "I notice birds.").ID
	m.Daily, m.Sign = m.Write("daily", "Curtains first.").ID, m.Write("warnings", "I wake before four.").ID
	m.Note = m.Write("notes", "A heron at the lock.").ID
	id := func(body string, path string) models.ID {
		return models.ID(m.ok(m.Ailsa, 201, "POST", m.Plan+path, body)["id"].(string))
	}
	m.Review = id(`{"mark":4,"words":"Seed tins.","day":"2026-11-01"}`, "/entries/"+string(m.Goal)+"/reviews")
	id(`{"mark":6,"more":"gloves"}`, "/entries/"+string(m.Goal)+"/reviews")
	m.Step = id(`{"text":"Buy gloves","who":"me"}`, "/entries/"+string(m.Goal)+"/steps")
	m.Measure = id(`{"name":"Sleep","low":"none","high":"all night","often":"every_day"}`, "/measures")
	m.Lookout = id(`{"of":"how","threshold":2,"days":2,"within":3}`, "/entries/"+string(m.Sign)+"/lookouts")
	m.ok(m.Ailsa, 204, "PUT", m.Plan+"/entries/"+string(m.Daily)+"/ticks/"+m.Today, "")
	m.ok(m.Ailsa, 204, "PUT", m.Plan+"/measures/"+string(m.Measure)+"/marks/"+m.Today, `{"value":7}`)
	m.ok(m.Ailsa, 204, "PUT", m.Plan+"/entries/"+string(m.Goal)+"/strengths", `{"strengths":["`+string(m.Strength)+`"]}`)
	m.checkIn("hard", "2026-11-23")
	return m
}

func (m *moving) checkIn(how, day string) {
	m.T.Helper()
	m.ok(m.Ailsa, 201, "POST", m.Plan+"/sections/check-ins/entries", fmt.Sprintf(`{"fields":{"how":%q,"date":%q}}`, how, day))
}

// ask is the status of a request by page (a path with a space in front) or API.
func (m *moving) status(who apptest.Who, method, path, body string) int {
	m.T.Helper()
	return m.call(who, method, m.Plan+path, body).Code
}

// Each of these falls under the section that it belongs to: whoever sees that reads
// it, everybody else meets nothing, and only the owner changes it (in a session also
// those who work together on it).
func TestWhatMovesFallsUnderItsSection(t *testing.T) {
	goal, step := "/entries/GOAL", "/steps/STEP"
	for _, c := range []struct {
		section             models.SectionKey
		method, path, body  string
		sees, works, others int // 0: let in
	}{
		{"daily", "GET", "/ticks", "", 0, 0, 404},
		{"daily", "PUT", "/entries/DAILY/ticks/2026-11-23", "", 403, 403, 404},
		{"daily", "DELETE", "/entries/DAILY/ticks/2026-11-23", "", 403, 403, 404},
		{"check-ins", "GET", "/check-ins", "", 0, 0, 404},
		{"check-ins", "GET", "/measures", "", 0, 0, 404},
		{"check-ins", "PUT", "/measures/MEASURE", `{"name":"x"}`, 404, 404, 404},
		{"check-ins", "PUT", "/measures/MEASURE/marks/2026-11-23", `{"value":1}`, 404, 404, 404},
		{"goals", "GET", "/goals", "", 0, 0, 404},
		{"goals", "GET", goal + "/goal", "", 0, 0, 404},
		{"goals", "POST", goal + "/reviews", `{"mark":5}`, 403, 0, 404},
		{"goals", "POST", goal + "/steps", `{"text":"x"}`, 403, 0, 404},
		{"goals", "PUT", step, `{"text":"x","state":"done"}`, 403, 0, 404},
		{"goals", "DELETE", step, "", 403, 403, 404},
		{"goals", "DELETE", "/reviews/REVIEW", "", 403, 403, 404},
		{"goals", "POST", goal + "/turn", `{"state":"paused"}`, 403, 0, 404},
		{"goals", "PUT", goal + "/strengths", `{"strengths":[]}`, 403, 403, 404},
		{"notes", "POST", "/notes/find", `{}`, 0, 0, 404},
		{"warnings", "GET", "/lookouts", "", 404, 404, 404},
		{"warnings", "POST", "/entries/SIGN/lookouts", `{"of":"how","threshold":2,"days":1,"within":1}`, 404, 404, 404},
		{"warnings", "DELETE", "/lookouts/LOOKOUT", "", 404, 404, 404},
		{"strengths", "GET", "/strength-hints", "", 404, 404, 404},
		{"daily", "GET", "/today", "", 404, 404, 404},
		{"check-ins", "GET", "/better-days", "", 404, 404, 404},
	} {
		t.Run(c.method+" "+c.path, func(t *testing.T) {
			m := newMoving(t)
			m.Tie(m.Jamie, models.Carer)
			m.Tie(m.Morag, models.Practitioner)
			m.Tie(m.Pete, models.Peer)
			m.Share(m.Jamie, models.RightSuggest, c.section)
			m.Share(m.Morag, models.RightWork, c.section)
			path := m.filled(c.path)
			wants := func(who apptest.Who, want int) {
				t.Helper()
				got := m.status(who, c.method, path, c.body)
				if want == 0 && got >= 300 || want != 0 && got != want {
					t.Errorf("%s gets %d, not %d", who.Name, got, want)
				}
			}
			wants(m.Jamie, c.sees)
			wants(m.Morag, c.sees) // outside a session
			wants(m.Pete, c.others)
			wants(m.Stranger, 404)
			m.meets()
			wants(m.Morag, c.works)
		})
	}
}

func (m *moving) filled(path string) string {
	for name, id := range map[string]models.ID{"GOAL": m.Goal, "STEP": m.Step, "REVIEW": m.Review, "DAILY": m.Daily, "MEASURE": m.Measure, "SIGN": m.Sign, "LOOKOUT": m.Lookout} {
		path = strings.ReplaceAll(path, name, string(id))
	}
	return path
}

// meets lets Ailsa and Morag into a session.
func (m *moving) meets() {
	m.T.Helper()
	s, err := m.App.OpenSession(context.Background(), m.Ailsa.Actor, app.OpenSession{Plan: m.Ailsa.Plan, With: m.Morag.Account})
	m.Must(err)
	_, err = m.App.JoinSession(context.Background(), m.Morag.Actor, m.Ailsa.Plan, s.ID)
	m.Must(err)
}

// A review that somebody wrote in a session bears their name to the owner, and no
// date can be put on it that has not come.
func TestAReviewInASession(t *testing.T) {
	m := newMoving(t)
	m.Tie(m.Morag, models.Practitioner)
	m.Share(m.Morag, models.RightWork, "goals")
	m.meets()
	reviews := m.Plan + "/entries/" + string(m.Goal) + "/reviews"
	made := m.ok(m.Morag, 201, "POST", reviews, `{"mark":7,"words":"Soil."}`)
	seen := m.ok(m.Ailsa, 200, "GET", m.Plan+"/entries/"+string(m.Goal)+"/goal", "")["reviews"].([]any)
	if by := seen[len(seen)-1].(obj)["author"].(obj)["name"]; by != "Morag" {
		t.Errorf("by %v", by)
	}
	m.ok(m.Ailsa, 422, "POST", reviews, `{"mark":7,"day":"2026-12-01"}`)
	m.ok(m.Ailsa, 422, "POST", reviews, `{"mark":11}`)
	m.ok(m.Morag, 204, "DELETE", m.Plan+"/reviews/"+made["id"].(string), "")
	g := m.ok(m.Ailsa, 200, "GET", m.Plan+"/entries/"+string(m.Goal)+"/goal", "")
	if n := len(g["reviews"].([]any)); n != 2 {
		t.Errorf("%d reviews", n)
	}
}

// A plot that is shared has only what is in shared sections: no note beside the line
// and no strength under the goal unless those are shared too.
func TestAPlotShowsOnlySharedSections(t *testing.T) {
	m := newMoving(t)
	m.Tie(m.Jamie, models.Carer)
	m.Share(m.Jamie, models.RightSee, "goals")
	path := m.Plan + "/entries/" + string(m.Goal) + "/goal"
	g := m.ok(m.Jamie, 200, "GET", path, "")
	if len(g["notes"].([]any)) != 0 || len(g["strengths"].([]any)) != 0 || len(g["reviews"].([]any)) != 2 {
		t.Errorf("he sees %v", g)
	}
	m.Share(m.Jamie, models.RightSee, "notes", "strengths")
	g = m.ok(m.Jamie, 200, "GET", path, "")
	if len(g["notes"].([]any)) != 1 || len(g["strengths"].([]any)) != 1 {
		t.Errorf("he sees %v", g)
	}
	yes := true
	_, err := m.App.SetPlace(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.Note, app.Place{OnlyMe: &yes})
	m.Must(err)
	_, err = m.App.SetPlace(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.Strength, app.Place{OnlyMe: &yes})
	m.Must(err)
	g = m.ok(m.Jamie, 200, "GET", path, "")
	if len(g["notes"].([]any)) != 0 || len(g["strengths"].([]any)) != 0 {
		t.Errorf("what is hers alone is in it: %v", g)
	}
	seen := map[string]bool{}
	for _, r := range m.many(m.Ailsa, m.Plan+"/access-records") {
		if r["account_id"] == string(m.Jamie.Account) {
			seen[r["section"].(string)] = true
		}
	}
	if !seen["goals"] || !seen["notes"] || !seen["strengths"] {
		t.Errorf("on record is that he looked at %v", seen)
	}
}

// What hangs on an entry that is hers alone does not exist for anybody else, and the
// two worlds are the same bytes.
func TestWhatMovesLeavesNoTrace(t *testing.T) {
	first := newMoving(t)
	first.Tie(first.Jamie, models.Carer)
	first.Share(first.Jamie, models.RightSee, "goals", "daily", "check-ins", "notes")
	one, two := *first, *first
	one.server, two.server = serverOf(first.World.Copy(t)), serverOf(first.World.Copy(t))
	yes := true
	for _, s := range []struct {
		section models.SectionKey
		words   models.Fields
	}{{"goals", models.Fields{{Key: "goal", Text: "secret"}}}, {"daily", models.Fields{{Key: "what", Text: "secret"}}}, {"notes", models.Fields{{Key: "note", Text: "secret"}, {Key: "tags", Text: "hidden"}}},
		{"check-ins", models.Fields{{Key: "how", Text: "good"}}}} {
		e, err := two.App.AddEntry(t.Context(), two.Ailsa.Actor, app.AddEntry{Plan: two.Ailsa.Plan, Section: s.section, Fields: s.words, Place: app.Place{OnlyMe: &yes}})
		two.Must(err)
		switch s.section {
		case "goals":
			two.ok(two.Ailsa, 201, "POST", two.Plan+"/entries/"+string(e.ID)+"/reviews", `{"mark":5}`)
			two.ok(two.Ailsa, 201, "POST", two.Plan+"/entries/"+string(e.ID)+"/steps", `{"text":"x"}`)
		case "daily":
			two.ok(two.Ailsa, 204, "PUT", two.Plan+"/entries/"+string(e.ID)+"/ticks/2026-11-23", "")
		}
	}
	two.ok(two.Ailsa, 201, "POST", two.Plan+"/entries/"+string(two.Sign)+"/lookouts", `{"of":"how","threshold":3,"days":1,"within":1}`)
	two.Write("strengths", "secret")
	for _, path := range []string{"/goals", "/entries/GOAL/goal", "/ticks", "/check-ins", "/measures", "/lookouts", "/strength-hints"} {
		path = first.filled(path)
		if a, b := bytesOf(one.call(one.Jamie, "GET", one.Plan+path, "").Result()), bytesOf(two.call(two.Jamie, "GET", two.Plan+path, "").Result()); a != b {
			t.Errorf("%s tells them apart:\n%s", path, firstDifference(a, b))
		}
	}
	if a, b := bytesOf(one.call(one.Jamie, "POST", one.Plan+"/notes/find", "{}").Result()), bytesOf(two.call(two.Jamie, "POST", two.Plan+"/notes/find", "{}").Result()); a != b {
		t.Errorf("notes tell them apart:\n%s", firstDifference(a, b))
	}
	for _, path := range []string{"/goals", "/goals/GOAL", "/check-ins", "/notes", "/today", "/noticing", "/strengths", "/better-days"} {
		path = first.filled(path)
		if a, b := bytesOf(one.page(one.Jamie, one.Plan+path, nil).Result()), bytesOf(two.page(two.Jamie, two.Plan+path, nil).Result()); a != b {
			t.Errorf("the page %s tells them apart:\n%s", path, firstDifference(a, b))
		}
	}
}

// Yesterday can be ticked off until noon by the person's own clock, once, and not after.
func TestYesterdayIsOpenUntilNoon(t *testing.T) {
	m := newMoving(t)
	tick := func(day string, want int) {
		t.Helper()
		m.ok(m.Ailsa, want, "PUT", m.Plan+"/entries/"+string(m.Daily)+"/ticks/"+day, "")
	}
	tick("2026-11-22", 204)
	tick("2026-11-22", 204)
	tick("2026-11-24", 422)
	tick("2026-11-21", 422)
	if n := len(m.many(m.Ailsa, m.Plan+"/ticks")); n != 2 {
		t.Errorf("%d ticks", n)
	}
	m.Clock.Forward(3*time.Hour - time.Second)
	m.Ailsa = m.SignIn(m.Ailsa)
	tick("2026-11-22", 204)
	m.Clock.Forward(time.Second) // noon
	tick("2026-11-22", 422)
	m.ok(m.Ailsa, 422, "DELETE", m.Plan+"/entries/"+string(m.Daily)+"/ticks/2026-11-22", "")
	m.ok(m.Ailsa, 204, "DELETE", m.Plan+"/entries/"+string(m.Daily)+"/ticks/2026-11-23", "")
	if n := len(m.many(m.Ailsa, m.Plan+"/ticks")); n != 1 {
		t.Errorf("%d ticks", n)
	}
	m.ok(m.Ailsa, 404, "PUT", m.Plan+"/entries/"+string(m.Goal)+"/ticks/2026-11-23", "")
	m.Must(m.App.SetZone(t.Context(), m.Ailsa.Actor, "Pacific/Auckland")) // there it is the 24th, one in the morning
	tick("2026-11-24", 204)
	tick("2026-11-23", 204)
}

// What a goal turns into, a step's end, a goal that is emptied for good with all that
// hangs on it.
func TestAGoalsWay(t *testing.T) {
	m := newMoving(t)
	goal := m.Plan + "/entries/" + string(m.Goal)
	s := m.ok(m.Ailsa, 200, "PUT", m.Plan+"/steps/"+string(m.Step), `{"text":"Buy gloves","state":"let_go"}`)
	if s["state"] != "let_go" || s["ended"] != m.Today {
		t.Errorf("a step %v", s)
	}
	m.ok(m.Ailsa, 409, "PUT", m.Plan+"/steps/"+string(m.Step), `{"text":"Buy gloves","version":1}`)
	m.ok(m.Ailsa, 422, "PUT", m.Plan+"/steps/"+string(m.Step), `{"text":" "}`)
	next := m.ok(m.Ailsa, 200, "POST", goal+"/turn", `{"state":"changed","why":"The list is long.","new_goal":"Pots on the sill."}`)["new_goal"].(string)
	g := m.ok(m.Ailsa, 200, "GET", goal+"/goal", "")
	if f := g["entry"].(obj)["fields"].(obj); f["state"] != "changed" || f["why"] != "The list is long." {
		t.Errorf("it stands as %v", f)
	}
	if past := m.many(m.Ailsa, goal+"/versions"); len(past) != 2 {
		t.Errorf("versions %v", past)
	}
	if f := m.ok(m.Ailsa, 200, "GET", m.Plan+"/entries/"+next, "")["fields"].(obj); f["goal"] != "Pots on the sill." {
		t.Errorf("the new goal %v", f)
	}
	m.ok(m.Ailsa, 404, "GET", m.Plan+"/entries/"+string(m.Daily)+"/goal", "")
	m.ok(m.Ailsa, 422, "PUT", goal+"/strengths", `{"strengths":["`+string(m.Daily)+`"]}`)
	m.ok(m.Ailsa, 204, "DELETE", goal, "")
	m.ok(m.Ailsa, 404, "GET", goal+"/goal", "")
	m.ok(m.Ailsa, 204, "POST", goal+"/empty", "")
	m.ok(m.Ailsa, http.StatusNotFound, "PUT", m.Plan+"/steps/"+string(m.Step), `{"text":"x"}`)
}

// The person's own words come back to them at the threshold that they set, on home
// and nowhere else, and can be put away.
func TestNoticing(t *testing.T) {
	m := newMoving(t)
	says := func(want bool) {
		t.Helper()
		home, err := m.App.Home(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan)
		m.Must(err)
		if (len(home.Reminds) == 1) != want {
			t.Errorf("it says %v", home.Reminds)
		}
	}
	says(false)
	m.checkIn("very_hard", "2026-11-20") // outside the three days
	says(false)
	m.checkIn("very_hard", "2026-11-21")
	says(true)
	m.Must(m.App.PutAway(t.Context(), m.Ailsa.Actor, m.Ailsa.Plan, m.Lookout))
	says(false)
	m.Clock.Forward(3 * 24 * time.Hour)
	says(false) // nothing new was said
	m.Ailsa = m.SignIn(m.Ailsa)
	m.checkIn("hard", "2026-11-25")
	m.checkIn("hard", "2026-11-26")
	says(true)
}

func TestFindingNotes(t *testing.T) {
	m := newMoving(t)
	add := func(note, day, tags string) {
		t.Helper()
		m.ok(m.Ailsa, 201, "POST", m.Plan+"/sections/notes/entries", fmt.Sprintf(`{"fields":{"note":%q,"date":%q,"tags":%q}}`, note, day, tags))
	}
	add("Said NO to Kenneth’s plan.", "2026-11-20", "Kenneth, good days")
	add("Library.", "2026-11-21", "good days")
	find := func(body string, want int, tags int) {
		t.Helper()
		got := m.ok(m.Ailsa, 200, "POST", m.Plan+"/notes/find", body)
		if int(got["all"].(float64)) != want || len(got["tags"].([]any)) != tags {
			t.Errorf("%s: %v", body, got)
		}
	}
	find(`{}`, 3, 2)
	find(`{"words":"kenneth's no"}`, 1, 2)
	find(`{"words":"kenneth library"}`, 0, 2)
	find(`{"tag":"good days"}`, 2, 2)
	if w := m.page(m.Ailsa, m.Plan+"/notes", map[string][]string{"words": {"heron"}}); w.Code != 200 {
		t.Error(w.Code)
	}
}

func TestStrengthHints(t *testing.T) {
	m := newMoving(t)
	m.ok(m.Ailsa, 201, "POST", m.Plan+"/sections/toolbox/entries", `{"fields":{"helps":"Soup","how":"I know how to make a pot last. It is quiet."}}`)
	hints := m.many(m.Ailsa, m.Plan+"/strength-hints")
	if len(hints) != 1 || hints[0]["words"] != "I know how to make a pot last." {
		t.Fatalf("hints %v", hints)
	}
	m.ok(m.Ailsa, 201, "POST", m.Plan+"/sections/strengths/entries", `{"fields":{"strength":"I know how to make a pot last."}}`)
	if hints := m.many(m.Ailsa, m.Plan+"/strength-hints"); len(hints) != 0 {
		t.Errorf("asked again: %v", hints)
	}
}
