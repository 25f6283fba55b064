package gate

import (
	"errors"

	"handrail/models"
)

// Glimpse is the head of a record of a kind, standing or removed, if the holder may see it,
// else ErrNotFound. It shows no words and is no look: it decides who hears of a change.
func Glimpse[T models.Kinds, K kept[T]](l Leave, id models.ID) (models.Record, error) {
	v, err := l.behind()
	if err != nil {
		return models.Record{}, err
	}
	k := K(new(T))
	rows, err := v.tx.Query("SELECT "+packed+" FROM "+string(k.Kind())+" WHERE id = ? AND plan = ?", string(id), string(v.plan))
	if err != nil {
		return models.Record{}, err
	}
	defer func() { _ = rows.Close() }()
	if !rows.Next() {
		return models.Record{}, errors.Join(rows.Err(), models.ErrNotFound)
	}
	var r row
	if err := r.scan(rows); err != nil {
		return models.Record{}, err
	}
	r.Plan = v.plan
	*k.Head() = r.Record
	if v.maySee(k) != nil {
		return models.Record{}, models.ErrNotFound
	}
	return r.Record, nil
}
