package app

import (
	"context"
	"slices"
	"strings"

	"handrail/app/internal/gate"
	"handrail/models"
)

// Strengths is the section of what the person is good at and has on their side.
const Strengths models.SectionKey = "strengths"

// Hint is words of the person's own elsewhere in the plan that sound like a strength.
type Hint struct {
	From  models.SectionKey
	Entry models.ID
	Words string
}

// mostHints is how many are offered at once.
const mostHints = 3

// StrengthHints is, to the owner alone, words from their goals and toolbox that sound
// like a strength and are not kept as one yet.
func (a *App) StrengthHints(ctx context.Context, who models.Actor, plan models.ID) ([]Hint, error) {
	out := []Hint{}
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		if err := gate.OwnersAlone(p); err != nil {
			return err
		}
		entries, err := gate.List[models.Entry](p, Goals, "toolbox", Strengths)
		if err != nil {
			return err
		}
		out = hintsFrom(entries)
		return nil
	})
	return out, err
}

// hintFields are where the person speaks about what they do and can do.
var hintFields = map[models.SectionKey][]string{Goals: {"know", "matters", "steps"}, "toolbox": {"how", "helps"}}

func hintsFrom(entries []models.Entry) []Hint {
	have := make(map[string]bool)
	for i := range entries {
		if entries[i].Section == Strengths {
			have[strings.ToLower(entries[i].Fields.Get("strength"))] = true
		}
	}
	out := []Hint{}
	for i := range entries {
		for _, field := range hintFields[entries[i].Section] {
			for _, words := range models.SoundsLikeStrength(entries[i].Fields.Get(field)) {
				if key := strings.ToLower(words); !have[key] && len(out) < mostHints {
					have[key] = true
					out = append(out, Hint{From: entries[i].Section, Entry: entries[i].ID, Words: words})
				}
			}
		}
	}
	return out
}

// UseStrengths says which strengths a goal uses, instead of those before.
func (a *App) UseStrengths(ctx context.Context, who models.Actor, plan, goal models.ID, strengths []models.ID) error {
	return a.gate.Write(ctx, who, plan, who.Via, func(pen *gate.Pen) error {
		e, err := goalEntry(pen, goal)
		if err != nil {
			return err
		}
		if err := gate.May(pen, models.ActAdd, &models.Use{Record: models.Record{Section: Goals, Parent: e.ID}}); err != nil {
			return err
		}
		uses, err := gate.Under[models.Use](pen, goal)
		if err != nil {
			return err
		}
		there := make(map[models.ID]bool)
		for _, u := range uses {
			if there[u.Words.Strength] = slices.Contains(strengths, u.Words.Strength); !there[u.Words.Strength] {
				if err := gate.Remove[models.Use](pen, u.ID, 0); err != nil {
					return err
				}
			}
		}
		return addUses(pen, goal, strengths, there)
	})
}

func addUses(pen *gate.Pen, goal models.ID, strengths []models.ID, there map[models.ID]bool) error {
	for _, id := range strengths {
		if there[id] {
			continue
		}
		there[id] = true
		s, err := gate.Find[models.Entry](pen, id)
		if err != nil || s.Section != Strengths {
			return models.Wrong("strengths", "field.not_an_option")
		}
		u := &models.Use{Record: models.Record{Section: Goals, Parent: goal}, Words: models.UseWords{Strength: id}}
		if err := gate.Save(pen, u); err != nil {
			return err
		}
	}
	return nil
}
