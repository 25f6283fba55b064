package storage

import (
	"context"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"handrail/app/internal/databasetest"
	"handrail/app/internal/internal/seal"
)

// clock is a server's own.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) read() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) forward(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// servers are several on one PostgreSQL, each with a clock of its own that goes ahead of the first.
func servers(t *testing.T, place string, ahead ...time.Duration) (out []*Storage, clocks []*clock) {
	t.Helper()
	folder, key := t.TempDir(), seal.NewMaster()
	for _, d := range ahead {
		c := &clock{now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC).Add(d)}
		s, err := Open(context.Background(), Settings{Folder: t.TempDir(), Database: place, Key: key, Ledger: filepath.Join(folder, "ledger"), Clock: c.read, QuickHash: true})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		out, clocks = append(out, s), append(clocks, c)
	}
	return out, clocks
}

func ours(t *testing.T, c *Claim, want bool) {
	t.Helper()
	if got, err := c.Ours(t.Context()); got != want || err != nil {
		t.Fatalf("ours: %v, %v; want %v", got, err, want)
	}
}

func TestOneServerHasTheWork(t *testing.T) {
	both, clocks := servers(t, databasetest.PostgreSQL(t), 0, time.Hour)
	one, two := both[0].Claim("mail"), both[1].Claim("mail")
	ours(t, one, true)
	ours(t, two, false) // though an hour has passed by its clock
	ours(t, both[1].Claim("backups"), true)
	for range 10 { // the first is renewed in time, and for good
		clocks[0].forward(Lease * 3 / 4)
		clocks[1].forward(Lease * 3 / 4)
		ours(t, one, true)
		ours(t, two, false)
	}
}

func TestAnotherServerTakesOver(t *testing.T) {
	both, clocks := servers(t, databasetest.PostgreSQL(t), 0, -time.Hour)
	one, two := both[0].Claim("mail"), both[1].Claim("mail")
	ours(t, one, true)
	ours(t, two, false)
	clocks[1].forward(Lease - time.Millisecond)
	ours(t, two, false)
	clocks[1].forward(time.Millisecond) // the first was killed
	ours(t, two, true)
	ours(t, one, false) // it only stood still, and finds so
	clocks[0].forward(Lease / 2)
	if err := two.Release(t.Context()); err != nil {
		t.Fatal(err)
	}
	ours(t, one, true)
	if err := two.Release(t.Context()); err != nil { // of what is not its own: nothing
		t.Fatal(err)
	}
	ours(t, two, false)
}

// A server that cannot reach the database keeps what it has to the end of its lease,
// and another does not begin before.
func TestAClaimEndsByItself(t *testing.T) {
	way := databasetest.NewWay(t, databasetest.PostgreSQL(t))
	all, clocks := servers(t, way.Place, 0)
	c := all[0].Claim("mail")
	ours(t, c, true)
	way.Cut()
	clocks[0].forward(Lease - time.Millisecond)
	if got, err := c.Ours(t.Context()); !got || err == nil {
		t.Errorf("within its lease: %v, %v", got, err)
	}
	clocks[0].forward(time.Millisecond)
	if got, err := c.Ours(t.Context()); got || err == nil {
		t.Errorf("after its lease: %v, %v", got, err)
	}
}

// Of many servers that begin at the same moment one has the work.
func TestManyServersWantTheWork(t *testing.T) {
	all, _ := servers(t, databasetest.PostgreSQL(t), 0, 0, 0, 0)
	got := make(chan bool, len(all))
	for _, s := range all {
		c := s.Claim("mail")
		go func() {
			mine, err := c.Ours(context.Background())
			got <- mine && err == nil
		}()
	}
	n := 0
	for range all {
		if <-got {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d servers have the work", n)
	}
}

func TestWithSQLiteThereIsOneServer(t *testing.T) {
	s, err := Open(context.Background(), Settings{Folder: t.TempDir(), Clock: time.Now, QuickHash: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	ours(t, s.Claim("mail"), true)
	ours(t, s.Claim("mail"), true)
}
