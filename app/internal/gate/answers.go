package gate

import (
	"handrail/app/internal/internal/database"
	"handrail/models"
)

// answers is what a transaction has answered already. As long as nothing is written in it the
// same question has the same answer: an entry that is found, looked at and saved is read once,
// and so is what several listeners of one plan are told of.
type answers struct {
	writes int // of the transaction, when the first of them was given
	facts  map[tied]answeredFacts
	rows   map[question]*row
	stands map[models.ID][]models.Session // by plan
}

// tied is an account and a plan.
type tied struct{ plan, account models.ID }

type answeredFacts struct {
	facts models.Facts
	plan  planRow
}

// question is which row somebody asks for.
type question struct {
	plan  models.ID
	kind  models.Kind
	id    models.ID
	which string
}

// known is what was answered to this visit, or to others in its moment, since anything was written.
func (v *visit) known(tx *database.Tx) *answers {
	a := &v.answers
	if v.moment != nil {
		a = &v.moment.answers
	}
	if a.writes != tx.Writes() {
		*a = answers{writes: tx.Writes()}
	}
	return a
}

// rowOf is one row, standing or removed, or ErrNotFound.
func (v *visit) rowOf(q question) (*row, error) {
	known := v.known(v.tx)
	if r := known.rows[q]; r != nil {
		return r, r.unpack()
	}
	rows, err := v.tx.Query("SELECT "+packed+" FROM "+string(q.kind)+" WHERE id = ? AND plan = ?"+q.which, string(q.id), string(q.plan))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return nil, err
		}
		return nil, models.ErrNotFound
	}
	r := new(row)
	if err := r.scan(rows); err != nil {
		return nil, err
	}
	if known.rows == nil {
		known.rows = make(map[question]*row)
	}
	known.rows[q] = r
	return r, nil
}

// factsIn is readFacts for the account whose rights count in this visit.
func (v *visit) factsIn(tx *database.Tx) (models.Facts, planRow, error) {
	if v.moment == nil {
		return readFacts(tx, nil, v.plan, v.eyes(), v.gate.now) // nobody asks twice
	}
	known, q := v.known(tx), tied{v.plan, v.eyes()}
	if a, there := known.facts[q]; there {
		return a.facts, a.plan, nil
	}
	facts, plan, err := readFacts(tx, known, v.plan, v.eyes(), v.gate.now)
	if err == nil {
		if known.facts == nil {
			known.facts = make(map[tied]answeredFacts)
		}
		known.facts[q] = answeredFacts{facts, plan}
	}
	return facts, plan, err
}

// standing is the sessions in which somebody may be together with the person whose plan it is.
func (a *answers) standing(tx *database.Tx, plan models.ID) ([]models.Session, error) {
	if a != nil {
		if found, there := a.stands[plan]; there {
			return found, nil
		}
	}
	found, err := readSessions(tx, plan, standingSessions, string(plan))
	if err == nil && a != nil {
		if a.stands == nil {
			a.stands = make(map[models.ID][]models.Session)
		}
		a.stands[plan] = found
	}
	return found, err
}
