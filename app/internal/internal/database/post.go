package database

import (
	"context"
	"database/sql/driver"
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
