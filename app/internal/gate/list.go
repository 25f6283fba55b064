package gate

import (
	"database/sql"
	"encoding/json"
	"slices"

	"handrail/models"
)

// kept is a pointer to a kind of record.
type kept[T any] interface {
	*T
	models.Kept
}

// List is every record of a kind that the holder may see, section by section in the
// order of their positions; with sections, in those alone. Naming a section that they may
// not see is ErrNotFound. To anyone but the owner the sections listed count as looked at.
func List[T models.Kinds, K kept[T]](l Leave, sections ...models.SectionKey) ([]T, error) {
	var zero T
	kind := K(&zero).Kind()
	v, err := looking(l, kind, sections)
	if err != nil {
		return nil, err
	}
	if v.empty(kind) {
		return nil, nil
	}
	rows, err := v.query(kind, sections)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	return collect[T, K](v, rows)
}

// empty reports whether it is known beforehand that there is none of a kind to see.
func (v *visit) empty(kind models.Kind) bool {
	switch kind {
	case models.Attachments:
		return v.row.bare
	case models.OwnSections:
		return !v.grant.Owner && !slices.ContainsFunc(v.grant.Sections, func(s models.SectionGrant) bool { return s.Section.Own() })
	}
	return false
}

// EachEntry hands over what List of entries would give, one after the other, without
// keeping them all. An entry is good until do returns; its words stay.
func EachEntry(l Leave, do func(*models.Entry), sections ...models.SectionKey) error {
	v, err := looking(l, models.Entries, sections)
	if err != nil {
		return err
	}
	rows, err := v.query(models.Entries, sections)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	var r row
	var e models.Entry
	for rows.Next() {
		if err := r.scan(rows); err != nil {
			return err
		}
		r.Plan = v.plan
		e = models.Entry{Record: r.Record}
		if v.maySee(&e) != nil {
			continue
		}
		if err := v.open(&r, &e); err != nil {
			return err
		}
		do(&e)
	}
	return rows.Err()
}

// looking is the visit behind a leave to list sections, once they may be looked at.
func looking(l Leave, kind models.Kind, sections []models.SectionKey) (*visit, error) {
	v, err := l.behind()
	if err != nil {
		return nil, err
	}
	return v, v.mayLook(kind, sections)
}

// maySee is the rule for looking. In a view "as they see it" what its writer alone
// may read stays theirs: the owner looks through their eyes, not into their drawer (RULES.md 1).
func (v *visit) maySee(k models.Kept) error {
	if v.who.As != "" && k.Needs(models.ActSee) == models.RightWriter {
		return models.ErrNotFound
	}
	return v.grant.May(models.ActSee, k)
}

// records is the records of one kind behind the words of a fixed text, such as its WHERE.
func records[T models.Kinds, K kept[T]](v *visit, rest string, args ...any) ([]T, error) {
	var zero T
	rows, err := v.tx.Query("SELECT "+packed+" FROM "+string(K(&zero).Kind())+rest, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	return collect[T, K](v, rows)
}

func collect[T models.Kinds, K kept[T]](v *visit, rows *sql.Rows) ([]T, error) {
	out := []T{} // often there are none
	var parented []int
	var r row
	for rows.Next() {
		var t T
		if err := r.scan(rows); err != nil {
			return nil, err
		}
		k := K(&t)
		r.Plan = v.plan
		*k.Head() = r.Record
		if v.maySee(k) != nil {
			continue
		}
		if err := v.open(&r, k); err != nil {
			return nil, err
		}
		if r.Parent != "" && !v.grant.Owner && !k.Kind().OfSession() {
			parented = append(parented, len(out))
		}
		if len(out) == 0 {
			out = make([]T, 0, 16)
		}
		out = append(out, t)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return withParents[T, K](v, rows, out, parented)
}

// withParents drops what hangs on an entry that the holder cannot see.
func withParents[T models.Kinds, K kept[T]](v *visit, rows *sql.Rows, out []T, parented []int) ([]T, error) {
	if len(parented) == 0 {
		return out, nil
	}
	if err := rows.Close(); err != nil {
		return nil, err
	}
	for _, i := range slices.Backward(parented) {
		seen, err := v.seesParent(K(&out[i]))
		if err != nil {
			return nil, err
		}
		if !seen {
			out = slices.Delete(out, i, i+1)
		}
	}
	return out, nil
}

// mayLook checks the named sections and notes what is looked at.
func (v *visit) mayLook(kind models.Kind, sections []models.SectionKey) error {
	if v.grant.Owner {
		return nil
	}
	for _, s := range sections {
		if v.grant.In(s) < models.RightSee {
			v.asked = append(v.asked, s)
			return models.ErrNotFound
		}
	}
	if !kind.ShowsSection() {
		return nil
	}
	for _, s := range sections {
		v.look(s)
	}
	if len(sections) == 0 {
		for _, s := range v.grant.Sections {
			v.look(s.Section)
		}
	}
	return nil
}

func (v *visit) look(section models.SectionKey) {
	if !v.grant.Owner && v.who.As == "" && !slices.Contains(v.recorded, section) && !slices.Contains(v.looked, section) {
		v.looked = append(v.looked, section)
	}
}

func (v *visit) query(kind models.Kind, sections []models.SectionKey) (*sql.Rows, error) {
	text := "SELECT " + packed + " FROM " + string(kind) + " WHERE plan = ? AND removed_at = 0"
	if v.grant.Owner && len(sections) == 0 {
		return v.tx.Query(text+inOrder, string(v.plan))
	}
	if len(sections) == 0 {
		for _, s := range v.grant.Sections {
			sections = append(sections, s.Section)
		}
	}
	list, err := json.Marshal(append([]models.SectionKey{}, sections...))
	if err != nil {
		return nil, err
	}
	if !v.grant.Owner {
		text += " AND only_me = 0"
	}
	return v.tx.Query(text+" AND section IN (SELECT value FROM json_each(?))"+inOrder, string(v.plan), string(list))
}

// inOrder is the order of the index entries_in_section: whatever is asked, nothing is sorted.
const inOrder = " ORDER BY section, position, seq"
