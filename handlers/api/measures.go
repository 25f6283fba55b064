package api

import (
	"context"
	"net/http"

	"handrail/app"
	"handrail/models"
)

// InMeasure is the path of a measure of the person's own.
type InMeasure struct {
	InPlan
	Measure string `path:"measure" doc:"The measure's id"`
}

// MeasureBody is a measure as its maker describes it.
type MeasureBody struct {
	Name  string `json:"name"`
	Low   string `json:"low,omitempty" doc:"What 0 means"`
	High  string `json:"high,omitempty" doc:"What 10 means"`
	Often string `json:"often,omitempty" enum:"every_day,every_week,now_and_then"`
	Ended bool   `json:"ended,omitempty"`
}

func (b MeasureBody) words() models.MeasureWords {
	return models.MeasureWords{Name: b.Name, Low: b.Low, High: b.High, Often: b.Often, Ended: b.Ended}
}

type measureJSON struct {
	ID models.ID `json:"id"`
	MeasureBody
}

func measureOf(m app.Measure) measureJSON {
	w := m.Words
	return measureJSON{ID: m.ID, MeasureBody: MeasureBody{Name: w.Name, Low: w.Low, High: w.High, Often: w.Often, Ended: w.Ended}}
}

type valueJSON struct {
	Day   models.Day `json:"day"`
	Value int        `json:"value"`
}

type checkInsJSON struct {
	From     models.Day     `json:"from"`
	To       models.Day     `json:"to"`
	CheckIns []checkInJSON  `json:"check_ins"`
	Measures []measuredJSON `json:"measures"`
}

type measuredJSON struct {
	Measure measureJSON `json:"measure"`
	Values  []valueJSON `json:"values"`
}

func (x *API) measures() {
	route(x, http.MethodGet, "/plans/{plan}/check-ins", "How things were, and measures, over days", http.StatusOK, x.checkIns)
	route(x, http.MethodGet, "/plans/{plan}/measures", "What the person keeps an eye on", http.StatusOK, x.listMeasures)
	route(x, http.MethodPost, "/plans/{plan}/measures", "Make a measure", http.StatusCreated, x.makeMeasure)
	route(x, http.MethodPut, "/plans/{plan}/measures/{measure}", "Change a measure", http.StatusOK, x.changeMeasure)
	route(x, http.MethodPut, "/plans/{plan}/measures/{measure}/marks/{day}", "Mark a measure on a day", http.StatusNoContent, x.setMark)
	route(x, http.MethodDelete, "/plans/{plan}/measures/{measure}/marks/{day}", "Take a mark back", http.StatusNoContent, x.takeMark)
}

func (x *API) checkIns(ctx context.Context, in *FromTo) (*answer[checkInsJSON], error) {
	all, err := x.app.CheckIns(ctx, who(ctx), in.plan(), models.Day(in.From), models.Day(in.To))
	if err != nil {
		return nil, err
	}
	out := checkInsJSON{From: all.From, To: all.To, CheckIns: checksOf(all.Days), Measures: make([]measuredJSON, len(all.Measures))}
	for i, m := range all.Measures {
		out.Measures[i] = measuredJSON{Measure: measureOf(m.Measure), Values: make([]valueJSON, len(m.Values))}
		for j, v := range m.Values {
			out.Measures[i].Values[j] = valueJSON(v)
		}
	}
	return &answer[checkInsJSON]{out}, nil
}

func (x *API) listMeasures(ctx context.Context, in *InPlan) (*answer[[]measureJSON], error) {
	all, err := x.app.Measures(ctx, who(ctx), in.plan())
	if err != nil {
		return nil, err
	}
	out := make([]measureJSON, len(all))
	for i, m := range all {
		out[i] = measureOf(m)
	}
	return &answer[[]measureJSON]{out}, nil
}

func (x *API) makeMeasure(ctx context.Context, in *struct {
	InPlan
	Creating
	Body MeasureBody
}) (*answer[measureJSON], error) {
	m, err := x.app.MakeMeasure(ctx, who(ctx), app.MakeMeasure{Plan: in.plan(), Words: in.Body.words(), Once: in.once(ctx, "measures "+in.Plan)})
	if err != nil {
		return nil, err
	}
	return &answer[measureJSON]{measureOf(*m)}, nil
}

func (x *API) changeMeasure(ctx context.Context, in *struct {
	InMeasure
	Body MeasureBody
}) (*answer[measureJSON], error) {
	m, err := x.app.MakeMeasure(ctx, who(ctx), app.MakeMeasure{Plan: in.plan(), ID: models.ID(in.Measure), Words: in.Body.words()})
	if err != nil {
		return nil, err
	}
	return &answer[measureJSON]{measureOf(*m)}, nil
}

func (x *API) setMark(ctx context.Context, in *struct {
	InMeasure
	Day  string `path:"day" doc:"YYYY-MM-DD"`
	Body struct {
		Value int `json:"value" doc:"0 to 10"`
	}
}) (*nothing, error) {
	return nil, x.app.MarkMeasure(ctx, who(ctx), app.MarkMeasure{Plan: in.plan(), Measure: models.ID(in.Measure), Day: models.Day(in.Day), Value: &in.Body.Value})
}

func (x *API) takeMark(ctx context.Context, in *struct {
	InMeasure
	Day string `path:"day" doc:"YYYY-MM-DD"`
}) (*nothing, error) {
	return nil, x.app.MarkMeasure(ctx, who(ctx), app.MarkMeasure{Plan: in.plan(), Measure: models.ID(in.Measure), Day: models.Day(in.Day)})
}
