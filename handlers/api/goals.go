package api

import (
	"context"
	"net/http"

	"handrail/app"
	"handrail/models"
)

type reviewJSON struct {
	ID     models.ID   `json:"id"`
	Day    models.Day  `json:"day"`
	Mark   int         `json:"mark"`
	Words  string      `json:"words,omitempty"`
	More   string      `json:"more,omitempty" doc:"What one point more would look like"`
	Author *personJSON `json:"author,omitempty"`
}

func reviewOf(r app.Review) reviewJSON {
	out := reviewJSON{ID: r.ID, Day: r.Day, Mark: r.Mark, Words: r.Words, More: r.More}
	if r.Author != nil {
		author := personOf(*r.Author)
		out.Author = &author
	}
	return out
}

// StepBody is a step in words.
type StepBody struct {
	Text  string `json:"text"`
	Who   string `json:"who,omitempty"`
	By    string `json:"by,omitempty"`
	State string `json:"state,omitempty" enum:"open,done,let_go"`
}

func (b StepBody) words() models.StepWords {
	return models.StepWords{Text: b.Text, Who: b.Who, By: b.By, State: models.StepState(b.State)}
}

type stepJSON struct {
	ID      models.ID  `json:"id"`
	Version int        `json:"version"`
	Ended   models.Day `json:"ended,omitempty"`
	StepBody
}

func stepOf(s app.Step) stepJSON {
	w := s.Words
	return stepJSON{ID: s.ID, Version: s.Version, Ended: w.Ended, StepBody: StepBody{Text: w.Text, Who: w.Who, By: w.By, State: string(w.State)}}
}

type goalJSON struct {
	Entry     Entry        `json:"entry"`
	Reviews   []reviewJSON `json:"reviews"`
	Steps     []stepJSON   `json:"steps"`
	Strengths []Entry      `json:"strengths" doc:"Those that the goal uses and the reader sees"`
	Notes     []notedJSON  `json:"notes" doc:"The person's own notes of these days that the reader sees"`
}

func goalOf(g app.Goal) goalJSON {
	out := goalJSON{Entry: entryOf(&g.Entry), Reviews: make([]reviewJSON, len(g.Reviews)), Steps: make([]stepJSON, len(g.Steps)), Strengths: make([]Entry, len(g.Strengths)), Notes: notesOf(g.Notes)}
	for i, r := range g.Reviews {
		out.Reviews[i] = reviewOf(r)
	}
	for i, s := range g.Steps {
		out.Steps[i] = stepOf(s)
	}
	for i := range g.Strengths {
		out.Strengths[i] = entryOf(&g.Strengths[i])
	}
	return out
}

func (x *API) goals() {
	route(x, http.MethodGet, "/plans/{plan}/goals", "Goals side by side", http.StatusOK, x.listGoals)
	route(x, http.MethodGet, "/plans/{plan}/entries/{entry}/goal", "A goal with its reviews and steps", http.StatusOK, x.readGoal)
	route(x, http.MethodPost, "/plans/{plan}/entries/{entry}/reviews", "Say where a goal stands", http.StatusCreated, x.addReview)
	route(x, http.MethodDelete, "/plans/{plan}/reviews/{review}", "Take a review out", http.StatusNoContent, x.removeReview)
	route(x, http.MethodPost, "/plans/{plan}/entries/{entry}/steps", "Add a step to a goal", http.StatusCreated, x.addStep)
	route(x, http.MethodPut, "/plans/{plan}/steps/{step}", "Change a step", http.StatusOK, x.changeStep)
	route(x, http.MethodDelete, "/plans/{plan}/steps/{step}", "Take a step out", http.StatusNoContent, x.removeStep)
	route(x, http.MethodPost, "/plans/{plan}/entries/{entry}/turn", "Say how a goal stands, and why", http.StatusOK, x.turnGoal)
	route(x, http.MethodPut, "/plans/{plan}/entries/{entry}/strengths", "Which strengths a goal uses", http.StatusNoContent, x.useStrengths)
	route(x, http.MethodGet, "/plans/{plan}/strength-hints", "Own words that sound like a strength", http.StatusOK, x.strengthHints)
	route(x, http.MethodPost, "/plans/{plan}/notes/find", "Find notes", http.StatusOK, x.findNotes)
}

func (x *API) listGoals(ctx context.Context, in *InPlan) (*answer[[]goalJSON], error) {
	all, err := x.app.AllGoals(ctx, who(ctx), in.plan())
	if err != nil {
		return nil, err
	}
	out := make([]goalJSON, len(all))
	for i, g := range all {
		out[i] = goalOf(g)
	}
	return &answer[[]goalJSON]{out}, nil
}

func (x *API) readGoal(ctx context.Context, in *InEntry) (*answer[goalJSON], error) {
	g, err := x.app.ReadGoal(ctx, who(ctx), in.plan(), in.entry())
	if err != nil {
		return nil, err
	}
	return &answer[goalJSON]{goalOf(*g)}, nil
}

func (x *API) addReview(ctx context.Context, in *struct {
	InEntry
	Creating
	Body struct {
		Day   string `json:"day,omitempty" doc:"YYYY-MM-DD; left out: today"`
		Mark  int    `json:"mark" doc:"0 to 10"`
		Words string `json:"words,omitempty"`
		More  string `json:"more,omitempty"`
	}
}) (*answer[reviewJSON], error) {
	b := in.Body
	r, err := x.app.AddReview(ctx, who(ctx), app.AddReview{Plan: in.plan(), Goal: in.entry(), Once: in.once(ctx, "reviews "+in.Plan+" "+in.Entry),
		Words: models.ReviewWords{Day: models.Day(b.Day), Mark: b.Mark, Words: b.Words, More: b.More}})
	if err != nil {
		return nil, err
	}
	return &answer[reviewJSON]{reviewOf(*r)}, nil
}

func (x *API) removeReview(ctx context.Context, in *struct {
	InPlan
	Review string `path:"review"`
}) (*nothing, error) {
	return nil, x.app.RemoveReview(ctx, who(ctx), in.plan(), models.ID(in.Review))
}

func (x *API) addStep(ctx context.Context, in *struct {
	InEntry
	Creating
	Body StepBody
}) (*answer[stepJSON], error) {
	s, err := x.app.KeepStep(ctx, who(ctx), app.KeepStep{Plan: in.plan(), Goal: in.entry(), Words: in.Body.words(), Once: in.once(ctx, "steps "+in.Plan+" "+in.Entry)})
	if err != nil {
		return nil, err
	}
	return &answer[stepJSON]{stepOf(*s)}, nil
}

func (x *API) changeStep(ctx context.Context, in *struct {
	InPlan
	Step string `path:"step"`
	Body struct {
		Version int `json:"version,omitempty" doc:"409 when it is not the newest"`
		StepBody
	}
}) (*answer[stepJSON], error) {
	s, err := x.app.KeepStep(ctx, who(ctx), app.KeepStep{Plan: in.plan(), Step: models.ID(in.Step), Version: in.Body.Version, Words: in.Body.words()})
	if err != nil {
		return nil, err
	}
	return &answer[stepJSON]{stepOf(*s)}, nil
}

func (x *API) removeStep(ctx context.Context, in *struct {
	InPlan
	Step string `path:"step"`
}) (*nothing, error) {
	return nil, x.app.RemoveStep(ctx, who(ctx), in.plan(), models.ID(in.Step))
}

type turnedJSON struct {
	NewGoal models.ID `json:"new_goal,omitempty" doc:"The goal that it turned into"`
}

func (x *API) turnGoal(ctx context.Context, in *struct {
	InEntry
	Body struct {
		State   string `json:"state" enum:"thinking,doing,paused,reached,changed,let_go"`
		Why     string `json:"why,omitempty"`
		NewGoal string `json:"new_goal,omitempty" doc:"Words of the goal that it turned into"`
	}
}) (*answer[turnedJSON], error) {
	next, err := x.app.TurnGoal(ctx, who(ctx), app.TurnGoal{Plan: in.plan(), Goal: in.entry(), State: in.Body.State, Why: in.Body.Why, NewGoal: in.Body.NewGoal})
	if err != nil {
		return nil, err
	}
	return &answer[turnedJSON]{turnedJSON{NewGoal: next}}, nil
}

func (x *API) useStrengths(ctx context.Context, in *struct {
	InEntry
	Body struct {
		Strengths []string `json:"strengths"`
	}
}) (*nothing, error) {
	ids := make([]models.ID, len(in.Body.Strengths))
	for i, id := range in.Body.Strengths {
		ids[i] = models.ID(id)
	}
	return nil, x.app.UseStrengths(ctx, who(ctx), in.plan(), in.entry(), ids)
}

type hintJSON struct {
	From  models.SectionKey `json:"from"`
	Entry models.ID         `json:"entry"`
	Words string            `json:"words"`
}

func (x *API) strengthHints(ctx context.Context, in *InPlan) (*answer[[]hintJSON], error) {
	all, err := x.app.StrengthHints(ctx, who(ctx), in.plan())
	if err != nil {
		return nil, err
	}
	out := make([]hintJSON, len(all))
	for i, h := range all {
		out[i] = hintJSON(h)
	}
	return &answer[[]hintJSON]{out}, nil
}

type foundJSON struct {
	Notes []Entry  `json:"notes"`
	All   int      `json:"all"`
	Tags  []string `json:"tags"`
}

// findNotes is asked by POST so that what is looked for stands in no address.
func (x *API) findNotes(ctx context.Context, in *struct {
	InPlan
	Body struct {
		Words string `json:"words,omitempty"`
		Tag   string `json:"tag,omitempty"`
		Limit int    `json:"limit,omitempty" minimum:"0" maximum:"500"`
	}
}) (*answer[foundJSON], error) {
	found, err := x.app.FindNotes(ctx, who(ctx), app.FindNotes{Plan: in.plan(), Words: in.Body.Words, Tag: in.Body.Tag, Limit: in.Body.Limit})
	if err != nil {
		return nil, err
	}
	out := foundJSON{Notes: make([]Entry, len(found.Notes)), All: found.All, Tags: found.Tags}
	for i := range found.Notes {
		out.Notes[i] = entryOf(&found.Notes[i])
	}
	return &answer[foundJSON]{out}, nil
}
