package database

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"

	"handrail/models"
)

// refuseWrites has every connection that writes refuse to, as on a disk that is read-only.
func refuseWrites(t *testing.T, db *DB) {
	t.Helper()
	text := "PRAGMA query_only = 1"
	if db.post != nil {
		text = "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"
	}
	if _, err := db.general.line.conn.ExecContext(t.Context(), text); err != nil {
		t.Fatal(err)
	}
}

// A database that can be read and not written to is not ready: neither where nobody has
// written yet, nor after a write that failed. One write that works says that it is again.
func TestReadyMeansThatWritesWork(t *testing.T) { kinds(t, readyMeansThatWritesWork) }

func readyMeansThatWritesWork(t *testing.T, place string) {
	db := open(t, place)
	defer db.Close()
	refuseWrites(t, db)
	for range 3 {
		if err := db.Ready(t.Context()); models.KindOf(err) != models.Unavailable {
			t.Errorf("a read-only disk: %v", err)
		}
	}
	if err := db.general.line.mend(); err != nil {
		t.Fatal(err)
	}
	if err := db.Change(t.Context(), put("works")); err != nil {
		t.Fatal(err)
	}
	if err := db.Ready(t.Context()); err != nil {
		t.Errorf("it heals: %v", err)
	}
	refuseWrites(t, db)
	if err := db.Change(t.Context(), put("fails")); models.KindOf(err) != models.Unavailable {
		t.Fatalf("a write gave %v", err)
	}
	if err := db.Ready(t.Context()); models.KindOf(err) != models.Unavailable {
		t.Errorf("after a write that failed: %v", err)
	}
}

// A newer program brings the schema further while this one runs: from then on this one reads
// and writes nothing, says so once, and those who listen are told to go.
func TestANewerSchemaEndsAServerThatRuns(t *testing.T) { kinds(t, aNewerSchemaEndsAServerThatRuns) }

func aNewerSchemaEndsAServerThatRuns(t *testing.T, place string) {
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	defer slog.SetDefault(before)
	db, newer := open(t, place), open(t, place)
	defer db.Close()
	defer newer.Close()
	told := 0
	db.Overtaken(func() { told++ })
	looks := func() { db.looked.Store(-int64(lookAgain)) }
	looks()
	if err := db.Ready(t.Context()); err != nil {
		t.Fatalf("before: %v", err)
	}
	if err := newer.Change(t.Context(), func(tx *Tx) error {
		_, err := tx.Exec("INSERT INTO goose_db_version (version_id, is_applied) SELECT 99999, is_applied FROM goose_db_version LIMIT 1")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	looks()
	nothing := func(*Tx) error { t.Error("it was let in"); return nil }
	if err := db.Change(t.Context(), nothing); !errors.Is(err, ErrNewer) {
		t.Errorf("the first write gave %v", err)
	}
	for name, err := range map[string]error{
		"ready":         db.Ready(t.Context()),
		"a read":        db.View(t.Context(), nothing),
		"a look":        db.Peek(t.Context(), nothing),
		"a write":       db.Change(t.Context(), nothing),
		"a plan's":      db.ChangePlan(t.Context(), "plan", nothing, nil),
		"a record":      db.Append(t.Context(), "plan", nothing),
		"what can wait": map[bool]error{false: unavailable(ErrNewer)}[db.Later(nothing)],
	} {
		if !errors.Is(err, ErrNewer) || models.KindOf(err) != models.Unavailable {
			t.Errorf("%s gave %v", name, err)
		}
	}
	if n := strings.Count(log.String(), "a newer handrail has changed the schema"); n != 1 || told != 1 {
		t.Errorf("it was logged %d times, and listeners were told %d times: %s", n, told, &log)
	}
}

// So many writes may wait for their turn. One more waits a moment for a place and is then told
// to come again, with a sentence of its own; it was not begun, and what waited goes on.
func TestSoManyWritesMayWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := &DB{finished: make(chan struct{}), closing: make(chan struct{})}
		n := newLane(db, nil, "", nil)
		db.general, db.lanes = n, []*lane{n}
		waits := make(chan error, queueLength)
		for range queueLength {
			go func() { waits <- db.Change(context.Background(), func(*Tx) error { return nil }) }()
		}
		synctest.Wait()
		if db.Waiting() != queueLength {
			t.Fatalf("%d wait", db.Waiting())
		}
		err := db.Change(t.Context(), func(*Tx) error { t.Error("it was begun"); return nil })
		if e, ok := errors.AsType[*models.Error](err); !ok || e.Kind != models.Unavailable || e.Key != "error.busy" {
			t.Errorf("one more gave %v", err)
		}
		if db.Later(func(*Tx) error { return nil }) {
			t.Error("what nobody waits for was taken")
		}
		last := make(chan error, 1)
		go func() { last <- db.Change(context.Background(), func(*Tx) error { return nil }) }()
		synctest.Wait()
		n.commit = func(*lane, []*job) {} // the disk goes on
		for db.Waiting() > 0 {
			n.finish(n.gather(<-n.jobs))
			synctest.Wait()
		}
		for range queueLength {
			if err := <-waits; err != nil {
				t.Errorf("one that waited: %v", err)
			}
		}
		if err := <-last; err != nil {
			t.Errorf("one that found a place in time: %v", err)
		}
	})
}
