package gate

import (
	"errors"
	"testing"

	"handrail/models"
)

// finds is what somebody learns of an entry in a moment, for whom its section is on record.
func (h *house) finds(m *Moment, who models.Actor, e *models.Entry) (words string, err error) {
	err = m.Read(h.t.Context(), who, h.plan, models.ByLive, func(p *Pass) error {
		p.Recorded(e.Section)
		found, err := Find[models.Entry](p, e.ID)
		if err == nil {
			words = found.Fields.Get("w")
		}
		return err
	})
	return words, err
}

func TestInOneMomentEachIsDecidedForThemselves(t *testing.T) {
	h := newHouse(t)
	jamie := h.confirmed("jamie", models.Carer, models.RightSee, "daily")
	morag := h.confirmed("morag", models.Practitioner, models.RightSee, "goals")
	e := h.entry("daily", "a walk")
	m := h.gate.Moment()
	defer m.End()
	stranger := h.account("stranger")
	for range 2 {
		if words, err := h.finds(m, jamie, e); words != "a walk" || err != nil {
			t.Errorf("jamie reads %q, %v", words, err)
		}
		if words, err := h.finds(m, morag, e); words != "" || models.KindOf(err) != models.NotFound {
			t.Errorf("morag reads %q, %v", words, err)
		}
		if words, err := h.finds(m, stranger, e); words != "" || models.KindOf(err) != models.NotFound {
			t.Errorf("a stranger reads %q, %v", words, err)
		}
	}
}

func TestTheNextMomentKnowsOfAWithdrawal(t *testing.T) {
	h := newHouse(t)
	jamie := h.confirmed("jamie", models.Carer, models.RightSee, "daily")
	e := h.entry("daily", "a walk")
	m := h.gate.Moment()
	defer m.End()
	if _, err := h.finds(m, jamie, e); err != nil {
		t.Fatal(err)
	}
	h.write(func(pen *Pen) error { _, err := WithdrawFrom(pen, jamie.Account, "daily"); return err })
	m.End()
	if words, err := h.finds(m, jamie, e); words != "" || models.KindOf(err) != models.NotFound {
		t.Errorf("after the withdrawal: %q, %v", words, err)
	}
}

// A moment gives nothing that must go on record first: nobody waits in it for the disk.
func TestWhatMustGoOnRecordIsNotReadInAMoment(t *testing.T) {
	h := newHouse(t)
	jamie := h.confirmed("jamie", models.Carer, models.RightSee, "daily")
	e := h.entry("daily", "a walk")
	m := h.gate.Moment()
	defer m.End()
	err := m.Read(t.Context(), jamie, h.plan, models.ByLive, func(p *Pass) error {
		_, err := Find[models.Entry](p, e.ID)
		return err
	})
	if !errors.Is(err, ErrAlone) {
		t.Errorf("it was read: %v", err)
	}
	if n := len(h.looks()); n != 0 {
		t.Errorf("%d looks are on record", n)
	}
}

// Rows are read anew once something was written.
func TestASaveIsSeenByWhatComesAfterIt(t *testing.T) {
	h := newHouse(t)
	e := h.entry("daily", "a walk")
	h.write(func(pen *Pen) error {
		found, err := Find[models.Entry](pen, e.ID)
		if err != nil {
			return err
		}
		found.Fields = models.Fields{{Key: "w", Text: "a swim"}}
		if err := Save(pen, found); err != nil {
			return err
		}
		again, err := Find[models.Entry](pen, e.ID)
		if err == nil && (again.Version != 2 || again.Fields.Get("w") != "a swim") {
			t.Errorf("found %+v", again)
		}
		return err
	})
}

// What a caller did to a record is not what is kept.
func TestASaveIsHeldAgainstWhatIsKept(t *testing.T) {
	h := newHouse(t)
	e := h.entry("daily", "a walk")
	before := h.epochNow()
	h.write(func(pen *Pen) error {
		found, err := Find[models.Entry](pen, e.ID)
		if err != nil {
			return err
		}
		found.HiddenFrom = append(found.HiddenFrom, "jamie")
		return Save(pen, found)
	})
	if h.epochNow() == before {
		t.Error("hiding an entry moved nothing")
	}
}
