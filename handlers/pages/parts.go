package pages

import (
	"context"
	"slices"
	"time"

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

// title is what a section is called. One of the person's own that is gone has no
// title any more.
func (o ownParts) title(ctx context.Context, key models.SectionKey) string {
	if !key.Own() {
		return sectionTitle(ctx, key, "")
	}
	i := slices.IndexFunc(o, func(s app.Section) bool { return s.Key == key })
	if i < 0 {
		return say.T(ctx, "part.gone")
	}
	return o[i].Title
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

// rightWords says in words what a consent lets somebody do, when, and for how long.
func rightWords(ctx context.Context, c models.Consent, now time.Time) string {
	key := "right." + c.Right.String()
	if c.When != models.Always {
		key += "_" + string(c.When)
	}
	text := say.T(ctx, key)
	if c.From.After(now) {
		text = say.T(ctx, "right.from", "Right", text, "Day", day(ctx, c.From))
	}
	if !c.Until.IsZero() {
		text = say.T(ctx, "right.until", "Right", text, "Until", untilWords(ctx, c.Until))
	}
	return text
}

// untilWords names the end of a consent: the day that it still holds on, or the
// moment, where it ends within a day.
func untilWords(ctx context.Context, until time.Time) string {
	last := until.UTC().AddDate(0, 0, -1)
	if !until.UTC().Equal(until.UTC().Truncate(24 * time.Hour)) {
		return moment(ctx, until)
	}
	return say.T(ctx, "right.day_end", "Day", day(ctx, last))
}

// consentSentence is what the person says, or said, yes to; app.Wording names its
// version. From is the words that it begins with.
func consentSentence(ctx context.Context, own ownParts, name, from string, o models.Offer) string {
	until := say.T(ctx, "share.until_stop")
	if !o.Until.IsZero() {
		until = say.T(ctx, "share.until_day", "Until", untilWords(ctx, o.Until))
	}
	return say.T(ctx, "share.sentence", "From", from, "Name", name, "Can", say.T(ctx, "share.can_"+o.Right.String()),
		"Sections", own.titles(ctx, o.Sections), "When", say.T(ctx, "share.when_"+string(o.When)), "Until", until)
}

// fromWords is the beginning of the sentence for consent that is yet to be given.
func fromWords(ctx context.Context, from, now time.Time) string {
	if from.After(now) {
		return say.T(ctx, "share.from_day", "Day", day(ctx, from))
	}
	return say.T(ctx, "share.from_today")
}
