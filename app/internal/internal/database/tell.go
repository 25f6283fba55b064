package database

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"time"
)

const (
	tellMost   = 1024 // notices that may wait
	tellAtOnce = 128
	tellEvery  = 10 * time.Millisecond // one says what the many in between would: PostgreSQL wakes every server for each
)

// Tell passes a notice to the other servers, and waits for nobody.
func (db *DB) Tell(notice string) {
	if db.watch == nil {
		return
	}
	select {
	case db.watch.tells <- notice:
	default:
		select { // no room: whoever hears this one looks for themselves
		case <-db.watch.tells:
			db.Tell(startAnew)
		default:
		}
	}
}

// tellUntil passes on what is told: at once after a quiet moment, and many notices together otherwise.
func (w *watch) tellUntil(ctx context.Context) {
	c, _ := w.post.Connect(ctx)
	line := c.(*wire)
	defer func() { _ = line.Close() }()
	for {
		select {
		case <-ctx.Done():
			return
		case first := <-w.tells:
			w.tell(ctx, line, w.gather(first))
			pause(ctx, tellEvery)
		}
	}
}

func (w *watch) gather(first string) []string {
	batch := []string{w.self + " " + first}
	for len(batch) < tellAtOnce {
		select {
		case next := <-w.tells:
			batch = append(batch, w.self+" "+next)
		default:
			return batch
		}
	}
	return batch
}

// tell tries until it is told: a server that did not hear of a change would go on showing
// what was before.
func (w *watch) tell(ctx context.Context, line *wire, batch []string) {
	list, err := json.Marshal(batch)
	for err == nil {
		text := &wireText{wire: line, text: speak(tellText)}
		if _, err := text.Exec([]driver.Value{string(list)}); err == nil || !pause(ctx, askEvery) {
			return
		}
	}
}

const tellText = "SELECT pg_notify('handrail ' || current_schema(), value) FROM json_each(?)"
