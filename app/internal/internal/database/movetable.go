package database

import (
	"bytes"
	"errors"
	"slices"
	"strings"
)

const (
	pageRows   = 500 // rows that are compared at once
	atOnceRows = 25  // rows in one statement
)

// table is one table as it is moved.
type table struct {
	name    string
	columns []string
	keys    []string // of the primary key, in its order
	at      []int    // where those stand among columns
	needs   []string // tables that must be there first
}

// tables is every table, each behind those that its rows point to.
func (m *move) tables() ([]*table, error) {
	var names []string
	if err := m.from.texts(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'goose_db_version' ORDER BY name`, &names); err != nil {
		return nil, err
	}
	waiting := make([]*table, 0, len(names))
	for _, name := range names {
		t, err := m.describe(name)
		if err != nil {
			return nil, err
		}
		waiting = append(waiting, t)
	}
	return inOrder(waiting), nil
}

func (m *move) describe(name string) (*table, error) {
	t := &table{name: name}
	var counted int // has a rowid of its own on PostgreSQL
	if err := m.to.View(m.ctx, func(tx *Tx) error {
		return tx.One("SELECT count(*) FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = ? AND column_name = 'rowid'", []any{name}, &counted)
	}); err != nil {
		return nil, err
	}
	err := errors.Join(
		m.from.texts("SELECT name FROM pragma_table_info('"+name+"') ORDER BY cid", &t.columns),
		m.from.texts("SELECT name FROM pragma_table_info('"+name+"') WHERE pk > 0 ORDER BY pk", &t.keys),
		m.from.texts(`SELECT DISTINCT "table" FROM pragma_foreign_key_list('`+name+`')`, &t.needs))
	if counted > 0 {
		t.columns = append(t.columns, "rowid")
	}
	for _, key := range t.keys {
		t.at = append(t.at, slices.Index(t.columns, key))
	}
	if err == nil && len(t.keys) == 0 {
		err = errors.New("database: a table without a key cannot be moved")
	}
	return t, err
}

func inOrder(waiting []*table) (out []*table) {
	there := make(map[string]bool)
	for len(waiting) > 0 {
		i := slices.IndexFunc(waiting, func(t *table) bool {
			return !slices.ContainsFunc(t.needs, func(n string) bool { return n != t.name && !there[n] })
		})
		i = max(i, 0) // a circle: some order, and PostgreSQL says no
		there[waiting[i].name] = true
		out, waiting = append(out, waiting[i]), slices.Delete(waiting, i, i+1)
	}
	return out
}

// which rows are moved: all but the marks of the move.
func (t *table) which() string {
	if t.name == "settings" {
		return "name NOT IN ('" + movingMark + "', '" + movedMark + "')"
	}
	return "1 = 1"
}

// page is the rows behind a key, up to a key, and no more than most unless that is 0.
func (t *table) page(tx *Tx, last, until []any, most int) ([][]any, error) {
	keys := "(" + strings.Join(t.keys, ", ") + ")"
	text := "SELECT " + strings.Join(t.columns, ", ") + " FROM " + t.name + " WHERE " + t.which()
	args := slices.Concat(last, until)
	if last != nil {
		text += " AND " + keys + " > (" + marks(len(t.keys)) + ")"
	}
	if until != nil {
		text += " AND " + keys + " <= (" + marks(len(t.keys)) + ")"
	}
	text += " ORDER BY " + strings.Join(t.keys, ", ")
	if most > 0 {
		text, args = text+" LIMIT ?", append(args, most)
	}
	rows, err := tx.Query(text, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out [][]any
	for rows.Next() {
		row, into := make([]any, len(t.columns)), make([]any, len(t.columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		out = append(out, row)
	}
	return out, rows.Err()
}

func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }

func (t *table) key(row []any) []any {
	out := make([]any, len(t.at))
	for i, at := range t.at {
		out[i] = row[at]
	}
	return out
}

// compare gives the rows here that are not the same there, and those there that are
// not here.
func (t *table) compare(here, there [][]any) (differ, extra [][]any) {
	i, j := 0, 0
	for i < len(here) && j < len(there) {
		switch order := compareKeys(t.key(here[i]), t.key(there[j])); {
		case order < 0:
			differ = append(differ, here[i])
			i++
		case order > 0:
			extra = append(extra, there[j])
			j++
		default:
			if compareKeys(here[i], there[j]) != 0 {
				differ = append(differ, here[i])
			}
			i, j = i+1, j+1
		}
	}
	return append(differ, here[i:]...), append(extra, there[j:]...)
}

// compareKeys orders values as both databases do: numbers by size, texts and
// bytes by their bytes.
func compareKeys(a, b []any) int {
	for i := range a {
		if order := compareValues(a[i], b[i]); order != 0 {
			return order
		}
	}
	return 0
}

func compareValues(a, b any) int {
	switch a := a.(type) {
	case int64:
		if b, same := b.(int64); same {
			switch {
			case a < b:
				return -1
			case a > b:
				return 1
			}
			return 0
		}
	case string:
		if b, same := b.(string); same {
			return strings.Compare(a, b)
		}
	case []byte:
		if b, same := b.([]byte); same {
			return bytes.Compare(a, b)
		}
	case nil:
		if b == nil {
			return 0
		}
	}
	return 1 // of another type: not the same
}

// put writes rows, over those with the same key.
func (t *table) put(tx *Tx, rows [][]any) error {
	var set []string
	for _, c := range t.columns {
		if !slices.Contains(t.keys, c) {
			set = append(set, c+" = excluded."+c)
		}
	}
	then := " ON CONFLICT (" + strings.Join(t.keys, ", ") + ") DO NOTHING"
	if len(set) > 0 {
		then = " ON CONFLICT (" + strings.Join(t.keys, ", ") + ") DO UPDATE SET " + strings.Join(set, ", ")
	}
	for part := range slices.Chunk(rows, atOnceRows) {
		row := ", (" + marks(len(t.columns)) + ")"
		text := "INSERT INTO " + t.name + " (" + strings.Join(t.columns, ", ") + ") VALUES " + strings.Repeat(row, len(part))[2:] + then
		if _, err := tx.Exec(text, slices.Concat(part...)...); err != nil {
			return err
		}
	}
	return nil
}
