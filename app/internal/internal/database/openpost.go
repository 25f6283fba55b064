package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"gorm.io/driver/postgres"
)

const (
	beginWrite    = "BEGIN ISOLATION LEVEL READ COMMITTED" // decisions are made once the plan is held
	beginRead     = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
	recordLanes   = 4
	connectWithin = 2 * time.Second
)

// ErrAddress is an address of a PostgreSQL that cannot be read. What is wrong with
// it is not said: there may be a password in it.
var ErrAddress = errors.New("database: the address of PostgreSQL cannot be read")

// ErrUnreached is a PostgreSQL that does not let us in, or does not answer.
var ErrUnreached = errors.New("database: PostgreSQL cannot be reached")

// ErrEncoding is a PostgreSQL database that cannot hold every script.
var ErrEncoding = errors.New("database: the PostgreSQL database does not keep texts as UTF-8")

// IsPostgreSQL reports whether a place is an address of a PostgreSQL.
func IsPostgreSQL(where string) bool {
	return strings.HasPrefix(where, "postgres://") || strings.HasPrefix(where, "postgresql://")
}

// settings hold for every connection, whatever the server's own are: what was answered
// is on the disk, nobody holds a plan for long who is not there any more, and a statement
// is planned once for a connection: planning it anew took longer than most run.
var settings = map[string]string{
	"synchronous_commit":                  "on",
	"client_encoding":                     "UTF8",
	"plan_cache_mode":                     "force_generic_plan",
	"lock_timeout":                        "5s",
	"idle_in_transaction_session_timeout": "10s",
	"tcp_user_timeout":                    "5000",
	"tcp_keepalives_idle":                 "10", // or a server that lost its power would count among the others for hours
	"tcp_keepalives_interval":             "5",
	"tcp_keepalives_count":                "3",
	"application_name":                    "handrail",
}

// openPost opens the database on a PostgreSQL.
func (db *DB) openPost(ctx context.Context, address string) error {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return ErrAddress
	}
	for name, value := range settings {
		config.RuntimeParams[name] = value
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectWithin
	}
	if db.schema, err = migratePost(ctx, config, db.older); err != nil {
		return err
	}
	db.post = newPost(&config.Config)
	pool := sql.OpenDB(db.post)
	db.pools, db.beginRead = append(db.pools, pool), beginRead
	db.readers, db.alone = newLines(pool, most(), asWritten), newLines(pool, most(), asWritten)
	db.waiting = make(chan struct{}, queueLength)
	if err := db.openLanes(ctx, pool); err != nil {
		return err
	}
	db.watch = newWatch(db.post)
	return db.openGorm(postgres.New(postgres.Config{Conn: db.general.line.conn}))
}

// asWritten is what a line says to PostgreSQL: its driver translates, for GORM too.
func asWritten(text string) string { return text }

func (db *DB) openLanes(ctx context.Context, pool *sql.DB) error {
	l, err := newLine(ctx, pool, asWritten)
	if err != nil {
		return err
	}
	db.general = newLane(db, l, beginWrite, (*lane).oneByOne)
	for range recordLanes {
		db.lanes = append(db.lanes, newLane(db, &line{pool: pool, said: asWritten}, beginWrite, (*lane).together))
	}
	return nil
}

// migratePost brings the schema up to date on a connection of its own; of several
// servers that start at the same time one does it.
func migratePost(ctx context.Context, config *pgx.ConnConfig, older error) (int64, error) {
	pool := stdlib.OpenDB(*config)
	defer func() { _ = pool.Close() }()
	var encoding string
	if err := pool.QueryRowContext(ctx, "SHOW server_encoding").Scan(&encoding); err != nil {
		return 0, unreached(err)
	}
	if encoding != "UTF8" {
		return 0, ErrEncoding
	}
	return migrate(ctx, goose.DialectPostgres, pool, spokenFiles{migrations}, older, goose.WithSessionLocker(oneAtATime{}))
}

// oneAtATime lets one server migrate an installation; the others wait and find it done.
type oneAtATime struct{}

// SessionLock waits for its turn.
func (oneAtATime) SessionLock(ctx context.Context, c *sql.Conn) error {
	_, err := c.ExecContext(ctx, "SET lock_timeout = 0; SELECT pg_advisory_lock(1215459941, hashtext(current_schema()))")
	return err
}

// SessionUnlock lets the next one.
func (oneAtATime) SessionUnlock(ctx context.Context, c *sql.Conn) error {
	_, err := c.ExecContext(ctx, "SELECT pg_advisory_unlock(1215459941, hashtext(current_schema()))")
	return err
}

// unreached keeps what PostgreSQL said, but no part of the address.
func unreached(err error) error {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return fmt.Errorf("%w: %s", ErrUnreached, e.Message)
	}
	return ErrUnreached
}
