package gate

import (
	"handrail/models"
)

// Part is a stretch of a long list: what stands behind the first so many, and at most
// so many of it.
type Part struct{ Skip, Limit int }

// whole is more than any list is long.
const whole = 1 << 40

func (p Part) most() int {
	if p.Limit <= 0 {
		return whole
	}
	return p.Limit
}

// Of is that part of a list that was read as a whole.
func (p Part) Of(n int) (from, to int) {
	from = min(max(p.Skip, 0), n)
	return from, from + min(p.most(), n-from)
}

// Removed is every record of a kind that the owner removed, last removed first, or a
// part of them.
func Removed[T models.Kinds, K kept[T]](l Leave, part Part) ([]T, error) {
	v, err := own(l)
	if err != nil {
		return nil, err
	}
	return records[T, K](v, " WHERE plan = ? AND removed_at > 0 ORDER BY removed_at DESC, seq DESC LIMIT ? OFFSET ?", string(v.plan), part.most(), max(part.Skip, 0))
}

// History is an entry's earlier versions, newest first, for the owner, or a part of them.
func History(l Leave, entry models.ID, part Part) ([]models.Version, error) {
	v, err := own(l)
	if err != nil {
		return nil, err
	}
	return records[models.Version](v, " WHERE plan = ? AND parent = ? ORDER BY version DESC LIMIT ? OFFSET ?", string(v.plan), string(entry), part.most(), max(part.Skip, 0))
}
