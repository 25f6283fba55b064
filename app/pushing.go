package app

import (
	"context"
	"crypto/ecdh"
	"encoding/base64"
	"errors"
	"log/slog"
	"sync"
	"time"

	"handrail/app/internal/reminding"
	"handrail/models"
)

// Pusher hands words to a browser's push service, encrypted for that browser alone
// (RFC 8030, 8291). ErrBrowserGone says that it is told of nothing any more.
type Pusher interface {
	Push(ctx context.Context, to models.Browser, note Note) error
}

// Note is what is handed over, and by whom (RFC 8292).
type Note struct {
	Text  string
	Lasts time.Duration // how long the push service keeps trying
	Key   *ecdh.PrivateKey
	From  string // the service's address
}

// ErrBrowserGone is a browser that its push service knows no more.
var ErrBrowserGone = errors.New("app: the browser is told of nothing any more")

// pushKey is what a browser is given when it asks its push service for an address.
func (a *App) pushKey(ctx context.Context) (string, error) {
	key, err := a.reminding.Key(ctx)
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(key.PublicKey().Bytes()), nil
}

// TellHere has this browser told when a reminder of the owner's comes, for as long as it is signed
// in. On a device that is not their own nothing is (SAFETY.md 12).
func (a *App) TellHere(ctx context.Context, who models.Actor, plan models.ID, b models.Browser) error {
	if err := a.OwnersAlone(ctx, who, plan); err != nil {
		return err
	}
	if a.push == nil {
		return &models.Error{Kind: models.Conflict, Key: "reminder.no_push"}
	}
	if err := b.Problem(); err != nil {
		return err
	}
	device, err := a.accounts.Offline(ctx, who)
	if err != nil {
		return err
	}
	if !device.Own {
		return &models.Error{Kind: models.Conflict, Key: "reminder.not_own"}
	}
	return a.reminding.Tell(ctx, plan, who.SignIn, b)
}

// UntellHere ends that.
func (a *App) UntellHere(ctx context.Context, who models.Actor, plan models.ID) error {
	if err := a.OwnersAlone(ctx, who, plan); err != nil {
		return err
	}
	return a.reminding.Untell(ctx, who.SignIn)
}

// How many browsers are told at the same moment, how long one may take, and how long a push
// service keeps a note for a phone that is off.
const (
	pushesAtOnce = 8
	pushPatience = 10 * time.Second
	pushLasts    = time.Hour
)

// tellThemselves tells the browsers of those whose reminder came, each once.
func (a *App) tellThemselves(ctx context.Context, due []reminding.Due) error {
	if len(due) == 0 {
		return nil
	}
	key, err := a.reminding.Key(ctx)
	if err != nil {
		return err
	}
	note := Note{Text: a.say("reminder.note", nil), Lasts: pushLasts, Key: key, From: a.url}
	var all sync.WaitGroup
	defer all.Wait()
	slots, told := make(chan struct{}, pushesAtOnce), map[models.ID]bool{}
	for _, d := range due {
		if told[d.Plan] {
			continue
		}
		told[d.Plan] = true
		browsers, err := a.reminding.Told(ctx, d.Plan)
		if err != nil {
			return err
		}
		for _, b := range browsers {
			slots <- struct{}{}
			all.Go(func() {
				defer func() { <-slots }()
				a.pushTo(ctx, b, note)
			})
		}
	}
	return nil
}

// pushTo tells one browser. It is not tried again: what is told late wakes people.
func (a *App) pushTo(ctx context.Context, b reminding.Told, note Note) {
	ctx, cancel := context.WithTimeout(ctx, pushPatience)
	defer cancel()
	switch err := a.push.Push(ctx, b.Browser, note); {
	case errors.Is(err, ErrBrowserGone):
		said("a browser that is gone could not be forgotten", a.reminding.Untell(context.WithoutCancel(ctx), b.SignIn))
	case err != nil:
		slog.Warn("a browser could not be told") // neither which nor whose
	}
}
