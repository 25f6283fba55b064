package storage

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"handrail/app/internal/internal/database"
	"handrail/app/internal/internal/ledger"
	"handrail/models"
)

// LedgerName is the ledger's file in the data folder, where no other place was named.
const LedgerName = ledger.FileName

// ErrLedger is a ledger that can be neither read nor begun where it should be.
var ErrLedger = errors.New("storage: the ledger cannot be read or written")

// ErrElsewhere is a ledger that is not where it should be, though it is somewhere:
// beginning a new one would make everything stand still for nothing.
var ErrElsewhere = errors.New("storage: the ledger is in another place")

// ErrSpoiled is a ledger that does not hold what the database has seen of it.
var ErrSpoiled = errors.New("storage: the ledger was cut or changed")

// ErrForeign is a file, where the ledger of new data should begin, that is not its ledger.
var ErrForeign = errors.New("storage: the ledger belongs to another installation")

// Held is what was made to stand still on opening, because the ledger knows of
// something that the database does not.
type Held struct {
	Plans, Accounts, Erased int
	All                     bool // the ledger is missing or broken: it is about everything
}

// ledgerPath is where the ledger is.
func (s Settings) ledgerPath() string {
	if s.Ledger != "" {
		return s.Ledger
	}
	return filepath.Join(s.Folder, ledger.FileName)
}

// openLedger holds the database against the ledger before anything is served, and
// has every narrowing written there from then on (RULES.md 8).
func (s *Storage) openLedger(ctx context.Context) error {
	path, err := filepath.Abs(s.settings.ledgerPath())
	if err != nil {
		return fmt.Errorf("%w: %w", ErrLedger, err)
	}
	before, err := ledgerBefore(ctx, s.db)
	if err != nil {
		return err
	}
	l, err := s.hold(ctx, path, before)
	if err != nil {
		return err
	}
	if before != path {
		if err := s.db.Change(ctx, func(tx *database.Tx) error { return tx.KeepSetting("ledger path", []byte(path)) }); err != nil {
			return errors.Join(err, l.Close())
		}
	}
	s.ledger = l
	s.db.KeepNarrowings(func(tx *database.Tx, less []database.Narrowing) error { return keep(l, tx, less) })
	if s.Held.Erased > 0 {
		_ = s.Flush(ctx) // what cannot be done now is tried again
	}
	if s.Held != (Held{}) {
		slog.Warn("what the ledger knows and the database does not was made to stand still",
			"plans", s.Held.Plans, "accounts", s.Held.Accounts, "erased", s.Held.Erased, "all", s.Held.All)
	}
	return nil
}

// hold opens the ledger at path and makes stand still what it knows of and the
// database does not.
func (s *Storage) hold(ctx context.Context, path, before string) (*ledger.Ledger, error) {
	seen, known, err := readMark(ctx, s.db)
	if err != nil {
		return nil, err
	}
	l, lines, err := ledger.Open(path, s.ring.LedgerHash, seen)
	missing, broken := errors.Is(err, ledger.ErrMissing), errors.Is(err, ledger.ErrBroken)
	if known && (missing || broken) { // what another server holds is the ledger, and this is not
		others, failed := s.db.Others(ctx)
		if failed != nil || others {
			return nil, errors.Join(failed, fmt.Errorf("%w: %w", ErrElsewhere, err))
		}
	}
	switch {
	case err == nil && len(lines) == 0:
		return l, nil
	case err == nil:
		return l, s.db.Change(ctx, func(tx *database.Tx) error { return s.holdBehind(tx, lines, l.Mark()) })
	case broken && !known:
		return nil, ErrForeign
	case broken && s.settings.Beside:
		return nil, ErrSpoiled
	case known && missing && (s.settings.Beside || before != path && there(before)):
		return nil, fmt.Errorf("%w: %w", ErrElsewhere, err)
	case (missing || broken) && known:
		return s.beginLedger(ctx, path, err, s.holdAll)
	case missing || broken:
		return s.beginLedger(ctx, path, err, func(*database.Tx) error { return nil })
	}
	return nil, fmt.Errorf("%w: %w", ErrLedger, err)
}

// keep runs at the end of a transaction. The first statement has it wait for
// whoever else is about to write there, so that the marks come in the ledger's order.
func keep(l *ledger.Ledger, tx *database.Tx, less []database.Narrowing) error {
	if _, err := tx.Exec("UPDATE settings SET value = value WHERE name = 'ledger'"); err != nil {
		return err
	}
	lines := make([]ledger.Line, len(less))
	for i, n := range less {
		lines[i] = ledger.Line{What: ledger.What(n.What), ID: n.ID, Epoch: n.Epoch}
	}
	mark, err := l.Add(lines)
	if err != nil {
		return err
	}
	return writeMark(tx, mark)
}

// beginLedger makes a new one. Where the database has known one, the new one knows
// less than it should: hold has everything stand still. A broken one is kept beside it.
func (s *Storage) beginLedger(ctx context.Context, path string, why error, hold func(*database.Tx) error) (*ledger.Ledger, error) {
	broken := errors.Is(why, ledger.ErrBroken)
	if broken {
		if err := os.Rename(path, path+".broken-"+s.settings.Clock().UTC().Format("20060102T150405")); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrLedger, err)
		}
	}
	l, mark, err := ledger.Begin(path, s.ring.LedgerHash)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrLedger, err)
	}
	return l, s.db.Change(ctx, func(tx *database.Tx) error {
		if err := hold(tx); err != nil {
			return err
		}
		return writeMark(tx, mark)
	})
}

func (s *Storage) holdAll(tx *database.Tx) error {
	s.Held.All = true
	if _, err := s.Gate.HoldAll(tx, models.LedgerLost); err != nil {
		return err
	}
	if err := s.Reminding.DropAll(tx); err != nil {
		return err
	}
	return s.Accounts.AllBehind(tx)
}

// holdBehind takes the lines that the database has not seen.
func (s *Storage) holdBehind(tx *database.Tx, lines []ledger.Line, mark ledger.Mark) error {
	s.Held = Held{}
	for _, line := range lines {
		if err := s.take(tx, line); err != nil {
			return err
		}
	}
	return writeMark(tx, mark)
}

func (s *Storage) take(tx *database.Tx, line ledger.Line) error {
	id := models.ID(line.ID)
	switch {
	case line.What == ledger.Plan && line.Epoch == ledger.Gone:
		s.Held.Erased++
		return s.Gate.EraseAgain(tx, id)
	case line.What == ledger.Plan:
		return s.holdPlan(tx, id, line.Epoch)
	case line.Epoch == ledger.Gone:
		s.Held.Erased++
		return s.Accounts.Leave(tx, id)
	}
	behind, err := s.Accounts.Behind(tx, id, line.What, line.Epoch)
	if behind {
		s.Held.Accounts++
	}
	return err
}

// holdPlan has a plan that is behind stand still, and the secret link to its calendar end.
func (s *Storage) holdPlan(tx *database.Tx, plan models.ID, epoch int64) error {
	held, err := s.Gate.HoldBehind(tx, plan, epoch)
	if err != nil || !held {
		return err
	}
	s.Held.Plans++
	return s.Reminding.Drop(tx, plan)
}

// readMark is how far the database has seen the ledger; known is whether it ever did.
func readMark(ctx context.Context, db *database.DB) (mark ledger.Mark, known bool, err error) {
	var kept []byte
	err = db.View(ctx, func(tx *database.Tx) error {
		kept, known, err = tx.Setting("ledger")
		return err
	})
	if err != nil || !known {
		return mark, false, err
	}
	mark, err = ledger.MarkOf(kept)
	return mark, true, err
}

func writeMark(tx *database.Tx, mark ledger.Mark) error {
	return tx.KeepSetting("ledger", mark.Bytes())
}

// ledgerBefore is where the ledger was the last time; empty at the first.
func ledgerBefore(ctx context.Context, db *database.DB) (string, error) {
	var kept []byte
	err := db.View(ctx, func(tx *database.Tx) (err error) {
		kept, _, err = tx.Setting("ledger path")
		return err
	})
	return string(kept), err
}

func there(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
