package database

import (
	"context"
	"database/sql"
	"database/sql/driver"

	"gorm.io/gorm"
)

// line is one connection held for good, with its own prepared statements. The
// pool of database/sql would prepare anew inside each transaction and start a
// goroutine for it.
type line struct {
	pool       *sql.DB
	conn       *sql.Conn           // nil until it is used, and where it could not be opened again
	said       func(string) string // how a text is put to this database
	statements map[string]*sql.Stmt
}

func newLine(ctx context.Context, pool *sql.DB, said func(string) string) (*line, error) {
	l := &line{pool: pool, said: said}
	return l, l.connect(ctx)
}

func (l *line) connect(ctx context.Context) error {
	conn, err := l.pool.Conn(ctx)
	if err != nil {
		return translate(err)
	}
	l.conn, l.statements = conn, make(map[string]*sql.Stmt)
	return nil
}

// connected connects a line that is not.
func (l *line) connected(ctx context.Context) error {
	if l.conn != nil {
		return nil
	}
	return l.connect(ctx)
}

// begin begins a reader's transaction, on a new connection where the old one is no good any more.
func (l *line) begin(text string) error {
	_, err := l.exec(text)
	if err == nil {
		return nil
	}
	if err := l.mend(); err != nil {
		return err
	}
	_, err = l.exec(text)
	return err
}

// mend drops a connection that could not be brought back to rest. Where there is no other to
// be had, the next use asks again.
func (l *line) mend() error {
	l.forget()
	if l.conn != nil { // or the pool would lend it again
		_ = l.conn.Raw(func(any) error { return driver.ErrBadConn })
	}
	l.close()
	return l.connect(context.Background())
}

func (l *line) close() {
	l.forget()
	if l.conn != nil {
		_ = l.conn.Close()
	}
	l.conn = nil
}

// forget closes the statements, as long as they have a connection: not every driver bears it after.
func (l *line) forget() {
	if l.conn != nil && l.conn.Raw(func(any) error { return nil }) == nil {
		for _, s := range l.statements {
			_ = s.Close()
		}
	}
	l.statements = nil
}

func (l *line) statement(text string) (*sql.Stmt, error) {
	if s, ok := l.statements[text]; ok {
		return s, nil
	}
	if err := l.connected(context.Background()); err != nil {
		return nil, err
	}
	s, err := l.conn.PrepareContext(context.Background(), l.said(text))
	if err == nil {
		l.statements[text] = s
	}
	return s, translate(err)
}

func (l *line) exec(text string, args ...any) (sql.Result, error) {
	s, err := l.statement(text)
	if err != nil {
		return nil, err
	}
	res, err := s.Exec(args...)
	return res, translate(err)
}

// Tx is one transaction: a reader's snapshot or a writer's turn. It is used by
// one goroutine and is dead when the function that got it returns.
type Tx struct {
	line  *line
	gorm  *gorm.DB
	holds bool            // a write on PostgreSQL, see Hold
	held  []string        // plans that it holds
	keep  Keep            // see KeepNarrowings; nil for a reader
	time  func(*Tx) error // see KeepTime; nil for a reader
	less  []Narrowing

	writes int
}

// Gorm is GORM on this transaction, for what is not on the path of every request.
func (t *Tx) Gorm() *gorm.DB {
	g := t.gorm.Session(&gorm.Session{NewDB: true, Context: context.Background()})
	g.Statement.ConnPool = t.line.conn
	return g
}

// Query runs a fixed text, prepared once for each connection. Texts come from
// the code alone, never from input.
func (t *Tx) Query(text string, args ...any) (*sql.Rows, error) {
	s, err := t.line.statement(text)
	if err != nil {
		return nil, err
	}
	rows, err := s.Query(args...)
	return rows, translate(err)
}

// One runs a fixed text and scans its only row; sql.ErrNoRows where there is none.
func (t *Tx) One(text string, args []any, into ...any) error {
	s, err := t.line.statement(text)
	if err != nil {
		return err
	}
	return translate(s.QueryRow(args...).Scan(into...))
}

// Returning is One for a text that writes.
func (t *Tx) Returning(text string, args []any, into ...any) error {
	t.writes++
	return t.One(text, args, into...)
}

// Exec runs a fixed text and gives the number of rows that it changed.
func (t *Tx) Exec(text string, args ...any) (int64, error) {
	t.writes++
	res, err := t.line.exec(text, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// Also runs a fixed text of which nobody needs the answer: on PostgreSQL it goes out with the
// next one, and what is wrong with it comes back with that. So it is not what a decision waits for.
func (t *Tx) Also(text string, args ...any) error {
	if !t.holds {
		_, err := t.Exec(text, args...)
		return err
	}
	t.writes++
	return t.line.also(text, args)
}

// Writes is how often something was written. As long as it stays the same, the same question
// has the same answer.
func (t *Tx) Writes() int { return t.writes }

// commit ends a write: what it did is on the disk when it returns nil.
func (t *Tx) commit() error {
	if err := t.keepNarrowings(); err != nil {
		return unavailable(err)
	}
	_, err := t.line.exec("COMMIT")
	return err
}

// Peek runs do with a reader that is no transaction: for a single statement, which
// is a snapshot by itself.
func (db *DB) Peek(ctx context.Context, do func(*Tx) error) error {
	l, err := db.take(ctx, db.readers)
	if err != nil {
		return err
	}
	defer db.readers.put(l)
	return do(db.reading(l))
}

// take waits for a connection that nobody uses.
func (db *DB) take(ctx context.Context, from *lines) (*line, error) {
	select {
	case <-from.free:
		l := from.pop()
		err := l.connected(ctx)
		if err == nil {
			err = db.current(l)
		}
		if err != nil {
			from.put(l)
			return nil, err
		}
		return l, nil
	case <-ctx.Done():
		return nil, unavailable(ctx.Err())
	case <-db.finished:
		return nil, unavailable(errClosed)
	}
}

func (db *DB) reading(l *line) *Tx { return &Tx{line: l, gorm: db.gorm} }

func (db *DB) writing(l *line) *Tx {
	return &Tx{line: l, gorm: db.gorm, holds: db.post != nil, keep: db.keep, time: db.time}
}

// View runs do on a snapshot. The context ends the wait for a connection, never
// a statement half way.
func (db *DB) View(ctx context.Context, do func(*Tx) error) error {
	tx, end, err := db.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer end()
	return do(tx)
}

// Snapshot begins what View runs in. Whoever begins one ends it, soon, and waits for no other
// connection before that: there are few.
func (db *DB) Snapshot(ctx context.Context) (tx *Tx, end func(), err error) {
	l, err := db.take(ctx, db.readers)
	if err != nil {
		return nil, nil, err
	}
	if err := l.begin(db.beginRead); err != nil {
		db.readers.put(l)
		return nil, nil, err
	}
	return db.reading(l), func() {
		if _, err := l.exec("ROLLBACK"); err != nil {
			_ = l.mend()
		}
		db.readers.put(l)
	}, nil
}
