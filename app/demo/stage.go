package demo

import (
	"context"
	"fmt"
	"time"

	"handrail/app"
	"handrail/models"
)

// stage is where the story is played: who and what there is so far.
type stage struct {
	app      *app.App
	clock    *Clock
	cast     map[string]*player
	entries  map[string]thing
	sections map[string]models.SectionKey
}

// thing is something made before: an entry, a suggestion or an invitation.
type thing struct {
	id   models.ID
	code string
	step models.StepWords // of a step
}

// scene is a moment with everybody and everything in it found.
type scene struct {
	*stage
	moment
	who  *player
	plan models.ID
}

func (s *stage) play(ctx context.Context, m moment) error {
	who, known := s.cast[m.Who]
	do := deeds[m.Does]
	if do == nil {
		do = meets[m.Does]
	}
	if !known || do == nil {
		return fmt.Errorf("nobody of this name, or nothing that can be done")
	}
	sc := &scene{stage: s, moment: m, who: who, plan: who.plan}
	if m.Plan != "" {
		sc.plan = s.cast[m.Plan].plan
	}
	return do(ctx, sc)
}

// actor is who acts, having just given their password.
func (s *scene) actor() models.Actor {
	a := s.who.actor
	a.Proved, a.Via = s.at, models.ByPage
	if s.Via != "" {
		a.Via = s.Via
	}
	return a
}

func (s *scene) section() models.SectionKey { return s.key(s.In) }

// key is a section by its key or by the name that the story gave it.
func (s *stage) key(name string) models.SectionKey {
	if own, found := s.sections[name]; found {
		return own
	}
	return models.SectionKey(name)
}

// fields are the moment's words in the order of the section's fields, over base.
func (s *scene) fields(section models.SectionKey, base models.Fields) models.Fields {
	words := base.Map()
	for key, text := range s.Words {
		words[key] = text
	}
	if words["date"] == "today" {
		words["date"] = s.at.Format(time.DateOnly)
	}
	shape, _ := models.SectionOf(section)
	var out models.Fields
	for _, f := range shape.Fields {
		out = out.With(f.Key, words[f.Key])
		delete(words, f.Key)
	}
	for key, text := range words {
		out = out.With(key, text) // a slip of the pen, which the app will name
	}
	return out
}

// place is who the moment keeps an entry from.
func (s *scene) place() app.Place {
	p := app.Place{OnlyMe: s.OnlyMe}
	if s.Hidden != nil {
		ids := make([]models.ID, len(s.Hidden))
		for i, name := range s.Hidden {
			ids[i] = s.cast[name].actor.Account
		}
		p.HiddenFrom = &ids
	}
	return p
}

// offered is an offer with chapters unfolded; who must not be involved is never in it.
func (s *scene) offered(o offer) models.Offer {
	right, _ := models.ParseRight(o.Right)
	out := models.Offer{Right: right, When: o.When, Purpose: o.Purpose, Told: o.Told}
	if out.When == "" {
		out.When = models.Always
	}
	if o.Days > 0 {
		zone := s.app.Zone(nil)
		out.Until = models.DayBegins(s.at.In(zone).AddDate(0, 0, o.Days+1), zone).UTC() // to the end of a day, as the pages do
	}
	for _, name := range o.Sections {
		out.Sections = append(out.Sections, s.unfold(name)...)
	}
	return out
}

func (s *stage) unfold(name string) []models.SectionKey {
	if _, section := models.SectionOf(s.key(name)); section {
		return []models.SectionKey{s.key(name)}
	}
	var keys []models.SectionKey
	for _, c := range models.Catalogue {
		for _, section := range c.Sections {
			if c.Key == name && !section.OnlyMe {
				keys = append(keys, section.Key)
			}
		}
	}
	return keys
}
