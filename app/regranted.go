package app

import (
	"slices"

	"handrail/app/internal/gate"
	"handrail/app/live"
	"handrail/models"
)

// looksAnew notes with which rights the page is drawn next.
func (w *watch) looksAnew() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.drawn = w.rights
}

// regranted is, on the stream of a session, that its listener's own rights are others
// than when their page was told to look last: what they may not see any more goes from it.
func (w *watch) regranted(p *gate.Pass) (*Event, error) {
	w.mu.Lock()
	same := slices.EqualFunc(w.drawn, p.Grant().Sections, sameRight)
	w.mu.Unlock()
	if w.in.Session == "" || same {
		return nil, nil
	}
	return sessionEvent(p, models.Record{Plan: w.in.Plan, ID: w.in.Session})
}

// stillSees tells a session's page when time has taken something from it or given
// it: nothing happened that anybody would have told it of.
func (w *watch) stillSees() error {
	if !w.claim() {
		return nil // something is being told; the next second will do
	}
	changed, err := w.rightsChanged()
	if changed && err == nil {
		w.next <- due{notice: live.Notice{Kind: models.Sessions, Head: models.Record{Plan: w.in.Plan, ID: w.in.Session}}}
		return nil
	}
	w.release()
	return err
}

func (w *watch) rightsChanged() (bool, error) {
	if w.in.Session == "" || w.until.IsZero() || w.app.now().Before(w.until) {
		return false, nil
	}
	had := w.rights
	err := w.read(w.alone, func(*gate.Pass) error { return nil })
	return !slices.EqualFunc(had, w.rights, sameRight), err
}

func sameRight(a, b models.SectionGrant) bool { return a.Section == b.Section && a.Right == b.Right }
