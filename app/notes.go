package app

import (
	"context"
	"slices"
	"strings"

	"handrail/app/internal/gate"
	"handrail/models"
)

// Notes is the section of the person's own dated notes.
const Notes models.SectionKey = "notes"

// FindNotes looks for notes. Without words or a tag all are found.
type FindNotes struct {
	Plan  models.ID
	Words string // every one of them has to be in a note
	Tag   string
	Limit int // the most that are answered; 0: 50
}

// NotesFound is notes by day, newest first.
type NotesFound struct {
	Notes []Entry
	All   int      // how many there were
	Tags  []string // of all notes that the actor sees, in order
}

const notesShown = 50

// FindNotes opens every note that the actor sees and looks into it, in memory: there
// is nothing on the disk in which anybody could search.
func (a *App) FindNotes(ctx context.Context, who models.Actor, in FindNotes) (*NotesFound, error) {
	var out *NotesFound
	err := a.gate.Read(ctx, who, in.Plan, who.Via, func(p *gate.Pass) error {
		notes, err := gate.List[models.Entry](p, Notes)
		if err != nil {
			return err
		}
		l, err := lensOf(who, p, p.Grant(), p.Facts())
		if err != nil {
			return err
		}
		out = l.notes(notes, in)
		under, err := attachedIn(p, []models.SectionKey{Notes})
		hangOn(out.Notes, under)
		return err
	})
	return out, err
}

func (l *lens) notes(notes []models.Entry, in FindNotes) *NotesFound {
	out := &NotesFound{Notes: []Entry{}, Tags: []string{}}
	tags := make(map[string]bool)
	sought := strings.Fields(models.Folded(in.Words))
	var found []*models.Entry
	for i := range notes {
		own := models.Tags(notes[i].Fields.Get("tags"))
		for _, t := range own {
			tags[t] = true
		}
		if in.Tag != "" && !slices.Contains(own, in.Tag) {
			continue
		}
		if models.HoldsAll(notes[i].Fields, sought) {
			found = append(found, &notes[i])
		}
	}
	slices.SortStableFunc(found, func(a, b *models.Entry) int { return strings.Compare(string(notedOf(b).Day), string(notedOf(a).Day)) })
	out.All = len(found)
	limit := in.Limit
	if limit <= 0 {
		limit = notesShown
	}
	for _, e := range found[:min(limit, len(found))] {
		out.Notes = append(out.Notes, l.entry(e))
	}
	for t := range tags {
		out.Tags = append(out.Tags, t)
	}
	slices.Sort(out.Tags)
	return out
}
