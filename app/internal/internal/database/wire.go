package database

import (
	"context"
	"database/sql/driver"
	"errors"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// post is a PostgreSQL as every connection of this server reaches it. It is a driver of our
// own on pgconn, pgx's connection, for what pgx's driver for database/sql does not do: all
// connections are cut at once where PostgreSQL does not answer (RULES.md 16); a BEGIN, and a
// statement that nobody waits for, go out with the next one, which saves two of eight ways
// there and back in a save; and values come back in the types that SQLite gives, so that
// one code reads both.
type post struct {
	config *pgconn.Config
	mu     sync.Mutex
	wires  map[*wire]struct{}
	lost   bool            // no answer for too long: nothing is asked until there is one
	hope   context.Context // ends when it is lost
	giveUp context.CancelFunc
}

func newPost(config *pgconn.Config) *post {
	p := &post{config: config, wires: make(map[*wire]struct{}), lost: true}
	p.find()
	return p
}

var (
	errLost       = errors.New("database: PostgreSQL does not answer")
	errTakenBack  = errors.New("database: PostgreSQL took a transaction back")
	errNoGoTx     = errors.New("database: transactions are begun by text")
	errAfterClose = errors.New("database: the connection is closed")
)

// Connect makes a connection that is opened at its first use, and opened anew
// whenever it is found broken between two transactions.
func (p *post) Connect(context.Context) (driver.Conn, error) {
	w := &wire{post: p}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wires[w] = struct{}{}
	return w, nil
}

// Driver is asked for by nobody.
func (p *post) Driver() driver.Driver { return nil }

// lose breaks every connection, so that whoever waits for an answer has an error
// at once, and lets none be opened until find.
func (p *post) lose() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lost = true
	p.giveUp()
	for w := range p.wires {
		if w.pg != nil {
			_ = w.pg.Conn().SetDeadline(time.Unix(1, 0))
		}
	}
}

// cut breaks one connection, whoever waits on it.
func (w *wire) cut() {
	w.post.mu.Lock()
	defer w.post.mu.Unlock()
	if w.pg != nil {
		_ = w.pg.Conn().SetDeadline(time.Unix(1, 0))
	}
}

// find lets connections be opened again.
func (p *post) find() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.lost {
		p.lost = false
		p.hope, p.giveUp = context.WithCancel(context.Background())
	}
}

func (p *post) isLost() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.lost
}

// wire is one connection, used by one goroutine at a time. What it reads it reads
// whole, so that a statement may run while the rows of another are looked at, as on SQLite.
type wire struct {
	post     *post
	pg       *pgconn.PgConn // changed under post.mu
	begin    string         // a BEGIN that goes out together with the first statement
	inside   bool           // in a transaction that the other side knows of
	ahead    []asked        // goes out with the next statement
	sent     bool           // the last statement went out
	spoilt   bool           // the first of a transaction did not: nothing of it is done
	prepared map[string]*prepared
	number   int
	closed   bool
}

// Prepare remembers a text; it is prepared over there at its first use, when the
// types of what stands in it are known.
func (w *wire) Prepare(text string) (driver.Stmt, error) {
	return &wireText{wire: w, text: speak(text)}, nil
}

// Begin is not used: the texts BEGIN and COMMIT are.
func (w *wire) Begin() (driver.Tx, error) { return nil, errNoGoTx }

// Close ends the connection.
func (w *wire) Close() error {
	w.post.mu.Lock()
	delete(w.post.wires, w)
	pg := w.pg
	w.pg, w.closed = nil, true
	w.post.mu.Unlock()
	if pg == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	return pg.Close(ctx)
}

// open gives the connection, a new one where the old one is broken.
func (w *wire) open() (*pgconn.PgConn, error) {
	w.post.mu.Lock()
	pg, lost, hope := w.pg, w.post.lost, w.post.hope
	w.post.mu.Unlock()
	switch {
	case w.closed:
		return nil, errAfterClose
	case lost:
		return nil, errLost
	case pg != nil && !pg.IsClosed():
		return pg, nil
	case w.inside:
		return nil, errTakenBack // it ended with the connection that it was on
	}
	pg, err := pgconn.ConnectConfig(hope, w.post.config)
	if err != nil {
		return nil, err
	}
	w.prepared, w.number = make(map[string]*prepared), 0
	w.post.mu.Lock()
	defer w.post.mu.Unlock()
	w.pg = pg
	if w.post.lost { // meanwhile: whoever broke the others did not know of this one
		_ = pg.Conn().SetDeadline(time.Unix(1, 0))
	}
	return pg, nil
}

// run sends one text and reads all that comes back. Outside a transaction, and with
// the first statement of one, a broken connection is replaced once: nothing has happened on it.
func (w *wire) run(text string, args []driver.Value) (*reply, error) {
	switch {
	case isBegin(text):
		w.begin, w.inside, w.ahead, w.spoilt = text, false, nil, false
		return &reply{}, nil
	case text == "ROLLBACK":
		w.ahead, w.spoilt = nil, false
	case w.spoilt:
		return nil, errCut{errTakenBack}
	}
	if (text == "ROLLBACK" || text == "COMMIT") && w.begin != "" && len(w.ahead) == 0 {
		w.begin = ""
		return &reply{}, nil // nothing was asked in it
	}
	fresh := !w.inside && text != "COMMIT" // with what went ahead it may have been done
	r, err := w.try(text, args)
	if err != nil && fresh && w.broken() && !w.post.isLost() {
		r, err = w.try(text, args)
	}
	if w.spoilt = err != nil && !w.sent && w.begin != ""; !w.spoilt {
		w.note(text)
	}
	if _, said := errors.AsType[*pgconn.PgError](err); err != nil && !said {
		err = errCut{err}
	}
	return r, err
}

// errCut is an error of the way to PostgreSQL, not of what was asked.
type errCut struct{ error }

func (e errCut) Unwrap() error { return e.error }

// isBegin reports whether a text begins a transaction, in any of the ways that line.go does.
func isBegin(text string) bool { return len(text) >= 5 && text[:5] == "BEGIN" }

// note keeps track of whether there is a transaction.
func (w *wire) note(text string) {
	switch {
	case text == "ROLLBACK" || text == "COMMIT":
		w.inside = false
	case w.begin != "":
		w.inside = true
	}
	w.begin, w.ahead = "", nil
}

func (w *wire) broken() bool { return w.pg == nil || w.pg.IsClosed() }

func (w *wire) try(text string, args []driver.Value) (*reply, error) {
	w.sent = false
	pg, err := w.open()
	if err != nil {
		return nil, err
	}
	p, err := w.prepare(pg, text, args)
	if err != nil {
		return nil, err
	}
	values := encoded(args)
	before := w.ahead
	if w.begin != "" {
		before = append([]asked{{text: w.begin}}, before...)
	}
	if len(before) == 0 {
		w.sent = true
		return read(pg.ExecPrepared(context.Background(), p.name, values, p.in, p.out), p)
	}
	var all pgconn.Batch
	for _, a := range before {
		first, err := w.prepare(pg, a.text, a.args)
		if err != nil {
			return nil, err
		}
		all.ExecPrepared(first.name, encoded(a.args), first.in, first.out)
	}
	all.ExecPrepared(p.name, values, p.in, p.out)
	w.sent = true
	return last(pg.ExecBatch(context.Background(), &all), p)
}

// asked is a statement that nobody waits for.
type asked struct {
	text string
	args []driver.Value
}

// mostAhead is how many bytes may wait to go out with the next statement: a picture is many parts.
const mostAhead = 256 << 10

func (a asked) size() int {
	n := len(a.text)
	for _, v := range a.args {
		switch v := v.(type) {
		case string:
			n += len(v)
		case []byte:
			n += len(v)
		}
	}
	return n
}

// also has a statement go out with the next one, or where much waits already, with this one.
func (l *line) also(text string, args []any) error {
	full, err := l.ahead(text, args)
	if full && err == nil {
		_, err = l.exec(text, args...)
	}
	return err
}

// ahead leaves a statement to the next one, unless there is no more room.
func (l *line) ahead(text string, args []any) (full bool, err error) {
	values := make([]driver.Value, len(args))
	for i, a := range args {
		if values[i], err = driver.DefaultParameterConverter.ConvertValue(a); err != nil {
			return false, err
		}
	}
	err = l.conn.Raw(func(conn any) error {
		w := conn.(*wire)
		waiting := asked{speak(text), values}
		size := waiting.size()
		for _, a := range w.ahead {
			size += a.size()
		}
		if full = size > mostAhead; !full {
			w.ahead = append(w.ahead, waiting)
		}
		return nil
	})
	return full, err
}

// last reads the answer to the statement that went out behind others.
func last(all *pgconn.MultiResultReader, p *prepared) (*reply, error) {
	var r *reply
	var err error
	for all.NextResult() {
		r, err = read(all.ResultReader(), p)
	}
	if closing := all.Close(); closing != nil {
		return nil, closing
	}
	return r, err
}
