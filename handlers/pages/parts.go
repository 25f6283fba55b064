package pages

import (
	"context"
	"slices"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
)

// ownParts is the sections of somebody's own, in the order in which they made them.
type ownParts []app.Section

// ownParts reads those of a plan that the actor may see.
func (p *Pages) ownParts(ctx context.Context, actor models.Actor, plan models.ID) (ownParts, error) {
	found, err := p.app.OwnSections(ctx, actor, plan)
	return ownParts(found), err
}

// title is what a section is called, or the plan as a whole where none is named. One of the person's own that is gone has no
// title any more.
func (o ownParts) title(ctx context.Context, key models.SectionKey) string {
	switch key {
	case models.InSessions:
		return say.T(ctx, "sessions.title")
	case "":
		return say.T(ctx, "looks.whole_plan")
	}
	if !key.Own() {
		return sectionTitle(ctx, key, "")
	}
	i := slices.IndexFunc(o, func(s app.Section) bool { return s.Key == key })
	if i < 0 {
		return say.T(ctx, "part.gone")
	}
	return o[i].Title
}

// as is the parts with one called as it was when a consent was given about it.
func (o ownParts) as(c models.Consent) ownParts {
	if c.Title == "" {
		return o
	}
	return ownParts{{Key: c.Section, Title: c.Title}}
}

// titles names sections in a row, as a sentence does.
func (o ownParts) titles(ctx context.Context, keys []models.SectionKey) string {
	names := make([]string, len(keys))
	for i, key := range keys {
		names[i] = o.title(ctx, key)
	}
	return list(ctx, names)
}

// keys is every section that can be shared, in reading order.
func (o ownParts) keys() []models.SectionKey {
	var out []models.SectionKey
	for _, ch := range models.Catalogue {
		for _, s := range ch.Sections {
			out = append(out, s.Key)
		}
	}
	for _, s := range o {
		out = append(out, s.Key)
	}
	return out
}

// inOrder puts sections in reading order; those that are gone come last.
func (o ownParts) inOrder(keys []models.SectionKey) []models.SectionKey {
	all, out := o.keys(), slices.Clone(keys)
	place := func(k models.SectionKey) int {
		if i := slices.Index(all, k); i >= 0 {
			return i
		}
		return len(all)
	}
	slices.SortStableFunc(out, func(a, b models.SectionKey) int { return place(a) - place(b) })
	return out
}

// inChapter is the sections of a chapter; the one without a key holds a person's own.
func (o ownParts) inChapter(key string) []models.SectionKey {
	var out []models.SectionKey
	for _, ch := range models.Catalogue {
		for _, s := range ch.Sections {
			if ch.Key == key {
				out = append(out, s.Key)
			}
		}
	}
	for _, s := range o {
		if key == "" {
			out = append(out, s.Key)
		}
	}
	return out
}

// withChapter is the sections that sharing a whole chapter shares. Who must not be
// involved is never among them: it is shared by itself or not at all (RULES.md 24).
func (o ownParts) withChapter(key string) []models.SectionKey {
	return slices.DeleteFunc(o.inChapter(key), func(k models.SectionKey) bool { return k == "crisis-not-involved" })
}
