package api

import (
	"context"
	"net/http"
	"time"

	"handrail/app"
	"handrail/models"
)

// taskJSON is a task. Entry, section and for are the owner's alone.
type taskJSON struct {
	ID         models.ID         `json:"id"`
	Words      string            `json:"words" doc:"All that was offered to be read"`
	Answer     models.TaskAnswer `json:"answer" enum:"waiting,yes,yes_but,no,stepped_back"`
	Reply      string            `json:"reply"`
	OfferedAt  time.Time         `json:"offered_at"`
	AnsweredAt *time.Time        `json:"answered_at,omitempty"`
	Section    models.SectionKey `json:"section,omitempty"`
	Entry      models.ID         `json:"entry,omitempty"`
	For        *personJSON       `json:"for,omitempty"`
}

// InPlanTask is the path of a task.
type InPlanTask struct {
	InPlan
	Task string `path:"task" doc:"The task's id"`
}

func taskOf(t app.Task) taskJSON {
	out := taskJSON{ID: t.ID, Words: t.Words, Answer: t.Answer, Reply: t.Reply, OfferedAt: t.OfferedAt, Section: t.Section, Entry: t.Entry}
	if !t.AnsweredAt.IsZero() {
		out.AnsweredAt = &t.AnsweredAt
	}
	if t.Entry != "" {
		out.For = &personJSON{ID: t.For.ID, Name: t.For.Name}
	}
	return out
}

func (x *API) tasks() {
	const all = "/plans/{plan}/tasks"
	route(x, http.MethodGet, all, "Tasks that were offered; to others, those offered to them", http.StatusOK, x.listTasks)
	route(x, http.MethodPost, "/plans/{plan}/entries/{entry}/tasks", "Offer a task of a crisis plan to somebody", http.StatusCreated, x.offerTask)
	route(x, http.MethodPost, all+"/{task}/answer", "Say yes, no, or yes but; or step back", http.StatusOK, x.answerTask)
	route(x, http.MethodDelete, all+"/{task}", "Take a task back", http.StatusNoContent, x.endTask)
}

func (x *API) listTasks(ctx context.Context, in *InPlan) (*answer[[]taskJSON], error) {
	found, err := x.app.Tasks(ctx, who(ctx), in.plan())
	if err != nil {
		return nil, err
	}
	out := make([]taskJSON, len(found))
	for i := range found {
		out[i] = taskOf(found[i])
	}
	return &answer[[]taskJSON]{out}, nil
}

func (x *API) offerTask(ctx context.Context, in *struct {
	InPlan
	Creating
	Entry string `path:"entry"`
	Body  struct {
		Account string `json:"account"`
		Words   string `json:"words" doc:"All that they may read"`
	}
}) (*answer[taskJSON], error) {
	made, err := x.app.OfferTask(ctx, who(ctx), app.OfferTask{Plan: in.plan(), Entry: models.ID(in.Entry), Account: models.ID(in.Body.Account), Words: in.Body.Words,
		Once: in.once(ctx, "tasks "+in.Plan+" "+in.Entry)})
	if err != nil {
		return nil, err
	}
	return &answer[taskJSON]{taskOf(*made)}, nil
}

func (x *API) answerTask(ctx context.Context, in *struct {
	InPlanTask
	Body struct {
		Answer string `json:"answer" enum:"yes,yes_but,no,stepped_back"`
		Reply  string `json:"reply,omitempty"`
	}
}) (*answer[taskJSON], error) {
	done, err := x.app.AnswerTask(ctx, who(ctx), in.plan(), models.ID(in.Task), models.TaskAnswer(in.Body.Answer), in.Body.Reply)
	if err != nil {
		return nil, err
	}
	return &answer[taskJSON]{taskOf(*done)}, nil
}

func (x *API) endTask(ctx context.Context, in *InPlanTask) (*nothing, error) {
	return nil, x.app.EndTask(ctx, who(ctx), in.plan(), models.ID(in.Task))
}
