package app

import (
	"context"
	"slices"
	"strings"

	"handrail/app/internal/gate"
	"handrail/models"
)

// Goals is the section of a person's plan in which they have got somewhere to go.
const Goals models.SectionKey = "goals"

// Goal is a goal with all that hangs on it, as one actor sees it.
type Goal struct {
	Entry     Entry
	Owner     Person
	Mine      bool
	May       models.Right // in the section
	Reviews   []Review     // by day
	Steps     []Step
	Strengths []Entry // that it uses, among those that the actor sees
	Notes     []Noted // the person's own notes between the first and the last review, likewise
}

// Review is where a goal stood on a day.
type Review struct {
	ID     models.ID
	Day    models.Day
	Mark   int
	Words  string
	More   string
	Author *Person // nil where it is neither the owner nor the actor
}

// Step is something small on the way.
type Step struct {
	ID      models.ID
	Version int
	Words   models.StepWords
}

// Noted is a note of the person's own, by its day.
type Noted struct {
	Entry models.ID
	Day   models.Day
	Words string
}

// ReadGoal is one goal.
func (a *App) ReadGoal(ctx context.Context, who models.Actor, plan, goal models.ID) (*Goal, error) {
	var out *Goal
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		e, err := goalEntry(p, goal)
		if err != nil {
			return err
		}
		l, err := lensOf(who, p, p.Grant(), p.Facts())
		if err != nil {
			return err
		}
		g := &Goal{Entry: l.entry(e), Owner: l.person(l.owner), Mine: l.grant.Owner, May: l.grant.In(Goals)}
		reviews, err := gate.Under[models.Review](p, goal)
		if err != nil {
			return err
		}
		g.Reviews = l.reviews(reviews)
		steps, err := gate.Under[models.Step](p, goal)
		if err != nil {
			return err
		}
		g.Steps = stepsOf(steps)
		if g.Strengths, err = strengthsUsed(p, l, goal); err != nil {
			return err
		}
		g.Notes, err = notesBeside(p, l, g.Reviews)
		out = g
		return err
	})
	return out, err
}

// goalEntry is an entry of the section of goals; any other is not found.
func goalEntry(l gate.Leave, id models.ID) (*models.Entry, error) {
	e, err := gate.Find[models.Entry](l, id)
	if err != nil {
		return nil, err
	}
	if e.Section != Goals {
		return nil, models.ErrNotFound
	}
	return e, nil
}

func (l *lens) reviews(all []models.Review) []Review {
	out := make([]Review, len(all))
	for i, r := range all {
		out[i] = Review{ID: r.ID, Day: r.Words.Day, Mark: r.Words.Mark, Words: r.Words.Words, More: r.Words.More, Author: l.author(r.Author)}
	}
	slices.SortStableFunc(out, func(a, b Review) int { return strings.Compare(string(a.Day), string(b.Day)) })
	return out
}

func stepsOf(all []models.Step) []Step {
	out := make([]Step, len(all))
	for i, s := range all {
		out[i] = stepOf(&s)
	}
	return out
}

// stepOf is a step as it is now: how it stood before is not shown with it.
func stepOf(s *models.Step) Step {
	words := s.Words
	words.Past = nil
	return Step{ID: s.ID, Version: s.Version, Words: words}
}

// strengthsUsed is the strengths of a goal that the actor sees where they stand.
func strengthsUsed(p gate.Leave, l *lens, goal models.ID) ([]Entry, error) {
	out := []Entry{}
	if l.grant.In(Strengths) < models.RightSee {
		return out, nil
	}
	uses, err := gate.Under[models.Use](p, goal)
	if err != nil {
		return nil, err
	}
	for _, u := range uses {
		e, err := gate.Find[models.Entry](p, u.Words.Strength)
		if models.KindOf(err) == models.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, l.entry(e))
	}
	return out, nil
}

// notesBeside is the notes that mark what was going on: for whoever sees notes too.
func notesBeside(p gate.Leave, l *lens, reviews []Review) ([]Noted, error) {
	out := []Noted{}
	if len(reviews) < 2 || l.grant.In(Notes) < models.RightSee {
		return out, nil
	}
	days := span{From: reviews[0].Day, To: reviews[len(reviews)-1].Day}
	return notesIn(p, days)
}

func notesIn(p gate.Leave, days span) ([]Noted, error) {
	out := []Noted{}
	notes, err := gate.Recent[models.Entry](p, Notes, days.since())
	for i := range notes {
		if n := notedOf(&notes[i]); days.holds(n.Day) {
			out = append(out, n)
		}
	}
	slices.SortStableFunc(out, func(a, b Noted) int { return strings.Compare(string(a.Day), string(b.Day)) })
	return out, err
}

func notedOf(e *models.Entry) Noted {
	n := Noted{Entry: e.ID, Day: models.Day(e.Fields.Get("date")), Words: e.Fields.Get("note")}
	if n.Day == "" {
		n.Day = models.DayOf(e.CreatedAt, models.UTC)
	}
	return n
}

// AllGoals is every goal that the actor sees, each with its reviews and steps, in
// the order in which they stand.
func (a *App) AllGoals(ctx context.Context, who models.Actor, plan models.ID) ([]Goal, error) {
	out := []Goal{}
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		entries, err := gate.List[models.Entry](p, Goals)
		if err != nil {
			return err
		}
		reviews, err := gate.List[models.Review](p, Goals)
		if err != nil {
			return err
		}
		steps, err := gate.List[models.Step](p, Goals)
		if err != nil {
			return err
		}
		l, err := lensOf(who, p, p.Grant(), p.Facts())
		if err != nil {
			return err
		}
		all := make([]Goal, len(entries))
		for i := range entries {
			id := entries[i].ID
			all[i] = Goal{
				Entry: l.entry(&entries[i]), Owner: l.person(l.owner), Mine: l.grant.Owner, May: l.grant.In(Goals),
				Reviews: l.reviews(slices.DeleteFunc(slices.Clone(reviews), func(r models.Review) bool { return r.Parent != id })),
				Steps:   stepsOf(slices.DeleteFunc(slices.Clone(steps), func(s models.Step) bool { return s.Parent != id })),
			}
		}
		out = all
		return nil
	})
	return out, err
}
