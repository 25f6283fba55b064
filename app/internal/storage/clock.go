package storage

import (
	"context"
	"encoding/binary"
	"errors"
	"log/slog"
	"sync"
	"time"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

// steady is the clock by which everything here is decided. It never goes back: what
// has expired stays expired when the machine's clock is set back (SAFETY.md 23). It does
// not stand still meanwhile: time passes in it as it does on the machine.
type steady struct {
	machine func() time.Time
	story   bool // of the demo, which tells of the past: it goes where that goes

	mu   sync.Mutex
	at   time.Time // the latest time that was given
	read time.Time // what the machine said then
	kept time.Time // the latest that the database holds
}

// keptEvery is how far apart the times are that the database holds: it is what a
// server that is started again may lack.
const keptEvery = time.Second

// behindTold is from when on a clock that was set back is spoken of.
const behindTold = 2 * time.Minute

// Now is the machine's time, or where that was set back the latest that was seen
// and what has passed since. It keeps whole microseconds, as the database does: so does
// every answer from the first one on.
func (s *steady) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	read := s.machine()
	passed := max(0, read.Sub(s.read)) // of the machine's two clocks the one that cannot be set
	s.at, s.read = s.at.Add(passed), read
	if plain := read.Round(0); plain.After(s.at) || s.story {
		s.at = plain
	}
	return s.at.UTC().Truncate(time.Microsecond)
}

// behind is how far the machine's clock is behind.
func (s *steady) behind() time.Duration { return s.Now().Sub(s.machine().Round(0)) }

// keep writes the time down with a commit, where the one that was written down is old.
func (s *steady) keep(tx *database.Tx) error {
	now := s.Now()
	s.mu.Lock()
	old := now.Sub(s.kept) >= keptEvery
	if old {
		s.kept = now
	}
	s.mu.Unlock()
	if !old {
		return nil
	}
	_, err := tx.Exec(`INSERT INTO settings (name, value) VALUES ('time seen', ?)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE settings.value < excluded.value`, timeBytes(now))
	return err
}

// timeBytes are in the order of the times.
func timeBytes(at time.Time) []byte {
	return binary.BigEndian.AppendUint64(nil, uint64(database.At(at)))
}

// clockOf is a clock that does not begin before the latest time that the database
// has seen, and from then on has the database remember the time.
func clockOf(ctx context.Context, db *database.DB, settings Settings) (*steady, error) {
	machine := settings.Clock
	if settings.Story {
		return &steady{machine: machine, story: true, read: machine()}, nil
	}
	var kept []byte
	err := db.View(ctx, func(tx *database.Tx) (err error) {
		kept, _, err = tx.Setting("time seen")
		return err
	})
	if err != nil {
		return nil, err
	}
	s := &steady{machine: machine, read: machine()}
	if len(kept) == 8 {
		s.at = database.Micros(binary.BigEndian.Uint64(kept)).Time()
	}
	if s.behind() > behindTold {
		slog.Warn("the machine's clock is behind the latest time that was seen here; time goes on from there", "behind", s.behind().String())
	}
	db.KeepTime(s.keep)
	return s, nil
}

// examineClock finds a clock that was set back.
func (s *Storage) examineClock() []Finding {
	if behind := s.clock.behind(); behind > behindTold {
		return []Finding{{Key: "doctor.clock", Args: map[string]any{"Behind": behind.Round(time.Second).String(), "Seen": s.clock.Now().Format(time.DateTime)}}}
	}
	return nil
}

// Now is the time by which everything here is decided.
func (s *Storage) Now() time.Time { return s.clock.Now() }

// Behind is how far the machine's clock is behind the time by which everything here
// is decided.
func (s *Storage) Behind() time.Duration { return s.clock.behind() }

// AcceptClock takes the machine's time though it is behind what was seen: for a
// machine whose clock had run ahead. What had ended by then could hold again, so all sharing
// stands still until each person has had a look, and everybody signs in anew.
func (s *Storage) AcceptClock(ctx context.Context) error {
	if s.settings.Beside {
		free, err := s.settings.occupyAlone()
		if err != nil {
			return err
		}
		defer free()
		if others, err := s.db.Others(ctx); others || err != nil {
			return errors.Join(err, ErrInUse) // it would write its own time again
		}
	}
	s.clock.accept()
	return s.db.Change(ctx, func(tx *database.Tx) error {
		if _, err := s.Gate.HoldAll(tx, models.ClockBack); err != nil {
			return err
		}
		if err := s.Accounts.EndAll(tx); err != nil {
			return err
		}
		return tx.KeepSetting("time seen", timeBytes(s.clock.Now()))
	})
}

// accept goes on from the machine's time, whatever was seen.
func (s *steady) accept() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.read = s.machine()
	s.at = s.read.Round(0)
	s.kept = s.at // not written over by what was seen
}
