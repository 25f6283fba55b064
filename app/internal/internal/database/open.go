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
	"sync/atomic"
	"time"

	"github.com/pressly/goose/v3"
	dialect "gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"handrail/app/internal/internal/sqlite"
	"handrail/app/internal/internal/trial"
)

// FileName is the SQLite file in the data folder.
const FileName = "handrail.db"

// DB is an open database. Only View and Change touch it.
type DB struct {
	older     error  // see OpenAsItIs
	file      string // SQLite's; empty: PostgreSQL
	pools     []*sql.DB
	gorm      *gorm.DB
	readers   *lines
	beginRead string
	general   *lane           // for writes that are about no single plan
	lanes     []*lane         // for access records
	alone     *lines          // PostgreSQL: connections for writes about one plan
	waiting   chan struct{}   // PostgreSQL: those who wait for one of them
	post      *post           // nil: SQLite
	watch     *watch          // PostgreSQL: hears what other servers tell
	closing   chan struct{}   // closed by Close: take no more than what waits
	finished  chan struct{}   // closed when the writers are done
	once      sync.Once       // of Close
	keep      Keep            // see KeepNarrowings; may be nil
	time      func(*Tx) error // see KeepTime; may be nil
	wrote     trial.Trial
	schema    int64 // what the migrations made it
	opened    time.Time
	looked    atomic.Int64 // how long after that the schema was looked at
	outdated  atomic.Bool  // see current
	unflushed atomic.Bool  // see Overwritten
	overtaken atomic.Pointer[func()]
}

func fileIn(folder string) string { return filepath.Join(folder, FileName) }

// Open opens or makes the database in a folder, or the one on the PostgreSQL with the
// address postgres://…, and migrates it. A schema newer than this program is refused with ErrNewer.
func Open(ctx context.Context, where string) (*DB, error) {
	return (&DB{}).openAt(ctx, where)
}

// OpenAsItIs is Open beside a server that may be of an older version: a schema older than
// this program is refused with ErrOlder.
func OpenAsItIs(ctx context.Context, where string) (*DB, error) {
	return (&DB{older: ErrOlder}).openAt(ctx, where)
}

func (db *DB) openAt(ctx context.Context, where string) (*DB, error) {
	db.closing, db.finished, db.opened = make(chan struct{}), make(chan struct{}), time.Now()
	open := db.openFile
	if IsPostgreSQL(where) {
		open = db.openPost
	}
	if err := open(ctx, where); err != nil {
		for _, pool := range db.pools {
			_ = pool.Close()
		}
		return nil, err
	}
	go db.work()
	return db, nil
}

// openFile opens the SQLite file in a folder.
func (db *DB) openFile(ctx context.Context, folder string) error {
	path := fileIn(folder)
	db.file = path
	db.Overwritten()
	if err := makeOwnerOnly(path); err != nil {
		return err
	}
	write, err := db.pool(sqlite.Driver, dsn(path, "_txlock=immediate"))
	if err != nil {
		return err
	}
	write.SetMaxOpenConns(1)
	read, err := db.pool(sqlite.Driver, dsn(path, "_query_only=1"))
	if err != nil {
		return err
	}
	if db.schema, err = migrate(ctx, goose.DialectSQLite3, write, migrations, db.older); err != nil {
		return err
	}
	writer, err := newLine(ctx, write, plannedOnce)
	if err != nil {
		return err
	}
	db.beginRead = "BEGIN"
	db.general = newLane(db, writer, "BEGIN IMMEDIATE", (*lane).together)
	db.lanes = []*lane{db.general}
	db.readers = newLines(read, most(), plannedOnce)
	return db.openGorm(dialect.Dialector{Conn: writer.conn})
}

func (db *DB) pool(driver, where string) (*sql.DB, error) {
	pool, err := sql.Open(driver, where)
	if err == nil {
		db.pools = append(db.pools, pool)
	}
	return pool, err
}

// most is how many read at once, and on PostgreSQL write at once.
func most() int { return max(4, 2*runtime.NumCPU()) }

func (db *DB) openGorm(d gorm.Dialector) (err error) {
	db.gorm, err = gorm.Open(d, &gorm.Config{
		SkipDefaultTransaction: true,
		TranslateError:         true,
		DisableAutomaticPing:   true,
		Logger:                 logger.Discard,
	})
	return err
}

// work runs the writers until the database is closed.
func (db *DB) work() {
	defer close(db.finished)
	var all sync.WaitGroup
	for _, n := range db.lanes {
		all.Go(n.work)
	}
	if db.lanes[0] != db.general {
		all.Go(db.general.work)
	}
	all.Wait()
}

// dsn sets every connection's pragmas. The default of one driver under WAL is
// synchronous=NORMAL, which may lose acknowledged writes: FULL is set explicitly. The file is there
// by now: one that opens later makes none, where somebody has put that aside.
func dsn(path, more string) string {
	return "file:" + (&url.URL{Path: path}).EscapedPath() +
		"?mode=rw&_journal_mode=WAL&_synchronous=FULL&_busy_timeout=5000&_foreign_keys=1&" + sqlite.Settings + "&" + more
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
	if db.watch != nil {
		db.watch.end()
	}
	db.rest(db.readers)
	db.rest(db.alone)
	for _, n := range append(db.lanes, db.general) {
		n.line.close()
	}
	var errs []error
	for _, pool := range db.pools {
		errs = append(errs, pool.Close())
	}
	return errors.Join(errs...)
}

// rest closes connections once nobody uses them any more.
func (db *DB) rest(s *lines) {
	if s == nil {
		return
	}
	for _, l := range s.all() {
		l.close()
	}
}
