package database

import (
	"context"
	"database/sql"
	"fmt"

	"handrail/app/internal/internal/sqlite"
)

// Survey is what a database file says of itself.
type Survey struct {
	Schema   int64
	KeyCheck []byte           // of the key that it was sealed with
	Ledger   string           // where the ledger was; empty: not known
	Rows     map[string]int64 // by table
}

// Examine counts what is in a database file, reports how many tables are done, and changes
// nothing. The file is nobody else's just now.
func Examine(ctx context.Context, path string, report func(done, total int64)) (Survey, error) {
	s := Survey{Rows: make(map[string]int64)}
	db, err := sql.Open(sqlite.Driver, dsn(path, "_query_only=1"))
	if err != nil {
		return s, fmt.Errorf("database: %w", err)
	}
	defer func() { _ = db.Close() }()
	if err := db.QueryRowContext(ctx, "SELECT max(version_id) FROM goose_db_version").Scan(&s.Schema); err != nil {
		return s, fmt.Errorf("database: %w", err)
	}
	if err := db.QueryRowContext(ctx, "SELECT value FROM settings WHERE name = 'key check'").Scan(&s.KeyCheck); err != nil {
		return s, fmt.Errorf("database: %w", err)
	}
	if err := db.QueryRowContext(ctx, "SELECT CAST(coalesce(max(value), '') AS TEXT) FROM settings WHERE name = 'ledger path'").Scan(&s.Ledger); err != nil {
		return s, fmt.Errorf("database: %w", err)
	}
	names, err := tables(ctx, db)
	if err != nil {
		return s, err
	}
	for i, name := range names {
		var n int64
		if err := db.QueryRowContext(ctx, `SELECT count(*) FROM "`+name+`"`).Scan(&n); err != nil { // a name from the schema
			return s, fmt.Errorf("database: %w", err)
		}
		s.Rows[name] = n
		report(int64(i+1), int64(len(names)))
	}
	return s, nil
}

func tables(ctx context.Context, db *sql.DB) ([]string, error) {
	rows, err := db.QueryContext(ctx, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
	if err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var out []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, fmt.Errorf("database: %w", err)
		}
		out = append(out, name)
	}
	return out, rows.Err()
}
