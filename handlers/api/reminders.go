package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"handrail/app"
	"handrail/models"
)

type remindersJSON struct {
	Reminders     []reminderJSON `json:"reminders"`
	CalendarSince *time.Time     `json:"calendar_since,omitempty" doc:"Since when a calendar can follow them; left out: it cannot"`
	HereSince     *time.Time     `json:"here_since,omitempty" doc:"Since when the browser of this sign-in is told; left out: it is not"`
	Key           string         `json:"key,omitempty" doc:"The applicationServerKey of this server (RFC 8292), base64url; left out: it tells no browser"`
}

type reminderJSON struct {
	ID   models.ID `json:"id"`
	At   string    `json:"at" example:"08:30" doc:"On the owner's clock"`
	Days []string  `json:"days" doc:"monday to sunday"`
}

func reminderOf(r models.Reminder) reminderJSON {
	out := reminderJSON{ID: r.ID, At: r.At.String(), Days: []string{}}
	for _, d := range r.Days.List() {
		out.Days = append(out.Days, strings.ToLower(d.String()))
	}
	return out
}

type calendarJSON struct {
	URL string `json:"url" doc:"The secret address of the calendar (RFC 5545); given this once"`
}

// InPlanReminder is one reminder of the plan's owner.
type InPlanReminder struct {
	InPlan
	Reminder string `path:"reminder" doc:"The reminder's id"`
}

func (x *API) reminders() {
	route(x, http.MethodGet, "/plans/{plan}/reminders", "When the owner wants a note to themselves, and where it goes", http.StatusOK, x.readReminders)
	route(x, http.MethodPost, "/plans/{plan}/reminders", "One time more", http.StatusCreated, x.addReminder)
	route(x, http.MethodDelete, "/plans/{plan}/reminders/{reminder}", "One time less", http.StatusNoContent, x.removeReminder)
	route(x, http.MethodPost, "/plans/{plan}/calendar", "A new secret address for the owner's calendar; an earlier one ends", http.StatusCreated, x.newCalendar)
	route(x, http.MethodDelete, "/plans/{plan}/calendar", "No calendar any more", http.StatusNoContent, x.endCalendar)
	route(x, http.MethodPut, "/plans/{plan}/reminders/here", "Tell the browser of this sign-in (W3C Push API)", http.StatusNoContent, x.tellHere)
	route(x, http.MethodDelete, "/plans/{plan}/reminders/here", "Tell it no more", http.StatusNoContent, x.untellHere)
}

func (x *API) readReminders(ctx context.Context, in *InPlan) (*answer[remindersJSON], error) {
	r, err := x.app.Reminders(ctx, who(ctx), in.plan())
	if err != nil {
		return nil, err
	}
	out := remindersJSON{Reminders: []reminderJSON{}, Key: r.Key, CalendarSince: orNil(r.Calendar), HereSince: orNil(r.Told)}
	for _, one := range r.Times {
		out.Reminders = append(out.Reminders, reminderOf(one))
	}
	return &answer[remindersJSON]{out}, nil
}

func (x *API) addReminder(ctx context.Context, in *struct {
	InPlan
	Creating
	Body struct {
		At   string   `json:"at" maxLength:"5" example:"08:30"`
		Days []string `json:"days" maxItems:"7" enum:"monday,tuesday,wednesday,thursday,friday,saturday,sunday"`
	}
}) (*answer[reminderJSON], error) {
	var days models.Weekdays
	for d := range time.Weekday(7) {
		for _, name := range in.Body.Days {
			if name == strings.ToLower(d.String()) {
				days = days.On(d)
			}
		}
	}
	r, err := x.app.AddReminder(ctx, who(ctx), app.AddReminder{Plan: in.plan(), At: in.Body.At, Days: days, Once: in.once(ctx, "reminders "+in.Plan)})
	if err != nil {
		return nil, err
	}
	return &answer[reminderJSON]{reminderOf(r)}, nil
}

func (x *API) removeReminder(ctx context.Context, in *InPlanReminder) (*nothing, error) {
	return nil, x.app.RemoveReminder(ctx, who(ctx), in.plan(), models.ID(in.Reminder))
}

func (x *API) newCalendar(ctx context.Context, in *InPlan) (*answer[calendarJSON], error) {
	url, err := x.app.NewCalendar(ctx, who(ctx), in.plan())
	if err != nil {
		return nil, err
	}
	return &answer[calendarJSON]{calendarJSON{URL: url}}, nil
}

func (x *API) endCalendar(ctx context.Context, in *InPlan) (*nothing, error) {
	return nil, x.app.EndCalendar(ctx, who(ctx), in.plan())
}

func (x *API) tellHere(ctx context.Context, in *struct {
	InPlan
	Body struct {
		Endpoint string `json:"endpoint" maxLength:"1000"`
		Key      string `json:"key" maxLength:"100" doc:"p256dh, base64url"`
		Auth     string `json:"auth" maxLength:"40" doc:"base64url"`
	}
}) (*nothing, error) {
	return nil, x.app.TellHere(ctx, who(ctx), in.plan(), models.Browser{Endpoint: in.Body.Endpoint, Key: in.Body.Key, Auth: in.Body.Auth})
}

func (x *API) untellHere(ctx context.Context, in *InPlan) (*nothing, error) {
	return nil, x.app.UntellHere(ctx, who(ctx), in.plan())
}
