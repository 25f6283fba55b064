package app_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// asked is a world in which Jamie was asked to feed the cat.
func asked(t *testing.T) (*apptest.World, *app.Entry, *app.Task) {
	t.Helper()
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	w.Tie(w.Pete, models.Peer)
	e := w.Write("crisis-help", "Sit lower than me.")
	task, err := w.App.OfferTask(t.Context(), w.Ailsa.Actor, app.OfferTask{Plan: w.Ailsa.Plan, Entry: e.ID, Account: w.Jamie.Account, Words: "Feed the cat."})
	w.Must(err)
	return w, e, task
}

func tasksOf(w *apptest.World, who apptest.Who) []app.Task {
	w.T.Helper()
	found, err := w.App.Tasks(w.T.Context(), who.Actor, w.Ailsa.Plan)
	w.Must(err)
	return found
}

func TestWhoWasAskedReadsTheWordsAndNothingElse(t *testing.T) {
	w, e, _ := asked(t)
	got := tasksOf(w, w.Jamie)
	if len(got) != 1 || got[0].Words != "Feed the cat." || got[0].Entry != "" || got[0].Section != "" {
		t.Errorf("Jamie has %+v", got)
	}
	if _, err := w.App.ReadEntry(t.Context(), w.Jamie.Actor, w.Ailsa.Plan, e.ID); models.KindOf(err) != models.NotFound {
		t.Errorf("the entry: %v", err)
	}
	if p, err := w.App.ReadPlan(t.Context(), w.Jamie.Actor, w.Ailsa.Plan); err != nil || len(p.Sections) != 0 {
		t.Errorf("the plan: %+v %v", p, err)
	}
	if got := tasksOf(w, w.Pete); len(got) != 0 {
		t.Errorf("Pete has %+v", got)
	}
	looks, err := w.App.ReadLooks(t.Context(), w.Ailsa.Actor, app.Looks{Plan: w.Ailsa.Plan})
	w.Must(err)
	if !slices.ContainsFunc(looks.Looks, func(l models.Look) bool { return l.Act == models.ActTask && l.Name == "Jamie" && l.Allowed }) {
		t.Errorf("on record %+v", looks.Looks)
	}
	_, err = w.App.EditEntry(t.Context(), w.Ailsa.Actor, app.EditEntry{Plan: w.Ailsa.Plan, Entry: e.ID, Version: 1, Fields: models.Fields{{Key: "helps", Text: "x"}, {Key: "task", Text: "a secret"}}})
	w.Must(err)
	if got := tasksOf(w, w.Jamie); got[0].Words != "Feed the cat." {
		t.Errorf("after a change of the entry Jamie has %+v", got)
	}
}

func TestYesButAndSteppingBack(t *testing.T) {
	w, _, task := asked(t)
	ctx, plan := t.Context(), w.Ailsa.Plan
	if _, err := w.App.AnswerTask(ctx, w.Jamie.Actor, plan, task.ID, models.TaskYesBut, " "); models.KindOf(err) != models.Invalid {
		t.Errorf("yes but nothing: %v", err)
	}
	if _, err := w.App.AnswerTask(ctx, w.Jamie.Actor, plan, task.ID, models.TaskWaiting, ""); models.KindOf(err) != models.Invalid {
		t.Errorf("no answer: %v", err)
	}
	for _, who := range []apptest.Who{w.Pete, w.Ailsa, w.Stranger} {
		if _, err := w.App.AnswerTask(ctx, who.Actor, plan, task.ID, models.TaskYes, ""); models.KindOf(err) != models.NotFound {
			t.Errorf("%s answers for him: %v", who.Name, err)
		}
	}
	_, err := w.App.AnswerTask(ctx, w.Jamie.Actor, plan, task.ID, models.TaskYesBut, "Not on Mondays.")
	w.Must(err)
	if got := tasksOf(w, w.Ailsa); len(got) != 1 || got[0].Answer != models.TaskYesBut || got[0].Reply != "Not on Mondays." || got[0].For.Name != "Jamie" {
		t.Errorf("Ailsa reads %+v", got)
	}
	_, err = w.App.AnswerTask(ctx, w.Jamie.Actor, plan, task.ID, models.TaskStepped, "")
	w.Must(err)
	if got := tasksOf(w, w.Ailsa); got[0].Answer != models.TaskStepped || got[0].Answer.Taken() {
		t.Errorf("after he stepped back: %+v", got)
	}
	w.Must(w.App.EndTask(ctx, w.Ailsa.Actor, plan, task.ID))
	if got := tasksOf(w, w.Jamie); len(got) != 0 {
		t.Errorf("after it was taken back he has %+v", got)
	}
}

// What somebody is typing in answer is theirs alone until they say it: the owner reads nothing
// of it, also not through their eyes, nobody is told that they type, and it is gone with the task.
func TestAReplyIsItsWritersUntilItIsSaid(t *testing.T) {
	w, _, task := asked(t)
	ctx, plan := t.Context(), w.Ailsa.Plan
	types := func(who apptest.Who, words string) error {
		return w.App.SaveDraft(ctx, who.Actor, app.SaveDraft{DraftOf: app.DraftOf{Plan: plan, Entry: task.ID, Form: app.ReplyForm}, Fields: models.Fields{{Key: "reply", Text: words}}})
	}
	typed := func(who models.Actor) string {
		found, err := w.App.Tasks(ctx, who, plan)
		w.Must(err)
		return found[0].Typed.Get("reply")
	}
	for _, who := range []apptest.Who{w.Pete, w.Ailsa, w.Stranger} {
		if err := types(who, "Yes."); models.KindOf(err) != models.NotFound {
			t.Errorf("%s types for him: %v", who.Name, err)
		}
	}
	w.Must(types(w.Jamie, "Not on Mon"))
	if err := types(w.Jamie, strings.Repeat("x", models.MaxWords+1)); models.KindOf(err) != models.Invalid {
		t.Errorf("too much: %v", err)
	}
	looks, err := w.App.ReadLooks(ctx, w.Ailsa.Actor, app.Looks{Plan: plan, Account: w.Jamie.Account})
	w.Must(err)
	if len(looks.Looks) > 0 {
		t.Errorf("his typing is on record: %+v", looks.Looks)
	}
	through := w.Ailsa.Actor
	through.As = w.Jamie.Account
	for name, got := range map[string]string{"Jamie": typed(w.Jamie.Actor), "Ailsa": typed(w.Ailsa.Actor), "Ailsa through his eyes": typed(through)} {
		if want := map[string]string{"Jamie": "Not on Mon"}[name]; got != want {
			t.Errorf("%s reads %q, not %q", name, got, want)
		}
	}
	_, err = w.App.AnswerTask(ctx, w.Jamie.Actor, plan, task.ID, models.TaskNo, "")
	w.Must(err)
	if got := typed(w.Jamie.Actor); got != "" {
		t.Errorf("once it is said he has %q", got)
	}
	w.Must(types(w.Jamie, "Or perhaps"))
	w.Must(w.App.DropDraft(ctx, w.Jamie.Actor, app.DraftOf{Plan: plan, Entry: task.ID, Form: app.ReplyForm}))
	if got := typed(w.Jamie.Actor); got != "" {
		t.Errorf("once it is let go he has %q", got)
	}
	w.Must(w.App.EndTask(ctx, w.Ailsa.Actor, plan, task.ID))
	if err := types(w.Jamie, "Yes."); models.KindOf(err) != models.NotFound {
		t.Errorf("after it was taken back: %v", err)
	}
}

func TestATaskIsGoneWithThePauseTheEndAndTheEntry(t *testing.T) {
	for name, undo := range map[string]func(*apptest.World, *app.Entry) error{
		"paused": func(w *apptest.World, _ *app.Entry) error {
			return w.App.PausePerson(w.T.Context(), w.Ailsa.Actor, w.Ailsa.Plan, w.Jamie.Account)
		},
		"ended": func(w *apptest.World, _ *app.Entry) error {
			return w.App.EndPerson(w.T.Context(), w.Ailsa.Actor, w.Ailsa.Plan, w.Jamie.Account)
		},
		"the entry taken out": func(w *apptest.World, e *app.Entry) error {
			return w.App.RemoveEntry(w.T.Context(), w.Ailsa.Actor, w.Ailsa.Plan, e.ID)
		},
	} {
		w, e, task := asked(t)
		types := app.SaveDraft{DraftOf: app.DraftOf{Plan: w.Ailsa.Plan, Entry: task.ID, Form: app.ReplyForm}, Fields: models.Fields{{Key: "reply", Text: "Yes."}}}
		w.Must(w.App.SaveDraft(t.Context(), w.Jamie.Actor, types))
		w.Must(undo(w, e))
		if err := w.App.SaveDraft(t.Context(), w.Jamie.Actor, types); models.KindOf(err) != models.NotFound {
			t.Errorf("%s: he goes on typing: %v", name, err)
		}
		if got := tasksOf(w, w.Jamie); len(got) != 0 {
			t.Errorf("%s: he has %+v", name, got)
		}
		if _, err := w.App.AnswerTask(t.Context(), w.Jamie.Actor, w.Ailsa.Plan, task.ID, models.TaskYes, ""); models.KindOf(err) != models.NotFound {
			t.Errorf("%s: he answers: %v", name, err)
		}
	}
}

func TestOfferingShowsWordsAndAsksForThePassword(t *testing.T) {
	w, e, _ := asked(t)
	offer := func(in app.OfferTask) error {
		in.Plan = w.Ailsa.Plan
		_, err := w.App.OfferTask(t.Context(), w.Ailsa.Actor, in)
		return err
	}
	if err := offer(app.OfferTask{Entry: e.ID, Account: w.Stranger.Account, Words: "x"}); models.KindOf(err) != models.Invalid {
		t.Errorf("a stranger: %v", err)
	}
	if err := offer(app.OfferTask{Entry: w.Write("goals", "x").ID, Account: w.Jamie.Account, Words: "x"}); models.KindOf(err) != models.NotFound {
		t.Errorf("another section: %v", err)
	}
	w.Clock.Forward(10 * time.Minute)
	if err := offer(app.OfferTask{Entry: e.ID, Account: w.Jamie.Account, Words: "x"}); models.KindOf(err) != models.StepUp {
		t.Errorf("with a stale sign-in: %v", err)
	}
}
