package pages

import (
	"context"
	"strings"
	"time"

	"handrail/handlers/say"
	"handrail/models"
)

// rightWords says in words what a consent lets somebody do, when, and for how long.
func rightWords(ctx context.Context, c models.Consent, now time.Time) string {
	key := "right." + c.Right.String()
	if c.When != models.Always {
		key += "_" + string(c.When)
	}
	text := say.T(ctx, key)
	if c.From.After(now) {
		text = say.T(ctx, "right.from", "Right", text, "Day", dayOf(ctx, c.From))
	}
	if !c.Until.IsZero() {
		text = say.T(ctx, "right.until", "Right", text, "Until", untilWords(ctx, c.Until))
	}
	return text
}

// untilWords names the end of a consent: the day that it still holds on, or the
// moment, where it ends within a day.
func untilWords(ctx context.Context, until time.Time) string {
	last, whole := models.LastDay(until, zone(ctx))
	if !whole {
		return moment(ctx, until)
	}
	return say.T(ctx, "right.day_end", "Day", day(ctx, last))
}

// manyParts is from how many parts on a line counts them in place of naming them.
const manyParts = 4

// consentsInWords says which parts, and what can be done with them; where that
// differs, each by itself. All is what to say in place of parts that share one right.
func consentsInWords(ctx context.Context, own ownParts, given []models.Consent, now time.Time, all string) string {
	var rights []string
	parts := make(map[string][]models.SectionKey)
	for _, c := range given {
		right := rightWords(ctx, c, now)
		if parts[right] == nil {
			rights = append(rights, right)
		}
		parts[right] = append(parts[right], c.Section)
	}
	lines := make([]string, len(rights))
	for i, right := range rights {
		what := own.titles(ctx, parts[right])
		switch n := len(parts[right]); {
		case all != "" && len(rights) == 1:
			what = all
		case n >= manyParts:
			what = say.T(ctx, "sharing.parts", "Count", n)
		}
		lines[i] = say.T(ctx, "sharing.part_words", "What", what, "Right", right)
	}
	return strings.Join(lines, "; ")
}

// sentence is what the person says, or said, yes to; app.Wording names its version.
type sentence struct {
	Text  string
	Parts []string // where there are many they stand under it
}

// consentSentence makes it. From is the words that it begins with.
func consentSentence(ctx context.Context, own ownParts, name, from string, o models.Offer) sentence {
	until := say.T(ctx, "share.until_stop")
	if !o.Until.IsZero() {
		until = say.T(ctx, "share.until_day", "Until", untilWords(ctx, o.Until))
	}
	args := []any{"From", from, "Name", name, "Can", say.T(ctx, "share.can_"+o.Right.String()),
		"When", say.T(ctx, "share.when_"+string(o.When)), "Until", until}
	told := ""
	if o.Told {
		told = say.T(ctx, "share.they_are_told", "Name", name)
	}
	if n := len(o.Sections); n >= manyParts {
		s := sentence{Text: strings.TrimSpace(told + " " + say.T(ctx, "share.sentence_many", append(args, "Number", n)...))}
		for _, key := range o.Sections {
			s.Parts = append(s.Parts, own.title(ctx, key))
		}
		return s
	}
	return sentence{Text: strings.TrimSpace(say.T(ctx, "share.sentence", append(args, "Sections", own.titles(ctx, o.Sections))...) + " " + told)}
}

// fromWords is the beginning of the sentence for consent that is yet to be given.
func fromWords(ctx context.Context, from, now time.Time) string {
	if from.After(now) {
		return say.T(ctx, "share.from_day", "Day", dayOf(ctx, from))
	}
	return say.T(ctx, "share.from_today")
}
