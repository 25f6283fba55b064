// Package storage opens everything that Handrail keeps and hands out the doors to
// it, never a database handle or a key.
package storage

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"handrail/app/internal/accounts"
	"handrail/app/internal/backup"
	"handrail/app/internal/gate"
	"handrail/app/internal/internal/database"
	"handrail/app/internal/internal/ledger"
	"handrail/app/internal/internal/seal"
	"handrail/app/internal/reminding"
	"handrail/app/live"
)

// Settings says where everything is kept.
type Settings struct {
	Folder    string
	Database  string // address of a PostgreSQL; empty: SQLite in Folder
	Key       string // text of the key file; empty: the one in Folder, made at first start
	Ledger    string // path of the ledger; empty: in Folder
	Beside    bool   // opened beside a server: begins no ledger where one should be, and migrates nothing
	Clock     func() time.Time
	QuickHash bool // tests and the demo: passwords hashed cheaply
	Story     bool // the demo: its clock may go back
}

// What can be wrong with the place where everything is kept.
var (
	ErrFolder   = errors.New("storage: the data folder cannot be written to")
	ErrNewer    = database.ErrNewer
	ErrOlder    = database.ErrOlder
	ErrWrongKey = errors.New("storage: the data was sealed with another key")
	ErrNoKey    = errors.New("storage: there is data and no key")

	ErrAddress   = database.ErrAddress
	ErrUnreached = database.ErrUnreached
	ErrEncoding  = database.ErrEncoding
)

// Storage is everything kept, open.
type Storage struct {
	Gate      *gate.Gate
	Accounts  *accounts.Accounts
	Reminding *reminding.Reminding
	Live      *live.Hub
	Held      Held // on opening
	db        *database.DB
	ring      *seal.Keyring
	ledger    *ledger.Ledger
	clock     *steady
	settings  Settings
	free      func() // the folder
}

// Open opens the folder, or makes it: the database, and beside it the key file,
// readable by their owner alone.
func Open(ctx context.Context, s Settings) (*Storage, error) {
	free, err := s.occupy()
	if err != nil {
		return nil, err
	}
	kept, err := open(ctx, s)
	if err != nil {
		free()
		return nil, err
	}
	kept.free = free
	return kept, nil
}

func open(ctx context.Context, s Settings) (*Storage, error) {
	db, ring, err := openBoth(ctx, s)
	if err != nil {
		return nil, err
	}
	clock, err := clockOf(ctx, db, s)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	s.Clock = clock.Now
	door := gate.New(db, ring, s.Clock, accounts.NamesIn(ring))
	cost := accounts.Cost{}
	if s.QuickHash {
		cost = accounts.QuickCost
	}
	kept := &Storage{
		Gate:      door,
		Accounts:  accounts.New(db, ring, door.Found, accounts.Settings{Clock: s.Clock, Cost: cost}),
		Reminding: reminding.New(db, ring, s.Clock),
		Live:      live.New(func() live.Moment { return door.Moment() }),
		db:        db,
		ring:      ring,
		clock:     clock,
		settings:  s,
	}
	if err := kept.openLedger(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	kept.relay()
	return kept, nil
}

// openBoth opens the database and the key. On SQLite the key comes first: a database
// without one is worth nothing. A PostgreSQL is asked first whether it has data, for which
// there must be a key: it would be made on every server otherwise, and open nothing.
func openBoth(ctx context.Context, s Settings) (*database.DB, *seal.Keyring, error) {
	if s.Database != "" {
		return openShared(ctx, s)
	}
	ring, err := openKey(s, fileThere(s.Folder))
	if err != nil {
		return nil, nil, err
	}
	db, err := s.openAt(ctx, s.Folder)
	if err != nil {
		return nil, nil, err
	}
	return checked(ctx, db, ring)
}

func (s Settings) openAt(ctx context.Context, where string) (*database.DB, error) {
	if s.Beside {
		return database.OpenAsItIs(ctx, where)
	}
	return database.Open(ctx, where)
}

func openShared(ctx context.Context, s Settings) (*database.DB, *seal.Keyring, error) {
	db, err := s.openAt(ctx, s.Database)
	if err != nil {
		return nil, nil, err
	}
	var used bool
	err = db.Peek(ctx, func(tx *database.Tx) (err error) {
		_, used, err = tx.Setting("key check")
		return err
	})
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	ring, err := openKey(s, func() bool { return used })
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	return checked(ctx, db, ring)
}

func checked(ctx context.Context, db *database.DB, ring *seal.Keyring) (*database.DB, *seal.Keyring, error) {
	err := db.Whole(ctx)
	if err == nil { // and only then: it writes
		err = checkKey(ctx, db, ring)
	}
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	return db, ring, nil
}

// checkKey remembers at first start which key the data is sealed with, and refuses
// every other one from then on; so it does one that lacks a newer master key.
func checkKey(ctx context.Context, db *database.DB, ring *seal.Keyring) error {
	return db.Change(ctx, func(tx *database.Tx) error {
		check := ring.Check()
		for name, value := range map[string][]byte{"key check": check, "key newest": {0}} {
			if err := tx.OfferSetting(name, value); err != nil {
				return err
			}
		}
		kept, _, err := tx.Setting("key check")
		if err != nil {
			return err
		}
		newest, _, err := tx.Setting("key newest")
		if err != nil {
			return err
		}
		if string(kept) != string(check) || string(newest) > string([]byte{ring.Newest()}) {
			return ErrWrongKey
		}
		if newest[0] == ring.Newest() {
			return nil
		}
		return tx.KeepSetting("key newest", []byte{ring.Newest()})
	})
}

// Close finishes the writes that wait and closes the database.
func (s *Storage) Close() error {
	defer s.free()
	return errors.Join(s.db.Close(), s.ledger.Close())
}

// ErrStillRead is what Flush could not take out yet.
var ErrStillRead = database.ErrStillRead

// Flush takes what was erased out of the database's log; where somebody reads the database
// from before, ErrStillRead.
func (s *Storage) Flush(ctx context.Context) error { return s.db.Flush(ctx) }

// Ready is nil when the database answers and writing works, to it and to the ledger.
func (s *Storage) Ready(ctx context.Context) error {
	if err := s.db.Ready(ctx); err != nil {
		return err
	}
	return s.ledger.Ready(ctx)
}

// silent is the report of what nobody waits to hear of.
func silent(string, int64, int64) {}

// Finding is one thing that is not as it should be: the key of its sentence and
// what stands in it.
type Finding struct {
	Key  string
	Args map[string]any
}

// Examine checks file rights, the database's own integrity, the ledger, that every record
// opens, and every plan's chain of access records, by itself and against the anchors. Schema and key
// were checked on opening.
func (s *Storage) Examine(ctx context.Context) ([]Finding, error) {
	found := slices.Concat(examineFiles(s.settings), s.examineLedger(), s.examineClock())
	for _, look := range []func() ([]Finding, error){
		func() ([]Finding, error) { return faultsOf(ctx, s.db, silent) },
		func() ([]Finding, error) { return wordsOf(ctx, s.Gate, silent) },
		func() ([]Finding, error) { return accountsOf(ctx, s.Accounts) },
		func() ([]Finding, error) { return chainsOf(ctx, s.Gate, silent) },
		func() ([]Finding, error) { return s.examineAnchors(ctx) },
	} {
		more, err := look()
		if err != nil {
			return nil, err
		}
		found = append(found, more...)
	}
	return found, nil
}

// faultsOf has the database look at itself, which says nothing on its way.
func faultsOf(ctx context.Context, db *database.DB, report backup.Report) ([]Finding, error) {
	report("examining", 0, 1)
	faults, err := db.Integrity(ctx)
	if err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	report("examining", 1, 1)
	var found []Finding
	for _, fault := range faults {
		found = append(found, Finding{Key: "doctor.integrity", Args: map[string]any{"Fault": fault}})
	}
	careless, err := db.Care(ctx)
	if err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	for _, setting := range careless {
		found = append(found, Finding{Key: "doctor.careless", Args: map[string]any{"Setting": setting}})
	}
	return found, nil
}

func wordsOf(ctx context.Context, g *gate.Gate, report backup.Report) ([]Finding, error) {
	unread, err := g.CheckWords(ctx, report.Of("opening"))
	var found []Finding
	for _, u := range unread {
		found = append(found, Finding{Key: "doctor.words", Args: map[string]any{"Plan": string(u.Plan), "Kind": string(u.Kind), "Count": u.Count}})
	}
	return found, err
}

func accountsOf(ctx context.Context, a *accounts.Accounts) ([]Finding, error) {
	unread, err := a.CheckWords(ctx)
	var found []Finding
	for _, id := range unread {
		found = append(found, Finding{Key: "doctor.account", Args: map[string]any{"Account": string(id)}})
	}
	return found, err
}

func chainsOf(ctx context.Context, g *gate.Gate, report backup.Report) ([]Finding, error) {
	breaches, err := g.CheckChains(ctx, report.Of("following"))
	var found []Finding
	for _, b := range breaches {
		found = append(found, Finding{Key: "doctor.chain", Args: map[string]any{"Plan": string(b.Plan), "Number": b.Number}})
	}
	return found, err
}
