package pages

import (
	"context"
	"time"

	"handrail/handlers/say"
	"handrail/models"
)

// chooser is choosing parts of a plan, what somebody may do with them, and when.
// Nothing is chosen beforehand.
type chooser struct {
	form
	Own   ownParts
	Given map[models.SectionKey]models.Consent // what they have already
	Works bool                                 // they can be given work together
	Plain string                               // why they cannot, where their work is such; else empty
	Now   time.Time
}

// offered reads an offer: sections and whole chapters that were ticked, and what
// is still to be chosen or cannot be.
func (f form) offered(ctx context.Context, own ownParts, now time.Time) (models.Offer, []fault) {
	o := models.Offer{When: models.Circumstance(f.Get("when")), Purpose: normalLines(f.Get("purpose")), Beside: f.Get("beside") == "yes"}
	o.Right, _ = models.ParseRight(f.Get("right"))
	o.Told = o.When == models.InCrisis && f.Get("told") == "yes"
	for _, ch := range chapterKeys() {
		whole := make(map[models.SectionKey]bool)
		for _, key := range own.withChapter(ch) {
			whole[key] = f.Get("c."+ch) == "yes"
		}
		for _, key := range own.inChapter(ch) {
			if whole[key] || f.Get("s."+string(key)) == "yes" {
				o.Sections = append(o.Sections, key)
			}
		}
	}
	faults := f.unchosen(ctx, o)
	var from, until time.Time
	from, faults = f.day(ctx, "from", faults)
	if !from.IsZero() {
		o.From = models.DayBegins(from, zone(ctx)).UTC()
	}
	until, faults = f.day(ctx, "until", faults)
	if !until.IsZero() {
		o.Until = models.DayBegins(until.AddDate(0, 0, 1), zone(ctx)).UTC() // "until 30 June" holds on that day
		if !o.Until.After(o.From) || !o.Until.After(now) {
			faults = append(faults, fault{Field: "until", Sentence: say.T(ctx, "grant.ends_before_it_begins")})
		}
	}
	return o, faults
}

// unchosen is what still has to be chosen, and what does not go together.
func (f form) unchosen(ctx context.Context, o models.Offer) []fault {
	var out []fault
	if len(o.Sections) == 0 {
		out = append(out, fault{Field: "sections", Sentence: say.T(ctx, "share.choose_sections")})
	}
	if o.Right == models.RightNone {
		out = append(out, fault{Field: "right", Sentence: say.T(ctx, "share.choose_right")})
	} else if o.When == models.InCrisis && o.Right != models.RightSee {
		out = append(out, fault{Field: "right", Sentence: say.T(ctx, "grant.crisis_is_see")})
	}
	if o.When != models.Always && o.When != models.Together && o.When != models.InCrisis {
		out = append(out, fault{Field: "when", Sentence: say.T(ctx, "share.choose_when")})
	}
	return out
}

// day reads a day. One that cannot be read is never left away in silence: that
// would share for longer than was meant.
func (f form) day(ctx context.Context, name string, faults []fault) (time.Time, []fault) {
	text := normalLines(f.Get(name))
	if text == "" {
		return time.Time{}, faults
	}
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		faults = append(faults, fault{Field: name, Sentence: say.T(ctx, "field.not_a_date")})
	}
	return t, faults
}

// chosenIn reports whether anything of a chapter is ticked.
func (c chooser) chosenIn(chapter string) bool {
	if c.Get("c."+chapter) == "yes" {
		return true
	}
	for _, key := range c.Own.inChapter(chapter) {
		if c.Get("s."+string(key)) == "yes" {
			return true
		}
	}
	return false
}

// begun reports whether anything at all was chosen.
func (c chooser) begun() bool {
	for _, ch := range chapterKeys() {
		if c.chosenIn(ch) {
			return true
		}
	}
	for _, name := range []string{"right", "when", "from", "until", "purpose"} {
		if normalLines(c.Get(name)) != "" {
			return true
		}
	}
	return false
}

// has is what they have of a section already, in words; empty: nothing.
func (c chooser) has(ctx context.Context, key models.SectionKey) string {
	given, ok := c.Given[key]
	if !ok {
		return ""
	}
	return say.T(ctx, "share.has", "Right", rightWords(ctx, given, c.Now))
}

// rightOptions is what they can be given.
func rightOptions(ctx context.Context, c chooser) []option {
	out := []option{
		{Value: "see", Label: say.T(ctx, "share.see")},
		{Value: "suggest", Label: say.T(ctx, "share.suggest"), Hint: say.T(ctx, "share.suggest_hint")},
	}
	if c.Works {
		out = append(out, option{Value: "work_together", Label: say.T(ctx, "share.work"), Hint: say.T(ctx, "share.work_hint")})
	}
	return out
}

func whenOptions(ctx context.Context) []option {
	return []option{
		{Value: "always", Label: say.T(ctx, "share.always")},
		{Value: "together", Label: say.T(ctx, "share.together"), Hint: say.T(ctx, "share.together_hint")},
		{Value: "crisis", Label: say.T(ctx, "share.crisis"), Hint: say.T(ctx, "share.crisis_hint")},
	}
}

// wholeHint says what is not part of a whole chapter.
func wholeHint(ctx context.Context, chapter string) string {
	if chapter != "crisis" {
		return ""
	}
	return say.T(ctx, "share.whole_without", "Section", sectionTitle(ctx, "crisis-not-involved", ""))
}

// isThisThem reports whether a name that stands under who must not be involved is
// in question, so that the person can say that it is somebody else's.
func (c chooser) isThisThem(ctx context.Context) bool {
	return c.Get("another") == "yes" || c.Wrong("sections") == say.T(ctx, "grant.is_this_them")
}

// besideOf begins a form for those who said that somebody is with them.
func besideOf(alone string) form {
	if alone != "no" {
		return form{}
	}
	return form{Values: map[string]string{"beside": "yes"}}
}
