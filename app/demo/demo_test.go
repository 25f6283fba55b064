package demo_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/demo"
	"handrail/models"
)

// world is the demo, played into a folder of the test's.
func world(t *testing.T) (*app.App, string) {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "data")
	a, clock := open(t, folder)
	began := time.Now()
	if err := demo.Play(t.Context(), a, clock); err != nil {
		t.Fatal(err)
	}
	t.Logf("played in %v", time.Since(began))
	return a, folder
}

func open(t *testing.T, folder string) (*app.App, *demo.Clock) {
	t.Helper()
	clock := &demo.Clock{}
	a, err := app.Open(t.Context(), app.Settings{Folder: folder, Clock: clock.Now, QuickHash: true, Story: true,
		Zone: glasgow(t), Say: func(key string, _ map[string]any) string { return key }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	return a, clock
}

func signIn(t *testing.T, a *app.App, key string) (models.Actor, models.ID) {
	t.Helper()
	for _, p := range demo.Cast() {
		if p.Key != key {
			continue
		}
		s, err := a.SignIn(t.Context(), p.Email, demo.Password, app.Device{})
		if err != nil {
			t.Fatal(err)
		}
		me, err := a.Me(t.Context(), s.Actor)
		if err != nil {
			t.Fatal(err)
		}
		return s.Actor, me.Plan
	}
	t.Fatalf("nobody is called %s", key)
	return models.Actor{}, ""
}

func TestEverySectionOfThePlanHasWords(t *testing.T) {
	a, _ := world(t)
	ailsa, id := signIn(t, a, "ailsa")
	plan, err := a.ReadPlan(t.Context(), ailsa, id)
	if err != nil {
		t.Fatal(err)
	}
	own, onlyMe, hidden, several := 0, 0, 0, 0
	for _, s := range plan.Sections {
		if len(s.Entries) == 0 {
			t.Errorf("nothing in %s", s.Key)
		}
		if s.Key.Own() {
			own++
		}
		for _, e := range s.Entries {
			if e.OnlyMe {
				onlyMe++
			}
			if len(e.HiddenFrom) > 0 {
				hidden++
			}
			if e.Version > 1 {
				several++
			}
			if e.CreatedAt.After(time.Now()) {
				t.Errorf("an entry in %s is from the future", s.Key)
			}
		}
	}
	if own < 1 || onlyMe < 3 || hidden < 2 || several < 8 {
		t.Errorf("sections of her own %d, only hers %d, hidden %d, with versions %d", own, onlyMe, hidden, several)
	}
	if gone, err := a.Removed(t.Context(), ailsa, id, app.Part{}); err != nil || len(gone) < 2 {
		t.Errorf("removed: %d, %v", len(gone), err)
	}
}

func TestOutcomesStatesAndLooksOfEveryKind(t *testing.T) {
	a, _ := world(t)
	ailsa, id := signIn(t, a, "ailsa")
	seen := make(map[string]bool)
	sent, err := a.Suggestions(t.Context(), ailsa, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sent {
		seen[string(s.Outcome)] = true
	}
	people, err := a.People(t.Context(), ailsa, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range people {
		seen[string(p.State)+" "+string(p.Role)] = true
		for _, c := range p.Consents {
			seen[c.Right.String()] = true
			seen[string(c.When)] = true
			seen["until"] = seen["until"] || !c.Until.IsZero()
		}
	}
	looks, err := a.ReadLooks(t.Context(), ailsa, app.Looks{Plan: id, Limit: 200})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range looks.Looks {
		seen[string(l.How)] = true
		seen["refused"] = seen["refused"] || !l.Allowed
		if hour := l.At.Format("15:04"); !l.Allowed && hour != "21:05" && hour != "10:05" {
			t.Errorf("a refusal is recorded at %s, when the story had moved on", hour)
		}
	}
	for _, want := range []string{"waiting", "accepted", "accepted_changed", "declined",
		"confirmed practitioner", "confirmed peer", "confirmed carer", "paused advocate", "accepted practitioner",
		"see", "suggest", "work_together", "always", "together", "crisis", "until", "page", "api", "print", "refused"} {
		if !seen[want] {
			t.Errorf("nothing in the demo is %q", want)
		}
	}
}

func TestWhatIsHiddenFromJamieIsNotInHisView(t *testing.T) {
	a, _ := world(t)
	_, id := signIn(t, a, "ailsa")
	jamie, _ := signIn(t, a, "jamie")
	plan, err := a.ReadPlan(t.Context(), jamie, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range plan.Sections {
		if s.Key == "toolbox" || s.Key == "crisis-supporters" || s.Key == "crisis-not-involved" {
			t.Errorf("he sees %s", s.Key)
		}
		for _, e := range s.Entries {
			if e.Fields.Get("sign") == "Everything Jamie says sounds like a dig." {
				t.Error("he sees what is hidden from him")
			}
		}
	}
}

func TestTheChainHoldsAndAllIsWell(t *testing.T) {
	a, _ := world(t)
	found, err := a.Examine(t.Context())
	if err != nil || len(found) > 0 {
		t.Errorf("found %v, %v", found, err)
	}
}

func TestTheLeadHasSomebodyToConfirm(t *testing.T) {
	a, _ := world(t)
	leona, _ := signIn(t, a, "leona")
	workers, err := a.Workers(t.Context(), leona)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range workers {
		if w.AskedFor == models.Peer && w.Works == "" {
			return
		}
	}
	t.Error("nobody waits")
}

func TestASecondTimeChangesNothing(t *testing.T) {
	a, folder := world(t)
	before, _ := a.Accounts(t.Context())
	again, clock := open(t, folder)
	if err := demo.Play(t.Context(), again, clock); err != nil {
		t.Fatal(err)
	}
	if after, _ := again.Accounts(t.Context()); len(after) != len(before) {
		t.Errorf("%d accounts, then %d", len(before), len(after))
	}
}

func TestAFolderWithRealPeopleIsLeftAlone(t *testing.T) {
	a, clock := open(t, t.TempDir())
	if _, _, err := a.AddAccount(context.Background(), app.NewAccount{Email: "mhairi@example.org", Name: "Mhairi", Password: "a long enough phrase"}); err != nil {
		t.Fatal(err)
	}
	if err := demo.Play(t.Context(), a, clock); !errors.Is(err, demo.ErrNotEmpty) {
		t.Errorf("got %v", err)
	}
}

func TestTwoCanPutThePlanToUseTogether(t *testing.T) {
	a, _ := world(t)
	ailsa, id := signIn(t, a, "ailsa")
	now, err := a.Crisis(t.Context(), ailsa, id)
	if err != nil || now.Way != models.TwoTogether || len(now.Keys) != 2 || now.InUse {
		t.Fatalf("%+v, %v", now, err)
	}
	for _, k := range now.Keys {
		if k.Barred || k.Resting || !k.Proved || !k.From.IsZero() {
			t.Errorf("%s has a key that does not count: %+v", k.Name, k)
		}
	}
	tasks, err := a.Tasks(t.Context(), ailsa, id)
	if err != nil || len(tasks) == 0 || tasks[0].Answer != models.TaskYesBut {
		t.Errorf("tasks %+v, %v", tasks, err)
	}
}

// Marks, ticks and measures of the past weeks are there to be seen.
func TestThereIsSomethingThatMoves(t *testing.T) {
	a, _ := world(t)
	ailsa, id := signIn(t, a, "ailsa")
	goals, err := a.AllGoals(t.Context(), ailsa, id)
	if err != nil {
		t.Fatal(err)
	}
	reviews, steps := 0, 0
	for _, g := range goals {
		reviews, steps = reviews+len(g.Reviews), steps+len(g.Steps)
	}
	ticks, err := a.Ticks(t.Context(), ailsa, id, "", "")
	if err != nil {
		t.Fatal(err)
	}
	days, err := a.CheckIns(t.Context(), ailsa, id, "", "")
	if err != nil {
		t.Fatal(err)
	}
	if reviews < 6 || steps < 3 || len(ticks) < 20 || len(days.Days) < 8 || len(days.Measures) != 2 || len(days.Measures[0].Values) < 20 {
		t.Errorf("%d reviews, %d steps, %d ticks, %d check-ins, %d measures", reviews, steps, len(ticks), len(days.Days), len(days.Measures))
	}
}

// Her advance statement is signed, witnessed by Morag and with the board; of what she
// asked others to take on there is every answer; and Jamie knows that there is a crisis plan.
func TestWhatIsSignedAndWhoTakesOnWhat(t *testing.T) {
	a, _ := world(t)
	ailsa, id := signIn(t, a, "ailsa")
	jamie, _ := signIn(t, a, "jamie")
	papers, err := a.Statements(t.Context(), ailsa, id)
	if err != nil || len(papers) != 1 {
		t.Fatalf("%d statements, %v", len(papers), err)
	}
	s := papers[0]
	if s.Pack.Key != "scotland" || s.Status != models.StatusConfirmed || s.Witness == nil || s.Witness.Kind != models.Witnessed || s.Witness.Name != "Morag Sinclair" {
		t.Errorf("it is %s, witnessed by %+v", s.Status, s.Witness)
	}
	if v, err := a.VerifyPrint(t.Context(), s.Text); err != nil || v.Match != app.MatchSame {
		t.Errorf("a print of it: %+v, %v", v, err)
	}
	tasks, err := a.Tasks(t.Context(), ailsa, id)
	if err != nil {
		t.Fatal(err)
	}
	answers := make(map[models.TaskAnswer]int)
	for _, one := range tasks {
		answers[one.Answer]++
	}
	for _, want := range []models.TaskAnswer{models.TaskYes, models.TaskYesBut, models.TaskNo, models.TaskWaiting} {
		if answers[want] == 0 {
			t.Errorf("nobody answered %s: %v", want, answers)
		}
	}
	if told, err := a.CrisisTold(t.Context(), jamie, id); err != nil || !told {
		t.Errorf("Jamie is not told that there is a crisis plan: %v", err)
	}
}
