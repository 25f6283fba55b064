package gate

import (
	"database/sql"
	"encoding/json"
	"errors"
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
