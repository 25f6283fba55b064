package app_test

import (
	"sync"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// together runs everything at once and waits for all of it.
func together(do ...func()) {
	var all sync.WaitGroup
	for _, one := range do {
		all.Go(one)
	}
	all.Wait()
}

// Whatever comes first: what the person said last holds, and one press is one press.
func TestPressesAtTheSameMoment(t *testing.T) {
	t.Run("the same key many times is not two people", func(t *testing.T) {
		w := newCrisisWorld(t, models.TwoTogether)
		var presses []func()
		for range 8 {
			presses = append(presses, func() { w.press(w.Jamie) })
		}
		together(presses...)
		if c := w.state(); c.InUse || len(c.Started) != 1 {
			t.Errorf("in use %v, %d starts stand", c.InUse, len(c.Started))
		}
	})
	t.Run("two people open it once", func(t *testing.T) {
		w := newCrisisWorld(t, models.TwoTogether)
		together(func() { w.press(w.Jamie) }, func() { w.press(w.Pete) }, func() { w.press(w.Jamie) }, func() { w.press(w.Pete) })
		c := w.state()
		if !c.InUse || len(c.By) != 2 || len(c.Started) != 0 || !c.Until.Equal(w.Clock.Now().Add(7*24*time.Hour)) {
			t.Errorf("%+v", c)
		}
	})
	t.Run("a press and its taking back", func(t *testing.T) {
		w := newCrisisWorld(t, models.OneAfterOne)
		w.press(w.Jamie)
		together(func() { w.press(w.Jamie) }, func() { w.Must(w.App.TakeBackStart(t.Context(), w.Jamie.Actor, w.Ailsa.Plan)) })
		w.Must(w.App.TakeBackStart(t.Context(), w.Jamie.Actor, w.Ailsa.Plan))
		w.Clock.Forward(2 * time.Hour)
		if c := w.state(); c.InUse || w.sees(w.Pete) != 0 {
			t.Errorf("it opened: %+v", c)
		}
	})
	t.Run("a press and the person's word that it is not needed", func(t *testing.T) {
		w := newCrisisWorld(t, models.OneAtOnce)
		closes := func() {
			_, err := w.App.CloseCrisis(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan)
			w.Must(err)
		}
		together(func() { w.press(w.Jamie) }, closes, func() { w.press(w.Jamie) }, func() { w.press(w.Jamie) })
		closes()
		if c := w.state(); c.InUse || w.sees(w.Pete) != 0 {
			t.Errorf("it stays open: %+v", c)
		}
	})
	t.Run("a press and the taking of its key", func(t *testing.T) {
		w := newCrisisWorld(t, models.OneAtOnce)
		together(func() { w.press(w.Jamie) }, func() { w.Must(w.App.TakeKey(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, w.Jamie.Account)) })
		if w.state().InUse != (w.sees(w.Pete) == 2) || w.sees(w.Jamie) != 0 && w.state().InUse && opened(w.state(), w.Jamie) {
			t.Errorf("Jamie sees %d, Pete %d", w.sees(w.Jamie), w.sees(w.Pete))
		}
	})
}

func opened(c *app.Crisis, who apptest.Who) bool {
	for _, p := range c.By {
		if p.ID == who.Account {
			return true
		}
	}
	return false
}

// A withdrawal in a crisis counts while others read: nobody is answered by a right
// that was withdrawn before their answer.
func TestWithdrawingWhileOthersReadInACrisis(t *testing.T) {
	w := newCrisisWorld(t, models.OneAtOnce)
	w.press(w.Jamie)
	var gone sync.WaitGroup
	gone.Add(1)
	reads := func() {
		gone.Wait() // until the withdrawal was answered
		p, err := w.App.ReadPlan(t.Context(), w.Pete.Actor, w.Ailsa.Plan)
		w.Must(err)
		for _, s := range p.Sections {
			if s.Key == "crisis-help" {
				t.Error("he reads what was withdrawn")
			}
		}
	}
	busy := func() { _, _ = w.App.ReadPlan(t.Context(), w.Jamie.Actor, w.Ailsa.Plan) }
	together(busy, reads, busy, reads, busy, func() {
		defer gone.Done()
		w.Must(w.App.WithdrawFrom(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, w.Pete.Account, "crisis-help"))
	}, reads)
	if w.sees(w.Pete) != 1 {
		t.Errorf("Pete sees %d", w.sees(w.Pete))
	}
}

// Of two that sign one statement as its witness at once one counts, and it is taken
// back once.
func TestAStatementIsWitnessedAndTakenBackOnce(t *testing.T) {
	p := newPapers(t, "scotland")
	count := func(n int, do func() error) (done int) {
		var mu sync.Mutex
		var all []func()
		for range n {
			all = append(all, func() {
				if do() == nil {
					mu.Lock()
					done++
					mu.Unlock()
				}
			})
		}
		together(all...)
		return done
	}
	paper := p.witness("Morag Bain")
	paper.On = "2026-11-23"
	if n := count(6, func() error { _, err := p.App.WitnessStatement(p.ctx, p.fresh(p.Ailsa), paper); return err }); n != 1 {
		t.Errorf("witnessed %d times", n)
	}
	if n := count(6, func() error {
		_, err := p.App.WithdrawStatement(p.ctx, p.fresh(p.Ailsa), p.Ailsa.Plan, p.signed.ID)
		return err
	}); n != 1 {
		t.Errorf("taken back %d times", n)
	}
	if now, err := p.read(p.Ailsa, p.signed.ID); err != nil || now.Text != p.signed.Text || now.Hash != p.signed.Hash {
		t.Errorf("it became %+v, %v", now, err)
	}
}

// Either of the two can step back from what was taken on, also at the same moment.
func TestSteppingBackAndTakingBackATask(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	e := w.Write("crisis-help", "Feed the cat")
	made, err := w.App.OfferTask(t.Context(), w.Ailsa.Actor, app.OfferTask{Plan: w.Ailsa.Plan, Entry: e.ID, Account: w.Jamie.Account, Words: "Feed the cat"})
	w.Must(err)
	answer := func(a models.TaskAnswer) error {
		_, err := w.App.AnswerTask(t.Context(), w.Jamie.Actor, w.Ailsa.Plan, made.ID, a, "")
		return err
	}
	w.Must(answer(models.TaskYes))
	together(func() { _ = answer(models.TaskStepped) }, func() { w.Must(w.App.EndTask(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, made.ID)) })
	for _, who := range []apptest.Who{w.Ailsa, w.Jamie} {
		if left, err := w.App.Tasks(t.Context(), who.Actor, w.Ailsa.Plan); err != nil || len(left) != 0 {
			t.Errorf("%s still reads %v, %v", who.Name, left, err)
		}
	}
	if err := answer(models.TaskYes); models.KindOf(err) != models.NotFound {
		t.Errorf("a yes to what was taken back: %v", err)
	}
}
