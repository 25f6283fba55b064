package app

import (
	"context"
	"time"

	"handrail/models"
)

// zoneOf is the zone whose days are the actor's.
func (a *App) zoneOf(ctx context.Context, who models.Actor) (*time.Location, error) {
	me, err := a.accounts.Account(ctx, who.Account)
	if err != nil {
		return nil, err
	}
	return a.Zone(&me), nil
}

// DayOf is the day that it is for the actor.
func (a *App) DayOf(ctx context.Context, who models.Actor) (models.Day, error) {
	zone, err := a.zoneOf(ctx, who)
	if err != nil {
		return "", err
	}
	return models.DayOf(a.now(), zone), nil
}

// span is a row of days that somebody asks for, both ends within it.
type span struct{ From, To models.Day }

// longestSpan is the most days that are laid out at once: a leap year.
const longestSpan = 366

// spanOf reads the two ends; the second may be left out and is today then.
func spanOf(from, to, today models.Day) (span, error) {
	if to == "" {
		to = today
	}
	if from == "" {
		from = to.Plus(-29)
	}
	if _, ok := models.ParseDay(string(from)); !ok {
		return span{}, models.Wrong("from", "field.not_a_date")
	}
	if _, ok := models.ParseDay(string(to)); !ok {
		return span{}, models.Wrong("to", "field.not_a_date")
	}
	if n := to.Since(from); n < 0 || n >= longestSpan {
		return span{}, models.Wrong("to", "field.too_many_days")
	}
	return span{From: from, To: to}, nil
}

func (s span) holds(d models.Day) bool { return d >= s.From && d <= s.To }

// since is the instant from which rows can be of the span: none is written before
// its day has begun anywhere on earth.
func (s span) since() time.Time { return s.From.Date().Add(-26 * time.Hour) }
