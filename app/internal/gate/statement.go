package gate

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

// Sign keeps a document that the owner signed, and how a print of it is found again.
func Sign(pen *Pen, s *models.Statement) error {
	if err := Save(pen, s); err != nil {
		return err
	}
	v := pen.v
	_, err := v.tx.Exec(`INSERT INTO prints (statement, plan, hash, code, signed_at, witnessed_at, withdrawn_at) VALUES (?,?,?,?,?,0,0)`,
		string(s.ID), string(v.plan), v.gate.printMark("hash", s.Words.Hash), v.gate.printMark("code", s.Code()), database.At(s.Words.SignedAt))
	return err
}

// printMark finds a print without saying anything about its words.
func (g *Gate) printMark(what, text string) []byte {
	return g.ring.CodeHash("statement " + what + " " + text)
}

// Mark keeps what happened to a statement. Once it is witnessed nobody is asked
// to witness it any more.
func Mark(pen *Pen, m *models.StatementMark) error {
	if err := Save(pen, m); err != nil {
		return err
	}
	if m.Words.Kind != models.Witnessed && m.Words.Kind != models.WitnessedPaper {
		return nil
	}
	v := pen.v
	if _, err := v.tx.Exec("UPDATE prints SET witnessed_at = ? WHERE statement = ? AND plan = ?", database.At(v.now), string(m.Parent), string(v.plan)); err != nil {
		return err
	}
	if _, err := v.tx.Exec("UPDATE witnesses SET ended_at = ? WHERE statement = ? AND plan = ? AND ended_at = 0", database.At(v.now), string(m.Parent), string(v.plan)); err != nil {
		return err
	}
	return Narrow(v.tx, v.plan) // a copy from before must not show it to them again
}

// Withdrawn notes for those who check a print that the statement no longer counts.
func Withdrawn(pen *Pen, statement models.ID) error {
	v, err := pen.behind()
	if err != nil {
		return err
	}
	_, err = v.tx.Exec("UPDATE prints SET withdrawn_at = ? WHERE statement = ? AND plan = ?", database.At(v.now), string(statement), string(v.plan))
	return err
}

// Statements is every signed document that the holder may see, oldest first: all
// of them with the section, else those that they are asked to witness.
func Statements(l Leave) ([]models.Statement, error) {
	v, err := l.behind()
	if err != nil {
		return nil, err
	}
	if err := v.ready(models.Statements); err != nil {
		return nil, err
	}
	if v.grant.In("advance") >= models.RightSee {
		return List[models.Statement](l, "advance")
	}
	var out []models.Statement
	for _, id := range v.grant.Witnesses {
		s, err := Find[models.Statement](l, id)
		if err != nil {
			return nil, err
		}
		out = append(out, *s)
	}
	return out, nil
}

// MarksOf is what happened to a statement, oldest first. The one who is asked to
// witness it sees the text alone.
func MarksOf(l Leave, statement models.ID) (models.Markings, error) {
	v, err := l.behind()
	if err != nil {
		return nil, err
	}
	return records[models.StatementMark](v, " WHERE plan = ? AND parent = ? ORDER BY seq", string(v.plan), string(statement))
}

// OverridesOf is what was done against a statement, oldest first: to its owner all of
// it, to anybody else what they wrote themselves.
func OverridesOf(l Leave, statement models.ID) ([]models.Override, error) {
	v, err := l.behind()
	if err != nil {
		return nil, err
	}
	return records[models.Override](v, " WHERE plan = ? AND parent = ? ORDER BY seq", string(v.plan), string(statement))
}

// seesStatement reports whether the holder sees the entry whose words a statement
// holds, or did before its owner took it out. Emptied for good, it shows nobody anything.
func (v *visit) seesStatement(r *models.Record) (bool, error) {
	for _, id := range v.grant.Witnesses {
		if id == r.ID {
			return true, nil
		}
	}
	var entry models.Record
	var hidden string
	err := v.tx.One("SELECT section, only_me, hidden_from FROM entries WHERE id = ? AND plan = ?",
		[]any{string(r.Parent), string(v.plan)}, &entry.Section, &entry.OnlyMe, &hidden)
	if errors.Is(err, sql.ErrNoRows) {
		return v.grant.Owner, nil
	}
	entry.HiddenFrom = idsOf(hidden)
	return err == nil && v.grant.Sees(&entry), err
}

// seesMarked reports whether a statement exists for the holder.
func (v *visit) seesMarked(statement models.ID) (bool, error) {
	r := models.Record{ID: statement}
	err := v.tx.One("SELECT section, parent FROM statements WHERE id = ? AND plan = ?", []any{string(statement), string(v.plan)}, &r.Section, &r.Parent)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return v.seesStatement(&r)
}

// witnessing reads, once in a visit, which statements the holder is asked to witness.
func (v *visit) witnessing() error {
	if v.grant.Owner || v.facts.Witnessing != nil {
		return nil
	}
	asked, err := readWitnessing(v.tx, v.plan, v.eyes())
	v.facts.Witnessing = asked
	if v.facts.Relationship.State == models.Confirmed && !v.facts.Held {
		v.grant.Witnesses = asked
	}
	return err
}

func readWitnessing(tx *database.Tx, plan, account models.ID) ([]models.ID, error) {
	return idsIn[models.ID](tx, "SELECT statement FROM witnesses WHERE plan = ? AND account = ? AND ended_at = 0 ORDER BY asked_at, statement", string(plan), string(account))
}

// AskWitness lets somebody whom the owner confirmed read one statement to witness it.
func AskWitness(pen *Pen, statement, account models.ID) error {
	v, err := own(pen)
	if err != nil {
		return err
	}
	if _, err := v.tx.Exec(`INSERT INTO witnesses (statement, plan, account, asked_at, ended_at) VALUES (?,?,?,?,0)
		ON CONFLICT (statement, account) DO UPDATE SET asked_at = excluded.asked_at, ended_at = 0`,
		string(statement), string(v.plan), string(account), database.At(v.now)); err != nil {
		return err
	}
	return v.raise()
}

// UnaskWitness takes that back at once.
func UnaskWitness(pen *Pen, statement, account models.ID) error {
	v, err := own(pen)
	if err != nil {
		return err
	}
	if _, err := v.tx.Exec("UPDATE witnesses SET ended_at = ? WHERE statement = ? AND plan = ? AND account = ? AND ended_at = 0",
		database.At(v.now), string(statement), string(v.plan), string(account)); err != nil {
		return err
	}
	return Narrow(v.tx, v.plan)
}

// AskedWitnesses is, to the owner, who is asked to witness a statement.
func AskedWitnesses(l Leave, statement models.ID) ([]models.ID, error) {
	v, err := own(l)
	if err != nil {
		return nil, err
	}
	return idsIn[models.ID](v.tx, "SELECT account FROM witnesses WHERE plan = ? AND statement = ? AND ended_at = 0 ORDER BY asked_at", string(v.plan), string(statement))
}

// EveryWitness is, to the owner, whom they ever asked to witness a statement, oldest first.
func EveryWitness(l Leave) ([]models.Witnessing, error) {
	v, err := own(l)
	if err != nil {
		return nil, err
	}
	rows, err := v.tx.Query("SELECT statement, account, asked_at, ended_at FROM witnesses WHERE plan = ? ORDER BY asked_at, statement, account", string(v.plan))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []models.Witnessing
	for rows.Next() {
		var w models.Witnessing
		var asked, ended database.Micros
		if err := rows.Scan(&w.Statement, &w.Account, &asked, &ended); err != nil {
			return nil, err
		}
		w.AskedAt, w.EndedAt = asked.Time(), ended.Time()
		out = append(out, w)
	}
	return out, rows.Err()
}

// Asked is a statement that somebody is asked to witness: whose plan, and which.
type Asked struct{ Plan, Owner, Statement models.ID }

// AskedToWitness is what an account is asked to witness in the plans of those who
// confirm it now.
func (g *Gate) AskedToWitness(ctx context.Context, who models.Actor) ([]Asked, error) {
	var out []Asked
	err := g.db.View(ctx, func(tx *database.Tx) error {
		rows, err := tx.Query(`SELECT w.plan, p.owner, w.statement FROM witnesses w JOIN plans p ON p.id = w.plan
			JOIN relationships r ON r.plan = w.plan AND r.account = w.account
			WHERE w.account = ? AND w.ended_at = 0 AND r.state = 'confirmed' AND r.left_at = 0 AND p.held_at = 0 ORDER BY w.asked_at`, string(who.Account))
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var a Asked
			if err := rows.Scan(&a.Plan, &a.Owner, &a.Statement); err != nil {
				return err
			}
			out = append(out, a)
		}
		return rows.Err()
	})
	return out, err
}

// Print is what can be said of a paper without its words: when it was signed,
// witnessed and withdrawn. Zero times have not come.
type Print struct{ SignedAt, WitnessedAt, WithdrawnAt time.Time }

// FindPrint looks for a signed document by the hash of its words, or where that is
// empty by its code. It opens nothing and says of whom to nobody.
func (g *Gate) FindPrint(ctx context.Context, hash, code string) (*Print, error) {
	text, mark := "SELECT signed_at, witnessed_at, withdrawn_at FROM prints WHERE hash = ? LIMIT 1", g.printMark("hash", hash)
	if hash == "" {
		text, mark = "SELECT signed_at, witnessed_at, withdrawn_at FROM prints WHERE code = ? LIMIT 1", g.printMark("code", code)
	}
	var p Print
	return &p, g.db.View(ctx, func(tx *database.Tx) error {
		var signed, witnessed, withdrawn database.Micros
		err := tx.One(text, []any{mark}, &signed, &witnessed, &withdrawn)
		if errors.Is(err, sql.ErrNoRows) {
			return models.ErrNotFound
		}
		p = Print{SignedAt: signed.Time(), WitnessedAt: witnessed.Time(), WithdrawnAt: withdrawn.Time()}
		return err
	})
}
