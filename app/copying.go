package app

import (
	"context"

	"handrail/app/internal/gate"
	"handrail/models"
)

// AllowCopy is the owner's yes to a copy of the agreed summary for the service's
// record. What has been copied stays there, whatever becomes of the plan.
func (a *App) AllowCopy(ctx context.Context, who models.Actor, plan, session models.ID) (*Session, error) {
	return a.withSession(ctx, who, plan, session, func(pen *gate.Pen, s *models.Session) error {
		if !pen.Grant().Owner {
			return models.ErrNotAllowed
		}
		if err := who.MustBeFresh(pen.Now()); err != nil {
			return err
		}
		sum, err := summaryOf(pen, s)
		if err != nil {
			return err
		}
		if !sum.Fixed() {
			return &models.Error{Kind: models.Conflict, Key: "session.copy_when_agreed"}
		}
		s.CopyAt = pen.Now()
		return gate.KeepSession(pen, s)
	})
}

// CopySummary is the agreed summary and nothing else, for the service's record: to
// the one whom the owner met, once the owner said yes; to the owner, to see what it is.
// It stands in "who has looked" as an export.
func (a *App) CopySummary(ctx context.Context, who models.Actor, plan, session models.ID) (*Session, error) {
	var out Session
	err := a.gate.Read(ctx, who, plan, models.ByExport, func(p *gate.Pass) error {
		s, err := gate.FindSession(p, session)
		if err != nil {
			return err
		}
		if me := p.Grant().Account; !p.Grant().Owner && (me != s.With || s.CopyAt.IsZero()) {
			return models.ErrNotAllowed
		}
		if out, err = sessionOf(p, s); err != nil {
			return err
		}
		if err := out.fillSummary(p); err != nil {
			return err
		}
		if !out.Summary.Fixed {
			return models.ErrNotFound
		}
		return nil
	})
	return &out, err
}
