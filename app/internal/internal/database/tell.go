package database

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"
)

const (
	tellMost   = 1024 // notices that may wait
	tellAtOnce = 128
	tellEvery  = 10 * time.Millisecond // together they wake the other servers once
	tellLast   = time.Second           // for what waits when this server ends
)

// Tell passes a notice to the other servers, each as often as it is told, and waits for nobody.
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
			w.tellRest(line, nil)
			return
		case first := <-w.tells:
			batch := w.gather(first)
			if !w.tell(ctx, line, batch) {
				w.tellRest(line, batch)
				return
			}
			pause(ctx, tellEvery)
		}
	}
}

// tellRest is the last that is told: the other servers go on. A PostgreSQL that does not answer
// holds nobody up.
func (w *watch) tellRest(line *wire, batch []string) {
	ctx, cancel := context.WithTimeout(context.Background(), tellLast)
	defer cancel()
	defer context.AfterFunc(ctx, line.cut)()
	if batch != nil {
		w.tell(ctx, line, batch)
	}
	for {
		select {
		case first := <-w.tells:
			w.tell(ctx, line, w.gather(first))
		default:
			return
		}
	}
}

// gather takes what waits. Each notice goes out with a number of its own: of several that are
// the same PostgreSQL delivers one for a transaction, and wrong passwords are told alike.
func (w *watch) gather(first string) []string {
	var batch []string
	for next := first; ; {
		w.told++
		batch = append(batch, fmt.Sprintf("%s#%d %s", w.self, w.told, next))
		if len(batch) == tellAtOnce {
			return batch
		}
		select {
		case next = <-w.tells:
		default:
			return batch
		}
	}
}

// tell tries until it is told: a server that did not hear of a change would go on showing
// what was before.
func (w *watch) tell(ctx context.Context, line *wire, batch []string) (told bool) {
	list, err := json.Marshal(batch)
	for err == nil {
		text := &wireText{wire: line, text: speak(tellText)}
		if _, err := text.Exec([]driver.Value{string(list)}); err == nil {
			return true
		}
		if !pause(ctx, askEvery) {
			return false
		}
	}
	return true // what cannot be written down is ours to mend, not to repeat
}

const tellText = "SELECT pg_notify('handrail ' || current_schema(), value) FROM json_each(?)"
