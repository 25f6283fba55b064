package pages

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/say"
)

// statusView is how the service itself is. Nobody is in it.
type statusView struct {
	frame
	Status *app.Status
	Now    time.Time
}

// status is the lead's alone.
func (p *Pages) status(c echo.Context) error {
	found, err := p.app.Status(c.Request().Context(), who(c))
	if err != nil {
		return err
	}
	v := statusView{Status: found, Now: p.app.Now()}
	if v.frame, err = p.frame(c, "status", "status.title"); err != nil {
		return err
	}
	return show(c, http.StatusOK, statusScreen(v))
}

// backups says how old the newest is.
func (v statusView) backups(ctx context.Context) string {
	b := v.Status.Backups
	switch {
	case !b.On:
		return say.T(ctx, "status.backups_off")
	case b.Unread:
		return say.T(ctx, "status.backups_unread")
	case b.Count == 0:
		return say.T(ctx, "status.backups_none")
	}
	return say.T(ctx, "status.backups_last", "At", moment(ctx, b.Last), "Count", b.Count)
}

// mail says whether it goes out.
func (v statusView) mail(ctx context.Context) string {
	m := v.Status.Mail
	switch {
	case !m.On:
		return say.T(ctx, "status.mail_off")
	case m.Failed.After(m.Sent):
		return say.T(ctx, "status.mail_stuck", "At", moment(ctx, m.Failed))
	case m.Sent.IsZero():
		return say.T(ctx, "status.mail_idle")
	}
	return say.T(ctx, "status.mail_sent", "At", moment(ctx, m.Sent))
}

func (v statusView) disk(ctx context.Context) string {
	d := v.Status.Disk
	return say.T(ctx, "status.disk_is", "Free", megabytes(d.Free), "Disk", megabytes(d.Disk), "Database", megabytes(d.Database))
}

func megabytes(n int64) string { return strconv.FormatInt((n+999_999)/1_000_000, 10) }
