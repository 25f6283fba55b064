// Package database opens the database, brings its schema up to date and runs
// transactions: readers on snapshots, writers one after another with one commit
// for all that wait. It knows no word of a plan and decides nothing.
package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	_ "github.com/mattn/go-sqlite3" // the driver, registered as "sqlite3"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// FileName is the SQLite file in the data folder.
const FileName = "handrail.db"

// DB is an open database. Only View and Change touch it.
type DB struct {
	read, write *sql.DB
	gorm        *gorm.DB
	readers     chan *line // those at rest
	writer      *line
	jobs        chan *job
	closing     chan struct{} // closed by Close: take no more than what waits
	finished    chan struct{} // closed when the writer is done
	once        sync.Once     // of Close
	keep        Keep          // see KeepNarrowings; may be nil
}

func fileIn(folder string) string { return filepath.Join(folder, FileName) }

// Open opens or makes the database in folder, and migrates it. A schema newer
// than this program is refused with ErrNewer.
func Open(ctx context.Context, folder string) (*DB, error) {
	path := fileIn(folder)
	if err := makeOwnerOnly(path); err != nil {
		return nil, err
	}
	db := &DB{jobs: make(chan *job, queueLength), closing: make(chan struct{}), finished: make(chan struct{})}
	var err error
	if db.write, err = sql.Open("sqlite3", dsn(path, "_txlock=immediate")); err != nil {
		return nil, err
	}
	db.write.SetMaxOpenConns(1)
	if db.read, err = sql.Open("sqlite3", dsn(path, "_query_only=1")); err != nil {
		return nil, err
	}
	if err := db.prepare(ctx); err != nil {
		_ = db.read.Close()
		_ = db.write.Close()
		return nil, err
	}
	go db.work()
	return db, nil
}

func (db *DB) prepare(ctx context.Context) error {
	if err := migrate(ctx, db.write); err != nil {
		return err
	}
	var err error
	if db.writer, err = newLine(ctx, db.write); err != nil {
		return err
	}
	db.readers = make(chan *line, max(4, 2*runtime.NumCPU()))
	for range cap(db.readers) {
		l, err := newLine(ctx, db.read)
		if err != nil {
			return err
		}
		db.readers <- l
	}
	db.gorm, err = gorm.Open(sqlite.Dialector{Conn: db.writer.conn}, &gorm.Config{
		SkipDefaultTransaction: true,
		TranslateError:         true,
		DisableAutomaticPing:   true,
		Logger:                 logger.Discard,
	})
	return err
}

// dsn sets every connection's pragmas. The driver's own default under WAL is
// synchronous=NORMAL, which may lose acknowledged writes: FULL is set explicitly.
func dsn(path, more string) string {
	return "file:" + (&url.URL{Path: path}).EscapedPath() +
		"?_journal_mode=WAL&_synchronous=FULL&_busy_timeout=5000&_foreign_keys=1&_secure_delete=1&" + more
}

// makeOwnerOnly makes the file before SQLite does, readable by its owner alone;
// SQLite gives its WAL and index the same rights.
func makeOwnerOnly(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("database: %w", err)
	}
	return f.Close()
}

// Close waits for the writes that wait and closes the database; again does nothing.
func (db *DB) Close() error {
	var err error
	db.once.Do(func() { err = db.close() })
	return err
}

func (db *DB) close() error {
	close(db.closing)
	<-db.finished
	for range cap(db.readers) {
		(<-db.readers).close()
	}
	db.writer.close()
	return errors.Join(db.read.Close(), db.write.Close())
}

// Ping reports whether the database answers.
func (db *DB) Ping(ctx context.Context) error {
	return db.View(ctx, func(tx *Tx) error {
		var kept int
		return tx.One("SELECT count(*) FROM settings", nil, &kept)
	})
}
