package pages

import (
	"context"
	"time"

	"handrail/app"
	"handrail/models"
)

// reader is who reads the answer to one request. Their account is asked for when
// it is needed, and then once.
type reader struct {
	app   *app.App
	actor models.Actor
	me    *models.Account
}

type readerKey struct{}

// reading puts the reader into a request's context.
func (p *Pages) reading(ctx context.Context, actor models.Actor) context.Context {
	return context.WithValue(ctx, readerKey{}, &reader{app: p.app, actor: actor})
}

// reads is the account of whoever asks; the actor says whose it is where nothing
// else does.
func (p *Pages) reads(ctx context.Context, actor models.Actor) (*models.Account, error) {
	r, ok := ctx.Value(readerKey{}).(*reader)
	if !ok || r.actor.Account != actor.Account {
		return p.app.Me(ctx, actor)
	}
	return r.account(ctx)
}

func (r *reader) account(ctx context.Context) (*models.Account, error) {
	if r.me != nil {
		return r.me, nil
	}
	me, err := r.app.Me(ctx, r.actor)
	if err == nil {
		r.me = me
	}
	return me, err
}

// zone is the time zone of whoever reads: their own, the service's for everybody
// who chose none, and UTC where nobody is known to read.
func zone(ctx context.Context) *time.Location {
	r, ok := ctx.Value(readerKey{}).(*reader)
	if !ok {
		return time.UTC
	}
	if r.actor.Account == "" {
		return r.app.Zone(nil)
	}
	me, err := r.account(ctx)
	if err != nil {
		return r.app.Zone(nil)
	}
	return r.app.Zone(me)
}
