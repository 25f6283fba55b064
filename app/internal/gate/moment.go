package gate

import (
	"context"
	"errors"
	"time"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

// momentLasts is how long after its beginning a moment is still now.
const momentLasts = 5 * time.Millisecond

// Moment is one snapshot in which several are decided one after the other, as long as that
// takes no more than some milliseconds: many who listen to one plan and are told of the same
// change. Each of them is decided anew, by what the snapshot says of them. It belongs to one
// goroutine, and whoever makes one calls End.
type Moment struct {
	gate    *Gate
	tx      *database.Tx // nil: not begun, or over
	end     func()
	until   time.Time
	answers answers
}

// Moment is a moment that begins with the first Read in it.
func (g *Gate) Moment() *Moment { return &Moment{gate: g} }

// End ends it; the next Read in it begins another.
func (m *Moment) End() {
	if m.tx != nil {
		m.end()
		m.tx, m.answers = nil, answers{}
	}
}

// ErrAlone is a Read that cannot be shared: its record must be on the disk first, and nobody
// waits for another's. Nothing was given.
var ErrAlone = errors.New("gate: this is to be read by Gate.Read")

// Read is Gate.Read in this moment, where nothing needs to go on record; else ErrAlone, as
// where it cannot be read.
func (m *Moment) Read(ctx context.Context, who models.Actor, plan models.ID, how models.Via, do func(*Pass) error) error {
	if err := m.begin(ctx); err != nil {
		return err
	}
	v := &visit{gate: m.gate, who: who, plan: plan, how: how, moment: m}
	switch err := v.stay(m.tx, do); {
	case isRefusal(err):
		m.gate.refuseLater(v, err)
		return err
	case err != nil:
		m.End()
		return ErrAlone
	case len(v.looked) > 0:
		return ErrAlone
	}
	return nil
}

func (m *Moment) begin(ctx context.Context) (err error) {
	if m.tx != nil && m.gate.now().Before(m.until) {
		return nil
	}
	m.End()
	m.until = m.gate.now().Add(momentLasts)
	m.tx, m.end, err = m.gate.db.Snapshot(ctx)
	return err
}
