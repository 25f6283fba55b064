package main_test

import (
	"bufio"
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"handrail/app/apptest"
	"handrail/app/demo"
)

// A move of the whole world of the demo is killed, each time a table further on. Meanwhile nobody is
// served there; called again it goes on, and at the end each table has every row, and everybody gets in.
func TestDrillAMoveIsKilled(t *testing.T) {
	drill(t)
	cluster, data := apptest.NewCluster(t), filepath.Join(t.TempDir(), "data")
	start(t, nil, "demo", "--data", data).ends()
	there := []string{"HANDRAIL_DATABASE=" + cluster.Place}
	for _, table := range []string{"access_records", "entries", "versions"} {
		killedAtTable(t, there, data, table)
		run(t, there, "serve", "--data", data, "--addr", "127.0.0.1:0").saysIn(t, "move")
	}
	if d := run(t, there, "move", "--data", data); d.code != 0 || !strings.HasSuffix(d.out, "all is well\n") {
		t.Fatalf("%+v", d)
	}
	here, far := rowsHere(t, data), rowsThere(t, cluster.Place)
	for table, n := range here {
		if far[table] != n {
			t.Errorf("%s: %d rows, %d were moved", table, n, far[table])
		}
	}
	if len(here) != len(far) || len(here) < 40 || here["entries"] < 50 {
		t.Errorf("%d tables and %d", len(here), len(far))
	}
	s := start(t, there, "serve", "--data", data)
	for _, p := range demo.Cast() {
		s.signIn(p.Email, demo.Password)
	}
	s.ends()
}

// killedAtTable begins to move, and kills the mover once it says that it is at a table.
func killedAtTable(t *testing.T, there []string, data, table string) {
	t.Helper()
	cmd := command(t, there, "move", "--data", data)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said := bufio.NewScanner(out)
	for said.Scan() && !strings.HasPrefix(said.Text(), table+":") {
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Errorf("it was not at %s any more: %v", table, err)
	}
	_ = cmd.Wait()
}

// counted is what is not the same on both sides: the marks of the move.
const counted = "SELECT count(*) FROM settings WHERE name NOT IN ('moved', 'moving')"

func rowsHere(t *testing.T, data string) map[string]int {
	t.Helper()
	db, err := sql.Open(apptest.SQLite, filepath.Join(data, "handrail.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	return rowsIn(t, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'goose_db_version'",
		func(text string) ([]any, error) { return column(db.QueryContext(t.Context(), text)) })
}

func rowsThere(t *testing.T, place string) map[string]int {
	t.Helper()
	ctx := context.Background()
	db, err := pgx.Connect(ctx, place)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close(ctx) }()
	return rowsIn(t, "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() AND tablename <> 'goose_db_version'",
		func(text string) ([]any, error) {
			rows, err := db.Query(ctx, text)
			if err != nil {
				return nil, err
			}
			return pgx.CollectRows(rows, pgx.RowTo[any])
		})
}

// rowsIn is how many rows each table has.
func rowsIn(t *testing.T, tables string, ask func(string) ([]any, error)) map[string]int {
	t.Helper()
	names, err := ask(tables)
	if err != nil {
		t.Fatal(err)
	}
	out := make(map[string]int)
	for _, name := range names {
		text := "SELECT count(*) FROM " + name.(string)
		if name == "settings" {
			text = counted
		}
		n, err := ask(text)
		if err != nil {
			t.Fatal(err)
		}
		out[name.(string)] = int(n[0].(int64))
	}
	return out
}

func column(rows *sql.Rows, err error) (out []any, _ error) {
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var v any
		if err := rows.Scan(&v); err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}
