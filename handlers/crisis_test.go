package handlers_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// inCrisis is a server on which Jamie has been confirmed for more than a day, with a
// key that he has read of and something to see in a crisis.
func inCrisis(t *testing.T, way models.CrisisWay) *server {
	t.Helper()
	s := newServer(t)
	s.Tie(s.Jamie, models.Carer)
	s.Tie(s.Pete, models.Peer)
	s.ShareWhen(s.Jamie, models.RightSee, models.InCrisis, "crisis-help")
	s.Write("crisis-help", "Sit with me.")
	s.Clock.Forward(25 * time.Hour)
	s.Ailsa, s.Jamie, s.Pete = s.SignIn(s.Ailsa), s.SignIn(s.Jamie), s.SignIn(s.Pete)
	s.Must(s.App.ChooseCrisisWay(t.Context(), s.Ailsa.Actor, s.Ailsa.Plan, app.CrisisWay{Way: way, Days: 7}))
	for _, who := range []apptest.Who{s.Jamie, s.Pete} {
		s.Must(s.App.GiveKey(t.Context(), s.Ailsa.Actor, s.Ailsa.Plan, who.Account))
		s.Must(s.App.KeyRead(t.Context(), who.Actor, s.Ailsa.Plan))
	}
	return s
}

// Whether somebody holds a key, whether it counts and what their word has done: none of it
// can be told by the one who says it (RULES.md 6).
func TestWhoSaysThatSomethingIsWrongLearnsNothing(t *testing.T) {
	for name, apart := range map[string]func(*server) error{
		"the key was taken": func(s *server) error {
			return s.App.TakeKey(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan, s.Jamie.Account)
		},
		"another way": func(s *server) error {
			return s.App.ChooseCrisisWay(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan, app.CrisisWay{Way: models.TwoTogether, Days: 3})
		},
		"paused": func(s *server) error {
			return s.App.PausePerson(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan, s.Jamie.Account)
		},
		"ended": func(s *server) error {
			return s.App.EndPerson(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan, s.Jamie.Account)
		},
		"what he starts is closed": func(s *server) error { return s.startAndClose(s.Jamie) },
		"another has started it":   func(s *server) error { return s.App.SomethingIsWrong(s.T.Context(), s.Pete.Actor, s.Ailsa.Plan, "x") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			first := inCrisis(t, models.OneAfterFour)
			one, two := serverOf(first.World.Copy(t)), serverOf(first.World.Copy(t))
			two.Must(apart(two))
			ids := two.ids()
			for _, ask := range []func(*server) string{
				func(s *server) string { return s.pressed("POST", "/crisis") },
				func(s *server) string { return s.pressed("POST", "/crisis") },
				func(s *server) string { return s.pressed("DELETE", "/crisis") },
				func(s *server) string { return s.form("/crisis", "note", "He sounds flat.") },
				func(s *server) string { return s.form("/crisis/back") },
				func(s *server) string { return s.form("/crisis/key-read") },
			} {
				if a, b := ask(one), ask(two); a != b {
					t.Errorf("the answers differ:\n%s", firstDifference(a, b))
				}
				same(t, one.everything(ids), two.everything(ids))
			}
		})
	}
}

func (s *server) startAndClose(who apptest.Who) error {
	if err := s.App.SomethingIsWrong(s.T.Context(), who.Actor, s.Ailsa.Plan, ""); err != nil {
		return err
	}
	_, err := s.App.CloseCrisis(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan)
	return err
}

func (s *server) pressed(method, rest string) string {
	return bytesOf(s.call(s.Jamie, method, "/plans/"+string(s.Ailsa.Plan)+rest, "{}").Result())
}

func (s *server) form(rest string, pairs ...string) string {
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	return bytesOf(s.page(s.Jamie, "/plans/"+string(s.Ailsa.Plan)+rest, values).Result())
}

func TestTheCrisisAsTheAPITellsIt(t *testing.T) {
	s := inCrisis(t, models.TwoTogether)
	path := "/plans/" + string(s.Ailsa.Plan) + "/crisis"
	if got := s.ok(s.Ailsa, 200, "GET", path, ""); got["in_use"] != false || len(got["by"].([]any)) != 0 || got["since"] != nil {
		t.Errorf("at rest %v", got)
	}
	s.ok(s.Jamie, 404, "GET", path, "")
	if got := s.ok(s.Jamie, 202, "POST", path, `{"note":"He sounds flat."}`); len(got) != 1 || !strings.Contains(got["said"].(string), "999") {
		t.Errorf("Jamie is told %v", got)
	}
	waits := s.ok(s.Ailsa, 200, "GET", path, "")
	started := waits["started"].([]any)[0].(obj)
	if waits["waiting_for"] != "second_person" || started["note"] != "He sounds flat." || started["who"].(obj)["name"] != "Jamie" {
		t.Errorf("she is told %v", waits)
	}
	s.ok(s.SignIn(s.Stranger), 404, "POST", path, "")
	s.ok(s.Pete, 202, "POST", path, "")
	if got := s.ok(s.Jamie, 200, "GET", path, ""); got["in_use"] != true || len(got) != 1 {
		t.Errorf("Jamie, to whom something is shown now: %v", got)
	}
	s.ok(s.Pete, 404, "GET", path, "") // a key, and nothing that is shown to him
	in := s.ok(s.Ailsa, 200, "GET", path, "")
	if in["in_use"] != true || len(in["by"].([]any)) != 2 || in["since"] == nil || in["until"] == nil || in["waiting_for"] != nil {
		t.Errorf("in use %v", in)
	}
	s.ok(s.Ailsa, 204, "DELETE", path, "")
	s.ok(s.Jamie, 404, "GET", path, "")
	if got := s.ok(s.Ailsa, 200, "POST", path, ""); got["in_use"] != true || got["by"].([]any)[0].(obj)["name"] != "Ailsa" {
		t.Errorf("put to use by herself: %v", got)
	}
	way := s.ok(s.Ailsa, 200, "GET", path+"/way", "")
	if keys := way["keys"].([]any); way["way"] != "two_together" || len(keys) != 2 || keys[0].(obj)["barred"] != true {
		t.Errorf("the way is %v", way)
	}
	s.ok(s.Ailsa, 422, "PUT", path+"/way", `{"way":"one_at_once","days":400}`)
	s.ok(s.Ailsa, 422, "PUT", path+"/way", `{"way":"always","days":7}`)
	allowed := s.ok(s.Ailsa, 200, "POST", path+"/keys/"+string(s.Jamie.Account)+"/allow", "")
	if n := strings.Count(text(t, allowed), `"barred":true`); n != 1 {
		t.Errorf("after allowing Jamie: %v", allowed)
	}
	s.ok(s.Ailsa, 404, "PUT", path+"/keys/"+string(s.Stranger.Account), "")
}

func text(t *testing.T, v any) string {
	t.Helper()
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// The bell on the person's own screens: on every page of hers, and on nobody else's.
func TestTheBandStandsOnEveryPageOfThePerson(t *testing.T) {
	s := inCrisis(t, models.OneAfterFour)
	s.Must(s.App.SomethingIsWrong(t.Context(), s.Jamie.Actor, s.Ailsa.Plan, ""))
	plan := "/plans/" + string(s.Ailsa.Plan)
	for _, path := range []string{"/", "/help", "/me", plan, plan + "/sections/warnings", plan + "/sharing", "/people", plan + "/crisis", plan + "/crisis/band"} {
		if w := s.page(s.Ailsa, path, nil); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "keep it closed") {
			t.Errorf("%s has no band: %d", path, w.Code)
		}
	}
	for _, path := range []string{"/", "/people", plan, plan + "/crisis"} {
		if w := s.page(s.Jamie, path, nil); strings.Contains(w.Body.String(), "keep it closed") {
			t.Errorf("%s shows it to Jamie", path)
		}
	}
	s.page(s.Ailsa, plan+"/crisis/close", url.Values{})
	if w := s.page(s.Ailsa, plan+"/crisis/band", nil); w.Code != http.StatusNoContent {
		t.Errorf("after closing the band is %d %s", w.Code, w.Body)
	}
}

func TestTasksAsTheAPITellsThem(t *testing.T) {
	s := newServer(t)
	s.Tie(s.Jamie, models.Carer)
	e := s.Write("crisis-help", "Sit lower than me.")
	plan := "/plans/" + string(s.Ailsa.Plan)
	body := `{"account":"` + string(s.Jamie.Account) + `","words":"Feed the cat."}`
	made := s.ok(s.Ailsa, 201, "POST", plan+"/entries/"+string(e.ID)+"/tasks", body)
	has(t, "a task", made, "id words answer reply offered_at section entry for")
	s.ok(s.Jamie, 404, "POST", plan+"/entries/"+string(e.ID)+"/tasks", body)
	twice := func() string {
		r := as(s.Ailsa, newRequest("POST", "/api/v1"+plan+"/entries/"+string(e.ID)+"/tasks", body))
		r.Header.Set("Idempotency-Key", "once")
		return s.send(r).Body.String()
	}
	if a, b := twice(), twice(); a != b || len(s.many(s.Ailsa, plan+"/tasks")) != 2 {
		t.Errorf("the same key made %s and %s", a, b)
	}
	for _, t := range s.many(s.Ailsa, plan+"/tasks") {
		if t["id"] != made["id"] {
			s.ok(s.Ailsa, 204, "DELETE", plan+"/tasks/"+t["id"].(string), "")
		}
	}
	theirs := s.many(s.Jamie, plan+"/tasks")
	if len(theirs) != 1 || theirs[0]["words"] != "Feed the cat." {
		t.Errorf("Jamie has %v", theirs)
	}
	for _, hidden := range []string{"section", "entry", "for"} {
		if _, told := theirs[0][hidden]; told {
			t.Errorf("Jamie is told %s", hidden)
		}
	}
	task := plan + "/tasks/" + made["id"].(string)
	s.ok(s.Jamie, 422, "POST", task+"/answer", `{"answer":"yes_but"}`)
	s.ok(s.Jamie, 200, "POST", task+"/answer", `{"answer":"yes_but","reply":"Not on Mondays."}`)
	s.ok(s.Ailsa, 404, "POST", task+"/answer", `{"answer":"yes"}`)
	if got := s.many(s.Ailsa, plan+"/tasks"); got[0]["reply"] != "Not on Mondays." || got[0]["for"].(obj)["name"] != "Jamie" {
		t.Errorf("Ailsa has %v", got)
	}
	s.ok(s.Jamie, 404, "DELETE", task, "")
	s.ok(s.Ailsa, 204, "DELETE", task, "")
	s.ok(s.Jamie, 404, "POST", task+"/answer", `{"answer":"no"}`)
}

// What the person prepares for a crisis, and what others start, leaves no trace for
// somebody else.
func TestWhatIsPreparedForACrisisLeavesNoTrace(t *testing.T) {
	for name, apart := range map[string]func(*server) error{
		"a way": func(s *server) error {
			return s.App.ChooseCrisisWay(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan, app.CrisisWay{Way: models.OneAfterOne, Days: 3})
		},
		"another's key": func(s *server) error {
			return s.App.GiveKey(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan, s.Morag.Account)
		},
		"another's word": func(s *server) error {
			return s.App.SomethingIsWrong(s.T.Context(), s.Morag.Actor, s.Ailsa.Plan, "secret")
		},
		"another's task": func(s *server) error {
			e := s.Write("crisis-help", "secret")
			_, err := s.App.OfferTask(s.T.Context(), s.Ailsa.Actor, app.OfferTask{Plan: s.Ailsa.Plan, Entry: e.ID, Account: s.Morag.Account, Words: "secret"})
			return err
		},
		"a task of his that was taken back": func(s *server) error {
			e := s.Write("crisis-help", "secret")
			task, err := s.App.OfferTask(s.T.Context(), s.Ailsa.Actor, app.OfferTask{Plan: s.Ailsa.Plan, Entry: e.ID, Account: s.Jamie.Account, Words: "secret"})
			s.Must(err)
			return s.App.EndTask(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan, task.ID)
		},
	} {
		t.Run(name, func(t *testing.T) {
			one, two := twins(t, func(s *server) { s.Must(apart(s)) })
			ids := two.ids()
			same(t, one.everything(ids), two.everything(ids))
		})
	}
}

// Who was given a key is told, and goes on being told when it is taken away before
// they have read it: that it is gone must not show.
func TestAKeyThatIsTakenAwayIsNotMissed(t *testing.T) {
	first := newServer(t)
	first.Tie(first.Jamie, models.Carer)
	first.Must(first.App.GiveKey(t.Context(), first.Ailsa.Actor, first.Ailsa.Plan, first.Jamie.Account))
	one, two := serverOf(first.World.Copy(t)), serverOf(first.World.Copy(t))
	two.Must(two.App.TakeKey(t.Context(), two.Ailsa.Actor, two.Ailsa.Plan, two.Jamie.Account))
	if body := one.page(one.Jamie, "/people", nil).Body.String(); !strings.Contains(body, "has given you a key") {
		t.Errorf("he is not told: %s", body)
	}
	ids := two.ids()
	same(t, one.everything(ids), two.everything(ids))
}
