package database

import (
	"context"
	"crypto/rand"
	"log/slog"
	"time"

	"handrail/models"
)

// lookAgain is how soon it is seen that another program has brought the schema further.
const lookAgain = 2 * time.Second

// Ready is nil when the database answers and writing to it works. It may be asked at any time,
// and as often as anybody likes.
func (db *DB) Ready(ctx context.Context) error {
	err := db.View(ctx, func(tx *Tx) error {
		var kept int
		return tx.One("SELECT count(*) FROM settings", nil, &kept)
	})
	if err != nil {
		return err
	}
	return db.wrote.Works(ctx, db.tryToWrite)
}

// tryToWrite writes a few bytes, each time others: SQLite does not write what stands there already.
func (db *DB) tryToWrite() error {
	return db.Change(context.Background(), func(tx *Tx) error {
		_, err := tx.Exec("INSERT INTO settings (name, value) VALUES ('write tried', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", []byte(rand.Text()[:8]))
		return err
	})
}

// note keeps how a commit went. One that wrote nothing says nothing, and neither does an error
// that is whoever's who asked.
func (db *DB) note(tx *Tx, err error) {
	if err == nil && tx.writes > 0 || models.KindOf(err) == models.Unavailable {
		db.wrote.Note(err)
	}
}

// current is nil while the schema is this program's. It looks every few seconds, on a
// connection that is about to be used: so nobody uses one who has not been told.
func (db *DB) current(l *line) error {
	if db.outdated.Load() {
		return unavailable(ErrNewer)
	}
	now, last := int64(time.Since(db.opened)), db.looked.Load()
	if now-last < int64(lookAgain) || !db.looked.CompareAndSwap(last, now) {
		return nil
	}
	return db.lookAtSchema(l)
}

// lookAtSchema ends all reading and writing where the schema is newer than this program: what
// that has written would be misread, and what this one writes may be wrong there.
func (db *DB) lookAtSchema(l *line) error {
	var there int64
	err := db.reading(l).One("SELECT max(version_id) FROM goose_db_version", nil, &there)
	if err != nil || there <= db.schema {
		return nil // a connection that is no good shows that to whoever uses it
	}
	if db.outdated.Swap(true) {
		return unavailable(ErrNewer)
	}
	slog.Error("database: a newer handrail has changed the schema; this one reads and writes nothing any more: stop it, and start the newer one",
		"schema", there, "known", db.schema)
	if overtaken := db.overtaken.Load(); overtaken != nil {
		(*overtaken)()
	}
	return unavailable(ErrNewer)
}

// Overtaken says what is called once this program may no longer use the database.
func (db *DB) Overtaken(do func()) { db.overtaken.Store(&do) }
