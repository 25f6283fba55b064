package api

import (
	"context"
	"net/http"

	"handrail/app"
	"handrail/models"
)

type dailyItemJSON struct {
	Entry     models.ID `json:"entry"`
	What      string    `json:"what"`
	When      string    `json:"when,omitempty"`
	Often     string    `json:"often,omitempty"`
	Done      bool      `json:"done"`
	Yesterday bool      `json:"done_yesterday,omitempty"`
}

type todayJSON struct {
	Day       models.Day      `json:"day" doc:"The owner's own day"`
	Yesterday models.Day      `json:"yesterday,omitempty" doc:"Until noon: it can still be ticked off"`
	Items     []dailyItemJSON `json:"items"`
}

type doneJSON struct {
	Entry models.ID  `json:"entry"`
	Day   models.Day `json:"day"`
}

// OnDay is the path of an entry of the daily plan on a day.
type OnDay struct {
	InEntry
	Day string `path:"day" doc:"YYYY-MM-DD: today, or yesterday until noon"`
}

// FromTo is a row of days.
type FromTo struct {
	InPlan
	From string `query:"from" doc:"First day; left out: 29 days before the last"`
	To   string `query:"to" doc:"Last day; left out: today"`
}

func (x *API) daily() {
	route(x, http.MethodGet, "/plans/{plan}/today", "The daily plan to tick off", http.StatusOK, x.today)
	route(x, http.MethodPut, "/plans/{plan}/entries/{entry}/ticks/{day}", "Tick something off", http.StatusNoContent, x.setTick)
	route(x, http.MethodDelete, "/plans/{plan}/entries/{entry}/ticks/{day}", "Take a tick back", http.StatusNoContent, x.takeTick)
	route(x, http.MethodGet, "/plans/{plan}/ticks", "What was done on which day", http.StatusOK, x.ticks)
	route(x, http.MethodGet, "/plans/{plan}/better-days", "Days side by side, without a conclusion", http.StatusOK, x.betterDays)
}

func (x *API) today(ctx context.Context, in *InPlan) (*answer[todayJSON], error) {
	t, err := x.app.Today(ctx, who(ctx), in.plan())
	if err != nil {
		return nil, err
	}
	out := todayJSON{Day: t.Day, Yesterday: t.Yesterday, Items: make([]dailyItemJSON, len(t.Items))}
	for i, item := range t.Items {
		f := item.Entry.Fields
		out.Items[i] = dailyItemJSON{Entry: item.Entry.ID, What: f.Get("what"), When: f.Get("when"), Often: f.Get("often"), Done: item.Done, Yesterday: item.Yesterday}
	}
	return &answer[todayJSON]{out}, nil
}

func (x *API) setTick(ctx context.Context, in *OnDay) (*nothing, error) {
	return nil, x.app.Tick(ctx, who(ctx), app.Tick{Plan: in.plan(), Day: models.Day(in.Day), Done: []models.ID{in.entry()}})
}

func (x *API) takeTick(ctx context.Context, in *OnDay) (*nothing, error) {
	return nil, x.app.Tick(ctx, who(ctx), app.Tick{Plan: in.plan(), Day: models.Day(in.Day), Not: []models.ID{in.entry()}})
}

func (x *API) ticks(ctx context.Context, in *FromTo) (*answer[[]doneJSON], error) {
	all, err := x.app.Ticks(ctx, who(ctx), in.plan(), models.Day(in.From), models.Day(in.To))
	if err != nil {
		return nil, err
	}
	out := make([]doneJSON, len(all))
	for i, d := range all {
		out[i] = doneJSON(d)
	}
	return &answer[[]doneJSON]{out}, nil
}

type checkInJSON struct {
	Entry models.ID  `json:"entry"`
	Day   models.Day `json:"day"`
	How   string     `json:"how,omitempty"`
	Words string     `json:"words,omitempty"`
}

type notedJSON struct {
	Entry models.ID  `json:"entry"`
	Day   models.Day `json:"day"`
	Words string     `json:"words"`
}

type dayKeptJSON struct {
	Day    models.Day    `json:"day"`
	Checks []checkInJSON `json:"check_ins"`
	Done   []string      `json:"done"`
	Notes  []notedJSON   `json:"notes"`
	Marks  []markedJSON  `json:"marks"`
}

type markedJSON struct {
	Name  string `json:"name"`
	Value int    `json:"value"`
}

type daysJSON struct {
	From   models.Day    `json:"from"`
	To     models.Day    `json:"to"`
	Better []dayKeptJSON `json:"better"`
	Other  []dayKeptJSON `json:"other"`
}

func (x *API) betterDays(ctx context.Context, in *FromTo) (*answer[daysJSON], error) {
	d, err := x.app.BetterDays(ctx, who(ctx), in.plan(), models.Day(in.From), models.Day(in.To))
	if err != nil {
		return nil, err
	}
	return &answer[daysJSON]{daysJSON{From: d.From, To: d.To, Better: keptOf(d.Better), Other: keptOf(d.Other)}}, nil
}

func keptOf(all []app.DayKept) []dayKeptJSON {
	out := make([]dayKeptJSON, len(all))
	for i, d := range all {
		k := dayKeptJSON{Day: d.Day, Checks: checksOf(d.Checks), Done: append([]string{}, d.Done...), Notes: notesOf(d.Notes), Marks: []markedJSON{}}
		for _, m := range d.Marks {
			k.Marks = append(k.Marks, markedJSON(m))
		}
		out[i] = k
	}
	return out
}

func checksOf(all []app.CheckIn) []checkInJSON {
	out := make([]checkInJSON, len(all))
	for i, c := range all {
		out[i] = checkInJSON(c)
	}
	return out
}

func notesOf(all []app.Noted) []notedJSON {
	out := make([]notedJSON, len(all))
	for i, n := range all {
		out[i] = notedJSON(n)
	}
	return out
}
