package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"

	"handrail/app/internal/internal/sqlite"
)

// pagesAtOnce is how much is copied between two reports: 8 MB.
const pagesAtOnce = 2048

// Copy writes the database as it is at one moment to a new file, while it is in
// use, and reports how many pages are done.
func Copy(ctx context.Context, folder, path string, report func(done, total int)) error {
	from, err := held(ctx, folder)
	if err != nil {
		return err
	}
	defer func() { _ = from.Close() }()
	if err := makeOwnerOnly(path); err != nil {
		return err
	}
	// The copy is read once more before anybody counts on it: it needs no log and no waiting.
	into := "file:" + (&url.URL{Path: path}).EscapedPath() + "?_journal_mode=OFF&_synchronous=OFF"
	return from.conn.Raw(func(conn any) error { return copyPages(ctx, conn, into, report) })
}

// moment is a connection that holds on to the database as it is at one moment.
type moment struct {
	pool *sql.DB
	conn *sql.Conn
}

func (m *moment) Close() error { return errors.Join(m.conn.Close(), m.pool.Close()) }

// held begins a read and takes a first look, which fixes what it sees. What others
// write meanwhile neither shows in the copy nor makes it begin again.
func held(ctx context.Context, folder string) (*moment, error) {
	pool, err := sql.Open(sqlite.Driver, dsn(fileIn(folder), "_query_only=1"))
	if err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, errors.Join(translate(err), pool.Close())
	}
	m := &moment{pool: pool, conn: conn}
	if _, err := conn.ExecContext(ctx, "BEGIN"); err != nil {
		return nil, errors.Join(translate(err), m.Close())
	}
	var kept int
	if err := conn.QueryRowContext(ctx, "SELECT count(*) FROM settings").Scan(&kept); err != nil {
		return nil, errors.Join(translate(err), m.Close())
	}
	return m, nil
}

func copyPages(ctx context.Context, from any, into string, report func(done, total int)) error {
	b, err := sqlite.Copy(from, into)
	if err != nil {
		return translate(err)
	}
	for {
		done, err := b.Step(pagesAtOnce)
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return errors.Join(translate(err), b.Finish())
		}
		report(b.PageCount()-b.Remaining(), b.PageCount())
		if done {
			return translate(b.Finish())
		}
	}
}
