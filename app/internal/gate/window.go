package gate

import (
	"time"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

// Recent is List in one section, but of records whose text came or changed at or
// after an instant: the rest, however many, are not read.
func Recent[T models.Kinds, K kept[T]](l Leave, section models.SectionKey, since time.Time) ([]T, error) {
	v, err := l.behind()
	if err != nil {
		return nil, err
	}
	var zero T
	kind := K(&zero).Kind()
	if err := v.mayLook(kind, []models.SectionKey{section}); err != nil {
		return nil, err
	}
	return records[T, K](v, v.shown()+" AND section = ? AND updated_at >= ? ORDER BY updated_at, seq", string(v.plan), string(section), database.At(since))
}

// Under is every record of a kind that hangs on one entry, in the order in which
// they came; ErrNotFound where the holder does not see the entry.
func Under[T models.Kinds, K kept[T]](l Leave, entry models.ID) ([]T, error) {
	v, err := l.behind()
	if err != nil {
		return nil, err
	}
	if seen, err := v.seesEntry(entry); err != nil || !seen {
		return nil, orNotFound(err)
	}
	return records[T, K](v, v.shown()+" AND parent = ? ORDER BY seq", string(v.plan), string(entry))
}

func orNotFound(err error) error {
	if err != nil {
		return err
	}
	return models.ErrNotFound
}

// shown is the rows that the holder could be shown at all.
func (v *visit) shown() string {
	if v.grant.Owner {
		return " WHERE plan = ? AND removed_at = 0"
	}
	return " WHERE plan = ? AND removed_at = 0 AND only_me = 0"
}

// Counts is, to the owner, how many entries stand in each section; none is opened.
func Counts(l Leave) (map[models.SectionKey]int, error) {
	v, err := own(l)
	if err != nil {
		return nil, err
	}
	rows, err := v.tx.Query("SELECT section, count(*) FROM entries WHERE plan = ? AND removed_at = 0 GROUP BY section", string(v.plan))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	out := make(map[models.SectionKey]int)
	var section string
	var n database.Number
	for rows.Next() {
		if err := rows.Scan(&section, &n); err != nil {
			return nil, err
		}
		out[models.SectionKey(section)] = int(n)
	}
	return out, rows.Err()
}
