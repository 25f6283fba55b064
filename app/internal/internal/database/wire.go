package database

import (
	"context"
	"database/sql/driver"
	"errors"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

var (
	errLost       = errors.New("database: PostgreSQL does not answer")
	errTakenBack  = errors.New("database: PostgreSQL took a transaction back")
	errNoGoTx     = errors.New("database: transactions are begun by text")
	errAfterClose = errors.New("database: the connection is closed")
)

// cut breaks one connection, whoever waits on it.
func (w *wire) cut() {
	w.post.mu.Lock()
	defer w.post.mu.Unlock()
	if w.pg != nil {
		_ = w.pg.Conn().SetDeadline(time.Unix(1, 0))
	}
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
