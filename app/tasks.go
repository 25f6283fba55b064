package app

import (
	"context"
	"slices"
	"strings"

	"handrail/app/internal/gate"
	"handrail/models"
)

// Task is a task as its reader may know it. To the owner For says to whom it was
// offered; to that one it is the words and the answer, and nothing of the entry.
type Task struct {
	models.Task
	For Person
}

// OfferTask offers something that is to be done in a crisis to somebody who is
// confirmed. The words are all that they are shown.
type OfferTask struct {
	Plan    models.ID
	Entry   models.ID
	Account models.ID
	Words   string
	Once    models.Once
}

// OfferTask shows words of the plan to somebody, so that it asks for a fresh sign-in.
func (a *App) OfferTask(ctx context.Context, who models.Actor, in OfferTask) (*Task, error) {
	var out Task
	err := a.gate.Write(ctx, who, in.Plan, who.Via, func(pen *gate.Pen) error {
		earlier, err := pen.Once(in.Once)
		if err != nil {
			return err
		}
		var t *models.Task
		if earlier != "" {
			t, err = offeredTask(pen, models.ID(earlier))
		} else {
			t, err = offerTask(pen, who, in)
		}
		if err != nil {
			return err
		}
		tie, err := gate.Person(pen, t.Account)
		if err != nil {
			return err
		}
		out = Task{Task: *t, For: Person{ID: t.Account, Name: tie.Name}}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &out, nil
}

// offeredTask is one that stands, else not found.
func offeredTask(l gate.Leave, id models.ID) (*models.Task, error) {
	found, err := gate.Tasks(l)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(found, func(t models.Task) bool { return t.ID == id })
	if i < 0 {
		return nil, models.ErrNotFound
	}
	return &found[i], nil
}

// offerTask asks in the order of RULES.md 9: there, the owner's, step-up, words.
func offerTask(pen *gate.Pen, who models.Actor, in OfferTask) (*models.Task, error) {
	e, err := gate.Find[models.Entry](pen, in.Entry)
	if err != nil {
		return nil, err
	}
	if err := gate.OwnersAlone(pen); err != nil {
		return nil, err
	}
	if _, holds := models.TaskSections[e.Section]; !holds {
		return nil, models.ErrNotFound
	}
	if err := who.MustBeFresh(pen.Now()); err != nil {
		return nil, err
	}
	tie, err := gate.Person(pen, in.Account)
	if models.KindOf(err) == models.NotFound || err == nil && (tie.State != models.Confirmed || !tie.LeftAt.IsZero()) {
		return nil, models.Wrong("account", "field.nobody")
	}
	if err != nil {
		return nil, err
	}
	words := strings.TrimSpace(in.Words)
	if words == "" {
		return nil, models.Wrong("words", "field.empty")
	}
	if err := checkText("words", words, models.MaxWords); err != nil {
		return nil, err
	}
	t := &models.Task{Section: e.Section, Entry: e.ID, Account: in.Account, Words: words}
	if err := gate.OfferTask(pen, t); err != nil {
		return nil, err
	}
	return t, pen.Did(in.Once, string(t.ID))
}

// Tasks is, to the owner, every task that stands; to somebody who is confirmed those
// that were offered to them.
func (a *App) Tasks(ctx context.Context, who models.Actor, plan models.ID) ([]Task, error) {
	var out []Task
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		found, err := gate.Tasks(p)
		if err != nil {
			return err
		}
		names := make(map[models.ID]string)
		if p.Grant().Owner {
			people, err := gate.People(p)
			if err != nil {
				return err
			}
			for _, r := range people {
				names[r.Account] = r.Name
			}
		}
		out = make([]Task, len(found))
		for i, t := range found {
			out[i] = taskFor(p.Grant(), t, names)
		}
		return nil
	})
	return out, err
}

// taskFor leaves away what only the owner may know.
func taskFor(g models.Grant, t models.Task, names map[models.ID]string) Task {
	if g.Owner {
		return Task{Task: t, For: Person{ID: t.Account, Name: names[t.Account]}}
	}
	t.Section, t.Entry = "", ""
	return Task{Task: t, For: Person{ID: t.Account}}
}

// AnswerTask is somebody's yes, no or yes-but to a task that was offered to them, or
// that they step back from it.
func (a *App) AnswerTask(ctx context.Context, who models.Actor, plan, task models.ID, answer models.TaskAnswer, reply string) (*Task, error) {
	var out Task
	err := a.gate.Write(ctx, who, plan, who.Via, func(pen *gate.Pen) error {
		t, err := gate.AnswerTask(pen, task, answer, strings.TrimSpace(reply))
		if err != nil {
			return err
		}
		if !answer.Given() {
			return models.Wrong("answer", "field.not_an_option")
		}
		if answer == models.TaskYesBut && strings.TrimSpace(reply) == "" {
			return models.Wrong("reply", "field.empty")
		}
		out = taskFor(pen.Grant(), *t, nil)
		return checkText("reply", reply, models.MaxWords)
	})
	if err != nil {
		return nil, err
	}
	return &out, nil
}

// EndTask takes a task back. It asks for nothing.
func (a *App) EndTask(ctx context.Context, who models.Actor, plan, task models.ID) error {
	return a.gate.Write(ctx, who, plan, who.Via, func(pen *gate.Pen) error { return gate.EndTask(pen, task) })
}
