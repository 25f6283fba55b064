package gate

import (
	"context"
	"database/sql"
	"errors"

	"handrail/app/internal/internal/database"
	"handrail/app/internal/internal/ledger"
	"handrail/models"
)

// Leaver takes an account out of the service, in the transaction that erases its plan.
type Leaver func(tx *database.Tx, account models.ID) error

// EraseDue erases every plan whose wait is over, each in a write of its own, and
// names them. leave takes the account out where it was to go too. The database's log is
// to be emptied afterwards, so that nothing of a plan is left in it.
func (g *Gate) EraseDue(ctx context.Context, leave Leaver) (due []models.ID, err error) {
	if err := g.db.Peek(ctx, func(tx *database.Tx) (err error) {
		due, err = g.due(tx)
		return err
	}); err != nil || len(due) == 0 {
		return nil, err
	}
	for i, plan := range due {
		err := g.db.ChangePlan(ctx, string(plan), func(tx *database.Tx) error { return g.eraseDue(tx, plan, leave) }, nil)
		g.db.Overwritten()
		if err != nil {
			return due[:i], err
		}
	}
	return due, nil
}

func (g *Gate) due(tx *database.Tx) ([]models.ID, error) {
	return idsIn[models.ID](tx, "SELECT id FROM plans WHERE erase_at <> 0 AND erase_at <= ? ORDER BY erase_at", database.At(g.now()))
}

// eraseDue looks again in the writer's turn: the person may have kept it meanwhile.
func (g *Gate) eraseDue(tx *database.Tx, plan models.ID, leave Leaver) error {
	var owner models.ID
	var goes bool
	err := tx.One("SELECT owner, account_goes FROM plans WHERE id = ? AND erase_at <> 0 AND erase_at <= ?",
		[]any{string(plan), database.At(g.now())}, &owner, &goes)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	done, err := g.erase(tx, plan)
	if err != nil {
		return err
	}
	tx.Narrowed(string(ledger.Plan), string(plan), ledger.Gone)
	if goes {
		return leave(tx, owner)
	}
	if _, err = g.Found(tx, owner); err != nil {
		return err
	}
	_, err = tx.Exec("INSERT INTO erasures (plan, account, at, entries, others, looks) VALUES (?,?,?,?,?,?)",
		string(plan), string(owner), database.At(done.At), done.Entries, done.Others, done.Looks)
	return err
}

// erase destroys a plan's key and with it everything that hangs on the plan
// (RULES.md 19). secure_delete overwrites the bytes.
func (g *Gate) erase(tx *database.Tx, plan models.ID) (models.Erased, error) {
	done := models.Erased{At: g.now()}
	for text, n := range map[string]*int{
		"SELECT count(*) FROM entries WHERE plan = ?":        &done.Entries,
		"SELECT count(*) FROM suggestions WHERE plan = ?":    &done.Others,
		"SELECT count(*) FROM access_records WHERE plan = ?": &done.Looks,
	} {
		if err := tx.One(text, []any{string(plan)}, n); err != nil {
			return done, err
		}
	}
	for _, text := range []string{"DELETE FROM refusals WHERE plan = ?", "DELETE FROM plans WHERE id = ?"} {
		if _, err := tx.Exec(text, string(plan)); err != nil {
			return done, err
		}
	}
	return done, nil
}

// EraseAgain erases a plan that the ledger says was erased: a copy of the database
// from before was put back. Its owner, where they are still there, begins anew.
func (g *Gate) EraseAgain(tx *database.Tx, plan models.ID) error {
	var owner models.ID
	err := tx.One("SELECT owner FROM plans WHERE id = ?", []any{string(plan)}, &owner)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := g.erase(tx, plan); err != nil {
		return err
	}
	_, err = g.Found(tx, owner)
	return err
}

// Erasures is what was erased at the wish of an account, newest first, until Read.
func (g *Gate) Erasures(ctx context.Context, who models.Actor) ([]models.Erased, error) {
	var out []models.Erased
	err := g.db.View(ctx, func(tx *database.Tx) error {
		rows, err := tx.Query("SELECT at, entries, others, looks FROM erasures WHERE account = ? ORDER BY at DESC", string(who.Account))
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var e models.Erased
			var at database.Micros
			if err := rows.Scan(&at, &e.Entries, &e.Others, &e.Looks); err != nil {
				return err
			}
			e.At = at.Time()
			out = append(out, e)
		}
		return rows.Err()
	})
	return out, err
}

// ForgetErasures takes the notes about it away, once they were read.
func (g *Gate) ForgetErasures(ctx context.Context, who models.Actor) error {
	return g.db.Change(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec("DELETE FROM erasures WHERE account = ?", string(who.Account))
		return err
	})
}
