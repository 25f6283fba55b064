package gate

import (
	"handrail/app/internal/internal/database"
	"handrail/models"
)

// everyKind makes a record of each kind there is, in the order in which somebody
// takes them along.
var everyKind = []func() models.Kept{
	func() models.Kept { return new(models.OwnSection) },
	func() models.Kept { return new(models.Entry) },
	func() models.Kept { return new(models.Version) },
	func() models.Kept { return new(models.Draft) },
	func() models.Kept { return new(models.Suggestion) },
	func() models.Kept { return new(models.AgendaItem) },
	func() models.Kept { return new(models.Summary) },
	func() models.Kept { return new(models.SessionNote) },
	func() models.Kept { return new(models.Answers) },
	func() models.Kept { return new(models.Reflection) },
	func() models.Kept { return new(models.Statement) },
	func() models.Kept { return new(models.StatementMark) },
	func() models.Kept { return new(models.Override) },
	func() models.Kept { return new(models.DayTick) },
	func() models.Kept { return new(models.Review) },
	func() models.Kept { return new(models.Step) },
	func() models.Kept { return new(models.Use) },
	func() models.Kept { return new(models.Measure) },
	func() models.Kept { return new(models.Mark) },
	func() models.Kept { return new(models.Lookout) },
	func() models.Kept { return new(models.Attachment) },
	func() models.Kept { return new(models.AttachmentPart) },
}

// EveryKind names each kind of record there is.
func EveryKind() []models.Kind {
	kinds := make([]models.Kind, len(everyKind))
	for i, k := range everyKind {
		kinds[i] = k().Kind()
	}
	return kinds
}

// After is the next records of a kind that the owner may read, removed ones too, in
// the order in which they were made, behind one of them; zero begins.
func After(l Leave, kind models.Kind, last models.Record, limit int) ([]models.Kept, models.Record, error) {
	v, err := own(l)
	if err != nil {
		return nil, last, err
	}
	rows, err := v.tx.Query("SELECT "+packed+" FROM "+string(kind)+` WHERE plan = ?1 AND (created_at > ?2 OR created_at = ?2 AND id > ?3)
		ORDER BY created_at, id LIMIT ?4`, string(v.plan), database.At(last.CreatedAt), string(last.ID), limit)
	if err != nil {
		return nil, last, err
	}
	defer func() { _ = rows.Close() }()
	out := make([]models.Kept, 0, limit)
	last.ID = ""
	var r row
	for rows.Next() {
		k := newOf(kind)
		if err := r.scan(rows); err != nil {
			return nil, last, err
		}
		last = r.Record
		r.Plan = v.plan
		*k.Head() = r.Record
		if v.grant.May(models.ActSee, k) != nil {
			continue // somebody else's own draft
		}
		if err := v.open(&r, k); err != nil {
			return nil, last, err
		}
		out = append(out, k)
	}
	return out, last, rows.Err()
}

func newOf(kind models.Kind) models.Kept {
	for _, k := range everyKind {
		if made := k(); made.Kind() == kind {
			return made
		}
	}
	return nil
}
