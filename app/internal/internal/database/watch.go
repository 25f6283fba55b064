package database

import (
	"context"
	"crypto/rand"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

const (
	askEvery  = 250 * time.Millisecond // whether PostgreSQL still answers
	lostAfter = time.Second            // without an answer (RULES.md 16)
	lookEvery = 50 * time.Millisecond
	startAnew = "anew" // told instead of what could not be told
)

// watch is what one server hears from the others, and whether it still reaches
// the database. What is told is ids, never words: PostgreSQL keeps it in clear.
type watch struct {
	post  *post
	self  string // stands before what we tell: we know that already
	stop  context.CancelFunc
	done  sync.WaitGroup
	tells chan string
	told  int // notices so far

	mu      sync.Mutex
	heard   func(notice string)
	missed  func()
	answers time.Time // the last answer
}

func newWatch(p *post) *watch {
	ctx, stop := context.WithCancel(context.Background())
	w := &watch{post: p, self: rand.Text(), stop: stop, tells: make(chan string, tellMost), answers: time.Now(),
		heard: func(string) {}, missed: func() {}}
	w.done.Go(func() { w.listenUntil(ctx) })
	w.done.Go(func() { w.look(ctx) })
	w.done.Go(func() { w.tellUntil(ctx) })
	return w
}

func (w *watch) end() {
	w.stop()
	w.done.Wait()
}

// nameText is what a server's listening connection is called, but for the server.
const nameText = "'handrail ' || hashtext(current_schema()) || ' '"

// Others reports whether another server uses the same database just now.
func (db *DB) Others(ctx context.Context) (bool, error) {
	if db.watch == nil {
		return false, nil
	}
	n := 0
	err := db.Peek(ctx, func(tx *Tx) error {
		return tx.One("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND starts_with(application_name, "+nameText+") AND application_name <> "+nameText+" || ?",
			[]any{db.watch.self}, &n)
	})
	return n > 0, err
}

// Hear sets what is called with each notice that another server told, and when some may
// have been missed or the database is out of reach: then nothing that was known holds.
// With SQLite there is no other server.
func (db *DB) Hear(heard func(notice string), missed func()) {
	if db.watch == nil {
		return
	}
	db.watch.mu.Lock()
	defer db.watch.mu.Unlock()
	db.watch.heard, db.watch.missed = heard, missed
}

// Shared reports whether other servers may use the same database.
func (db *DB) Shared() bool { return db.watch != nil }

// listenUntil hears and asks on one connection, so that its answers show that it hears.
func (w *watch) listenUntil(ctx context.Context) {
	lost := false // said once, not at every try
	for ctx.Err() == nil {
		pg, err := w.dial(ctx)
		if err == nil {
			if lost {
				slog.Info("database: PostgreSQL is heard again")
			}
			lost = false
			w.all() // whoever came before may have missed something
			err = w.listen(ctx, pg)
			closeSoon(pg)
		}
		if ctx.Err() == nil {
			if !lost {
				slog.Warn("database: PostgreSQL is not heard", "error", err)
			}
			lost = true
			pause(ctx, askEvery/2)
		}
	}
}

func (w *watch) dial(ctx context.Context) (*pgconn.PgConn, error) {
	config := w.post.config.Copy()
	config.OnNotification = func(_ *pgconn.PgConn, n *pgconn.Notification) { w.hear(n.Payload) }
	within, cancel := context.WithTimeout(ctx, lostAfter)
	defer cancel()
	pg, err := pgconn.ConnectConfig(within, config)
	if err != nil {
		return nil, err
	}
	channel := pgx.Identifier{"handrail " + schemaOf(within, pg)}.Sanitize()
	if _, err := pg.Exec(within, "LISTEN "+channel+"; SELECT set_config('application_name', "+nameText+" || '"+w.self+"', false)").ReadAll(); err != nil {
		closeSoon(pg)
		return nil, err
	}
	return pg, nil
}

// schemaOf keeps several installations in one database apart.
func schemaOf(ctx context.Context, pg *pgconn.PgConn) string {
	r := pg.ExecParams(ctx, "SELECT current_schema()", nil, nil, nil, nil).Read()
	if r.Err != nil || len(r.Rows) != 1 {
		return ""
	}
	return string(r.Rows[0][0])
}

func (w *watch) listen(ctx context.Context, pg *pgconn.PgConn) error {
	for ctx.Err() == nil {
		w.answered()
		within, cancel := context.WithTimeout(ctx, askEvery)
		err := pg.WaitForNotification(within)
		cancel()
		if err != nil && !pgconn.Timeout(err) {
			return err
		}
		if err == nil {
			continue // what was heard is an answer
		}
		if err := ask(ctx, pg); err != nil {
			return err
		}
	}
	return ctx.Err()
}

func ask(ctx context.Context, pg *pgconn.PgConn) error {
	within, cancel := context.WithTimeout(ctx, lostAfter)
	defer cancel()
	_, err := pg.Exec(within, "SELECT 1").ReadAll()
	return err
}

func closeSoon(pg *pgconn.PgConn) {
	within, cancel := context.WithTimeout(context.Background(), askEvery)
	defer cancel()
	_ = pg.Close(within)
}

func (w *watch) hear(payload string) {
	from, notice, _ := strings.Cut(payload, " ")
	if from, _, _ = strings.Cut(from, "#"); from == w.self {
		return
	}
	if notice == startAnew {
		w.all()
		return
	}
	w.mu.Lock()
	heard := w.heard
	w.mu.Unlock()
	heard(notice)
}

func (w *watch) all() {
	w.mu.Lock()
	missed := w.missed
	w.mu.Unlock()
	missed()
}

func (w *watch) answered() {
	w.mu.Lock()
	w.answers = time.Now()
	w.mu.Unlock()
	w.post.find()
}

// look breaks every connection once PostgreSQL has not answered for too long.
func (w *watch) look(ctx context.Context) {
	for pause(ctx, lookEvery) {
		w.mu.Lock()
		quiet := time.Since(w.answers)
		w.mu.Unlock()
		if quiet > lostAfter && !w.post.isLost() {
			slog.Error("database: PostgreSQL does not answer; nothing is read or written until it does")
			w.post.lose()
			w.all()
		}
	}
}

func pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}
