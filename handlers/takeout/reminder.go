package takeout

import (
	"strings"

	"handrail/models"
)

// reminderJSON is a time at which somebody wants a note to themselves, as the API says it too.
type reminderJSON struct {
	ID   models.ID `json:"id"`
	At   string    `json:"at"`
	Days []string  `json:"days"`
}

func reminderOf(r models.Reminder) reminderJSON {
	out := reminderJSON{ID: r.ID, At: r.At.String(), Days: []string{}}
	for _, d := range r.Days.List() {
		out.Days = append(out.Days, strings.ToLower(d.String()))
	}
	return out
}
