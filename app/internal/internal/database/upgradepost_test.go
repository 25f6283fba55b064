package database

import (
	"database/sql"
	"fmt"
	"testing"

	"github.com/pressly/goose/v3"

	"handrail/app/internal/databasetest"
)

// On PostgreSQL, too, each older schema is brought up to date with all that is in it.
func TestEachOlderSchemaIsUpgradedOnPostgreSQL(t *testing.T) {
	all := schemas(t)
	for _, version := range all[:len(all)-1] {
		t.Run(fmt.Sprint("from ", version), func(t *testing.T) {
			address := databasetest.PostgreSQL(t)
			pool, err := sql.Open("pgx", address)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = pool.Close() }()
			if _, err := provider(t, goose.DialectPostgres, pool, spokenFiles{migrations}).UpTo(t.Context(), version); err != nil {
				t.Fatal(err)
			}
			_, f := older(t, version)
			f.fill(t, pool, speech)
			if err := open(t, address).Close(); err != nil {
				t.Fatal(err)
			}
			f.kept(t, pool, fmt.Sprint("from ", version))
			if have, err := provider(t, goose.DialectPostgres, pool, spokenFiles{migrations}).GetDBVersion(t.Context()); err != nil || have != all[len(all)-1] {
				t.Errorf("schema %d, %v", have, err)
			}
		})
	}
}
