package gate

import (
	"errors"
	"strings"
	"testing"

	"handrail/app/internal/internal/seal"
	"handrail/models"
)

// offered is a task of Jamie's in which he has begun to answer.
func (h *house) offered(who models.Actor, e *models.Entry) *models.Task {
	h.t.Helper()
	task := &models.Task{Section: e.Section, Entry: e.ID, Account: who.Account, Words: "Feed the cat."}
	h.write(func(pen *Pen) error { return OfferTask(pen, task) })
	h.as(who, func(pen *Pen) error {
		return TypeReply(pen, task.ID, models.Fields{{Key: "reply", Text: "Not on Mon"}})
	})
	return task
}

// typedIn is what is sealed with a task of what was typed in answer to it, by the plan's key.
func (h *house) typedIn(task *models.Task) (typed string) {
	h.t.Helper()
	h.write(func(pen *Pen) error {
		var body seal.Text
		if err := pen.v.tx.One("SELECT body FROM tasks WHERE id = ?", []any{string(task.ID)}, &body); err != nil {
			return err
		}
		var w taskWords
		err := openJSON(pen.v.key, body, taskPlace(task), &w)
		if w.Words != "Feed the cat." {
			h.t.Errorf("the words are %q", w.Words)
		}
		typed = w.Typed.Get("reply")
		return err
	})
	return typed
}

// Once a task has ended nobody can read what was typed in answer to it: it is not kept either.
// With a pause it stays, for when the tie goes on.
func TestWhatWasTypedInAnswerGoesWithTheTask(t *testing.T) {
	for name, end := range map[string]struct {
		do    func(*Pen, *models.Task, models.Actor) error
		stays string
	}{
		"taken back":          {func(pen *Pen, t *models.Task, _ models.Actor) error { return EndTask(pen, t.ID) }, ""},
		"the entry taken out": {func(pen *Pen, t *models.Task, _ models.Actor) error { return EndTasksOf(pen, t.Entry, "") }, ""},
		"the tie ended":       {func(pen *Pen, _ *models.Task, who models.Actor) error { return EndTasksOf(pen, "", who.Account) }, ""},
		"another's ended":     {func(pen *Pen, _ *models.Task, _ models.Actor) error { return EndTasksOf(pen, "", "morag") }, "Not on Mon"},
		"another entry's":     {func(pen *Pen, _ *models.Task, _ models.Actor) error { return EndTasksOf(pen, "other", "") }, "Not on Mon"},
		"paused": {func(pen *Pen, _ *models.Task, who models.Actor) error {
			tie, err := Person(pen, who.Account)
			if err != nil {
				return err
			}
			tie.State = models.Paused
			return Relate(pen, tie)
		}, "Not on Mon"},
	} {
		h := newHouse(t)
		jamie := h.confirmed("jamie", models.Carer, models.RightSee, "daily")
		task := h.offered(jamie, h.entry("crisis-help", "Sit with me"))
		if got := h.typedIn(task); got != "Not on Mon" {
			t.Fatalf("%s: before, %q", name, got)
		}
		h.write(func(pen *Pen) error { return end.do(pen, task, jamie) })
		if got := h.typedIn(task); got != end.stays {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// Showing less never waits for words: a task whose words do not open ends all the same.
func TestATaskThatDoesNotOpenEnds(t *testing.T) {
	for name, end := range map[string]func(*Pen, *models.Task) error{
		"taken back":    func(pen *Pen, t *models.Task) error { return EndTask(pen, t.ID) },
		"the tie ended": func(pen *Pen, t *models.Task) error { return EndTasksOf(pen, "", t.Account) },
	} {
		h := newHouse(t)
		jamie := h.confirmed("jamie", models.Carer, models.RightSee, "daily")
		task := h.offered(jamie, h.entry("crisis-help", "Sit with me"))
		h.write(func(pen *Pen) error {
			if _, err := pen.v.tx.Exec("UPDATE tasks SET body = ? WHERE id = ?", []byte("hs1 but not sealed here"), string(task.ID)); err != nil {
				return err
			}
			return end(pen, task)
		})
		h.as(jamie, func(pen *Pen) error {
			if left, err := Tasks(pen); err != nil || len(left) != 0 {
				t.Errorf("%s: %v, %v", name, left, err)
			}
			return nil
		})
	}
}

// What is too long never reaches the seal, and what was there before stays.
func TestAReplyTooLongIsNotSealed(t *testing.T) {
	h := newHouse(t)
	jamie := h.confirmed("jamie", models.Carer, models.RightSee, "daily")
	task := h.offered(jamie, h.entry("crisis-help", "Sit with me"))
	long := models.Fields{{Key: "reply", Text: strings.Repeat("x", models.MaxWords+1)}}
	h.as(jamie, func(pen *Pen) error {
		if err := TypeReply(pen, "another", long); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("of another task: %v", err)
		}
		if err := TypeReply(pen, task.ID, long); models.KindOf(err) != models.Invalid {
			t.Errorf("too long: %v", err)
		}
		return nil
	})
	if got := h.typedIn(task); got != "Not on Mon" {
		t.Errorf("%d letters are kept", len(got))
	}
}
