package gate

import (
	"time"

	"handrail/models"
)

// ErrBase is a change that starts from a version which its author may not rest on.
var ErrBase = &models.Error{Kind: models.Conflict, Key: "error.base"}

// Base is an entry's words at an earlier version, for a change that started from
// it to be merged. For anybody but the owner that version must have stood while
// they could see it, under the right that they have now (RULES.md 12).
func Base(l Leave, e *models.Entry, version int) (models.Fields, error) {
	v, err := l.behind()
	if err != nil || version == e.Version {
		return e.Fields, err
	}
	past, err := v.version(e.ID, version)
	if err != nil || v.grant.Owner {
		return past.Fields, err
	}
	until := e.UpdatedAt
	if version+1 < e.Version {
		next, err := v.version(e.ID, version+1)
		if err != nil {
			return nil, err
		}
		until = next.UpdatedAt
	}
	if !until.After(v.sawFrom(e)) {
		return nil, ErrBase
	}
	return past.Fields, nil
}

// sawFrom is since when the holder can see an entry without a break.
func (v *visit) sawFrom(e *models.Entry) time.Time {
	if since := v.grant.Since(e.Section); since.After(e.ShownAt) {
		return since
	}
	return e.ShownAt
}

// version is one earlier version of an entry that the holder sees.
func (v *visit) version(entry models.ID, number int) (*models.Version, error) {
	rows, err := v.tx.Query("SELECT "+packed+" FROM versions WHERE parent = ? AND version = ? AND plan = ?", string(entry), number, string(v.plan))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return nil, err
		}
		return &models.Version{}, ErrBase
	}
	var r row
	if err := r.scan(rows); err != nil {
		return nil, err
	}
	out := new(models.Version)
	return out, v.open(&r, out)
}
