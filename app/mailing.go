package app

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"handrail/models"
)

// mailPatience is how long one message may take.
const mailPatience = 30 * time.Second

// send mails the words behind a key, in the background: whoever waits must not
// be able to tell from the time whether there was anything to send. Subjects are neutral (SAFETY.md 26).
// The address goes out as it is kept: one typed with a space behind it would reach nobody.
func (a *App) send(to, key string, args map[string]any) {
	to, _ = models.NormalEmail(to)
	if err := a.post.take(); err != nil {
		a.posted(key, err)
		return
	}
	a.background.Go(func() {
		a.posted(key, a.post.hand(a.closing, func() error {
			ctx, cancel := context.WithTimeout(context.Background(), mailPatience)
			defer cancel()
			return a.mail.Send(ctx, to, a.say("mail.subject", nil), a.say(key, args))
		}))
	})
}

// posted notes how it went. What a server for mail says may have an address in it.
func (a *App) posted(key string, err error) {
	if a.post.note(a.now(), err); err != nil {
		slog.Error("mail could not be sent", "kind", key, "too_many", errors.Is(err, errPostFull))
	}
}
