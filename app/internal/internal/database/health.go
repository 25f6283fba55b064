package database

import (
	"context"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// Care is how a PostgreSQL is set that would lose what was answered; nothing when all
// is well, and nothing on SQLite, whose settings are ours.
func (db *DB) Care(ctx context.Context) ([]string, error) {
	var careless []string
	if db.post == nil {
		return nil, nil
	}
	err := db.View(ctx, func(tx *Tx) error {
		for _, name := range []string{"fsync", "full_page_writes", "synchronous_commit"} {
			var value string
			if err := tx.One("SELECT current_setting(?)", []any{name}, &value); err != nil {
				return err
			}
			if value == "off" {
				careless = append(careless, name)
			}
		}
		return nil
	})
	return careless, err
}

// postIntegrity is what can be asked of a PostgreSQL while it serves: that every index and
// every rule of the schema holds, and that every row can be read.
func (db *DB) postIntegrity(ctx context.Context) ([]string, error) {
	var faults, tables []string
	if err := db.View(ctx, func(tx *Tx) error {
		return errors.Join(tx.texts(badIndexes, &faults), tx.texts(badRules, &faults), tx.texts(allTables, &tables))
	}); err != nil {
		return nil, err
	}
	for _, table := range tables {
		err := db.View(ctx, func(tx *Tx) error {
			var n int
			return tx.One("SELECT count(md5(CAST(t AS text))) FROM "+table+" t", nil, &n)
		})
		if e, ok := errors.AsType[*pgconn.PgError](err); ok && strings.HasPrefix(e.Code, "XX") {
			faults = append(faults, table+": "+e.Message)
		} else if err != nil {
			return nil, err
		}
	}
	return faults, nil
}

const (
	badIndexes = `SELECT 'index ' || CAST(i.indexrelid AS regclass) || ' does not hold' FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
		WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) AND NOT (i.indisvalid AND i.indisready)`
	badRules = `SELECT 'rule ' || quote_ident(conname) || ' does not hold' FROM pg_constraint
		WHERE connamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) AND NOT convalidated`
	allTables = "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
)

func (t *Tx) texts(query string, into *[]string) error {
	rows, err := t.Query(query)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return err
		}
		*into = append(*into, text)
	}
	return rows.Err()
}
