package gate

import (
	"database/sql"
	"errors"

	"handrail/models"
)

// Which rows a look-up means.
const (
	standing = " AND removed_at = 0"
	removed  = " AND removed_at > 0"
)

// Find is one record of a kind that the holder may see, else ErrNotFound.
func Find[T models.Kinds, K kept[T]](l Leave, id models.ID) (K, error) {
	return find[T, K](l, id, standing)
}

// FindRemoved is one record that was removed, for the owner.
func FindRemoved[T models.Kinds, K kept[T]](l Leave, id models.ID) (K, error) {
	if _, err := own(l); err != nil {
		return nil, err
	}
	return find[T, K](l, id, removed)
}

func find[T models.Kinds, K kept[T]](l Leave, id models.ID, which string) (K, error) {
	v, err := l.behind()
	if err != nil {
		return nil, err
	}
	k, err := load[T, K](v, id, which)
	if err != nil {
		return nil, err
	}
	v.found = k.Head().Section
	if head := k.Head(); k.Kind().ShowsSection() || k.Kind().OfSession() {
		v.look(head.Section)
	}
	return k, nil
}

func load[T models.Kinds, K kept[T]](v *visit, id models.ID, which string) (K, error) {
	k := K(new(T))
	if err := v.ready(k.Kind()); err != nil {
		return nil, err
	}
	r, err := v.rowOf(question{v.plan, k.Kind(), id, which})
	if err != nil {
		return nil, err
	}
	r.Plan = v.plan
	*k.Head() = r.Record
	if err := v.maySee(k); err != nil {
		v.asked = append(v.asked, r.Section)
		return nil, err
	}
	if err := v.open(r, k); err != nil {
		return nil, err
	}
	return k, v.parentOf(k)
}

// parentOf is ErrNotFound when the record hangs on an entry that the holder cannot see.
func (v *visit) parentOf(k models.Kept) error {
	if k.Head().Parent == "" || v.grant.Owner || k.Kind().OfSession() {
		return nil
	}
	seen, err := v.seesParent(k)
	if err == nil && !seen {
		return models.ErrNotFound
	}
	return err
}

// seesParent reports whether what a record hangs on exists for the holder.
func (v *visit) seesParent(k models.Kept) (bool, error) {
	switch k.Kind() {
	case models.Statements:
		return v.seesStatement(k.Head())
	case models.StatementMarks, models.Overrides:
		return v.seesMarked(k.Head().Parent)
	}
	return v.seesEntry(k.Head().Parent)
}

func (v *visit) seesEntry(entry models.ID) (bool, error) {
	var r models.Record
	var hidden string
	err := v.tx.One("SELECT section, only_me, hidden_from FROM entries WHERE id = ? AND plan = ? AND removed_at = 0",
		[]any{string(entry), string(v.plan)}, &r.Section, &r.OnlyMe, &hidden)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	r.HiddenFrom = idsOf(hidden)
	return err == nil && v.grant.Sees(&r), err
}
