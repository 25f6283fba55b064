package app

import (
	"handrail/app/internal/gate"
	"handrail/models"
)

// marks takes out the marks that the other gave a goal in the session.
func (u *undoing) marks() error {
	all, err := gate.List[models.Review](u.pen, Goals)
	if err != nil {
		return err
	}
	for i := range all {
		if all[i].Author != u.who || !u.spell.Holds(all[i].CreatedAt) {
			continue
		}
		if err := gate.Remove[models.Review](u.pen, all[i].ID, 0); err != nil {
			return err
		}
		if err := u.goalOf(all[i].Parent); err != nil {
			return err
		}
	}
	return nil
}

// steps gives each step of a goal back the words and the state that it had without
// the other; one that was theirs alone goes out.
func (u *undoing) steps() error {
	all, err := gate.List[models.Step](u.pen, Goals)
	if err != nil {
		return err
	}
	for i := range all {
		s := &all[i]
		words, left := s.Without(u.who, u.spell)
		if left && words.Same(s.Words) {
			continue
		}
		if !left {
			err = gate.Remove[models.Step](u.pen, s.ID, 0)
		} else {
			s.Change(words)
			s.Author = ""
			err = gate.Save(u.pen, s)
		}
		if err != nil {
			return err
		}
		if err := u.goalOf(s.Parent); err != nil {
			return err
		}
	}
	return nil
}

// goalOf notes the goal that something hung on, unless it went out itself.
func (u *undoing) goalOf(goal models.ID) error {
	for _, e := range u.changed {
		if e.ID == goal {
			return nil
		}
	}
	e, err := gate.Find[models.Entry](u.pen, goal)
	if models.KindOf(err) == models.NotFound {
		return nil
	}
	if err == nil {
		u.touched(e)
	}
	return err
}
