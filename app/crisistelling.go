package app

import (
	"context"
	"log/slog"
	"time"

	"handrail/app/internal/gate"
	"handrail/app/live"
	"handrail/models"
)

// tellCrisis says on every device where the person is signed in that something has
// happened about their crisis plan; nobody else hears it.
func (a *App) tellCrisis(plan models.ID) {
	a.live.Tell(live.Notice{Kind: models.CrisisNotice, Head: models.Record{Plan: plan}})
}

// mailCrisis tells the person by mail, in neutral words, with a link that closes it and
// can do nothing else. It runs behind the answer, so that who pressed learns nothing
// from the time that it takes.
func (a *App) mailCrisis(owner models.ID, step models.CrisisStep, link string) {
	keys := map[models.CrisisStep]string{
		models.CrisisBegun: "mail.crisis_begun", models.CrisisOpened: "mail.crisis_opened", models.CrisisCarried: "mail.crisis_opened"}
	key, is := keys[step]
	if !is {
		return
	}
	args := map[string]any{"URL": a.url + "/keep-closed?token=" + link, "Here": a.url + "/"}
	a.background.Go(func() { a.mailTo(context.Background(), owner, key, args) })
}

// mailTo mails an account, where this server sends mail.
func (a *App) mailTo(ctx context.Context, account models.ID, key string, args map[string]any) {
	if a.mail == nil {
		return
	}
	found, err := a.accounts.Account(ctx, account)
	if err != nil {
		slog.Error("an account could not be read for a mail", "kind", key)
		return
	}
	a.send(found.Email, key, args)
}

// remindEvery is how often it is looked whether a crisis plan is about to end.
const remindEvery = 10 * time.Minute

// Remind tells those concerned, once, of each crisis plan that will be closed within
// two days: the person, and of those who put it to use whoever may see something now (RULES.md 24).
func (a *App) Remind(ctx context.Context) error {
	ending, err := a.gate.EndingCrises(ctx)
	if err != nil {
		return err
	}
	for _, e := range ending {
		a.tellCrisis(e.Plan)
		a.mailTo(ctx, e.Owner, "mail.crisis_ending", map[string]any{"Here": a.url + "/"})
		for _, account := range e.Openers {
			a.mailTo(ctx, account, "mail.crisis_ending_other", map[string]any{"Here": a.url + "/people"})
		}
	}
	return nil
}

// LookedBack notes that the person has looked back on the last crisis, or would rather not:
// it is offered once.
func (a *App) LookedBack(ctx context.Context, who models.Actor, plan models.ID) error {
	return a.gate.Write(ctx, who, plan, who.Via, gate.LookedBack)
}

// OfferLookingBack reports whether a crisis ended some days ago on which the person
// has not looked back.
func (a *App) OfferLookingBack(ctx context.Context, who models.Actor, plan models.ID) (bool, error) {
	var offer bool
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) (err error) {
		offer, err = gate.OffersLookingBack(p)
		return err
	})
	return offer, err
}
