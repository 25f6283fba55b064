package demo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"handrail/models"
)

// moment is one thing that somebody does. Which of the fields are read depends on
// what it is (deeds); names of people, entries, sections and invitations are those
// that the texts gave them.
type moment struct {
	At   string // "41d 09:20": so many days before today, at that time (UTC); or "40m": so long ago
	Who  string
	Does string

	Plan   string            // whose plan, where it is not their own
	In     string            // section of the catalogue, or the name of one that was added
	Entry  string            // an entry or suggestion made before
	As     string            // name of what is made here
	Words  map[string]string // field → text; "today" in a date is the moment's day
	To     string            // somebody
	Role   models.Role
	Called string
	Offers []offer
	offer
	Note   string
	Remove bool
	OnlyMe *bool
	Hidden []string // from whom
	Steps  int
	Device string
	Via    models.Via
	Way    models.CrisisWay

	at time.Time
}

// offer is what is shared: sections or whole chapters by key. Days is how long it
// lasts; 0 is until it is stopped.
type offer struct {
	Sections []string
	Right    string
	When     models.Circumstance
	Days     int
	Purpose  string
	Told     bool
}

// story is every moment of the texts in the order in which it happened.
func story(now time.Time) ([]moment, error) {
	files, err := fs.Glob(texts, "texts/[0-9]*.json")
	if err != nil {
		return nil, err
	}
	var all []moment
	for _, file := range files {
		data, err := texts.ReadFile(file)
		if err != nil {
			return nil, err
		}
		var some []moment
		dec := json.NewDecoder(bytes.NewReader(data))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&some); err != nil {
			return nil, fmt.Errorf("demo: %s: %w", file, err)
		}
		all = append(all, some...)
	}
	for i := range all {
		if all[i].at, err = when(all[i].At, now.UTC()); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(all, func(a, b moment) int { return a.at.Compare(b.at) })
	return all, nil
}

func when(text string, now time.Time) (time.Time, error) {
	var days, hour, minute int
	if n, _ := fmt.Sscanf(text, "%dd %d:%d", &days, &hour, &minute); n == 3 {
		y, m, d := now.AddDate(0, 0, -days).Date()
		return time.Date(y, m, d, hour, minute, 0, 0, time.UTC), nil
	}
	ago, err := time.ParseDuration(text)
	return now.Add(-ago), err
}
