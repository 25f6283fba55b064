package pages

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
)

// normalLines makes the line ends of a posted text (HTML: carriage return and
// line feed) the one that is kept everywhere.
func normalLines(text string) string {
	return strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
}

// day is a day of the calendar in words; see dayOf for an instant.
func day(ctx context.Context, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return say.T(ctx, "date.day", "Day", t.Day(), "Month", say.T(ctx, "date.month."+t.Month().String()), "Year", t.Year())
}

// dayOf is the day on which an instant falls for whoever reads.
func dayOf(ctx context.Context, t time.Time) string { return day(ctx, t.In(zone(ctx))) }

// updated is the day on which an entry's words last moved. To others than the
// owner that is a day and no instant (RULES.md 10): the same one on every clock.
func updated(ctx context.Context, e app.Entry) string {
	if e.UpdatedAt.Equal(e.UpdatedAt.Truncate(24 * time.Hour)) {
		return day(ctx, e.UpdatedAt)
	}
	return dayOf(ctx, e.UpdatedAt)
}

// moment is a day and a time of day for whoever reads.
func moment(ctx context.Context, t time.Time) string {
	t = t.In(zone(ctx))
	return say.T(ctx, "date.moment", "Day", day(ctx, t), "Time", t.Format("15:04"))
}

// list joins names as a sentence does.
func list(ctx context.Context, names []string) string {
	names = slices.Clone(names)
	for i := range names {
		names[i] = say.Name(ctx, names[i])
	}
	switch len(names) {
	case 0:
		return ""
	case 1:
		return names[0]
	}
	last := len(names) - 1
	return say.T(ctx, "list.and", "Names", strings.Join(names[:last], ", "), "Last", names[last])
}

// seenBy says in words who can see a section: "You, Morag and Jamie".
func seenBy(ctx context.Context, sights []app.Sight) string {
	if len(sights) == 0 {
		return say.T(ctx, "who.only_you")
	}
	names := []string{say.T(ctx, "who.you")}
	for _, s := range sights {
		key := "who." + string(s.When)
		names = append(names, say.T(ctx, key, "Name", s.Name))
	}
	return list(ctx, names)
}

// roleIn is somebody's role in words.
func roleIn(ctx context.Context, r models.Role) string { return say.T(ctx, "role."+string(r)) }

// deviceOf is what a sign-in's browser calls itself, or that it did not say.
func deviceOf(ctx context.Context, s models.SignInRecord) string {
	if s.Device == "" {
		return say.T(ctx, "signins.some")
	}
	return s.Device
}

// pathSafe keeps of a typed code what can stand in an address.
func pathSafe(code string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return -1
	}, code)
}

// appendSquare draws one square of a path.
func appendSquare(b []byte, x, y int) []byte {
	b = append(b, 'M')
	b = strconv.AppendInt(b, int64(x), 10)
	b = append(b, ' ')
	b = strconv.AppendInt(b, int64(y), 10)
	return append(b, "h1v1h-1z"...)
}

// calledOr is the person's own word for somebody they asked, or their role.
func calledOr(ctx context.Context, i models.Invitation) string {
	if i.Called != "" {
		return i.Called
	}
	return roleIn(ctx, i.Role)
}
