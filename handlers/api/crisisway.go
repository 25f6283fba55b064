package api

import (
	"context"
	"time"

	"handrail/app"
	"handrail/models"
)

type wayJSON struct {
	Way  string    `json:"way" enum:"person_alone,two_together,one_after_1h,one_after_4h,one_at_once"`
	Days int       `json:"days" doc:"How many days it stays in use"`
	Keys []keyJSON `json:"keys"`
}

// keyJSON is a key and what it still waits for.
type keyJSON struct {
	AccountID   models.ID  `json:"account_id"`
	Name        string     `json:"name"`
	Barred      bool       `json:"barred" doc:"You closed what they had started; they cannot start again until you allow it"`
	CountsFrom  *time.Time `json:"counts_from,omitempty" doc:"When it begins to count, where it does not yet"`
	EmailProved bool       `json:"email_proved" doc:"Two together need two proved addresses"`
	SameBrowser []string   `json:"same_browser" doc:"Names of key holders who signed in with the same browser"`
}

// personAlone is what the API calls the way that nobody else has.
const personAlone = "person_alone"

func wayOf(c *app.Crisis) wayJSON {
	out := wayJSON{Way: string(c.Way), Days: c.Days, Keys: []keyJSON{}}
	if c.Way == models.ByPersonAlone {
		out.Way = personAlone
	}
	for _, k := range c.Keys {
		one := keyJSON{AccountID: k.ID, Name: k.Name, Barred: k.Barred, EmailProved: k.Proved, SameBrowser: append([]string{}, k.Alike...)}
		if !k.From.IsZero() {
			one.CountsFrom = &k.From
		}
		out.Keys = append(out.Keys, one)
	}
	return out
}

func (x *API) readWay(ctx context.Context, in *InPlan) (*answer[wayJSON], error) {
	now, err := x.app.Crisis(ctx, who(ctx), in.plan())
	if err != nil {
		return nil, err
	}
	return &answer[wayJSON]{wayOf(now)}, nil
}

func (x *API) chooseWay(ctx context.Context, in *struct {
	InPlan
	Body struct {
		Way  string `json:"way" enum:"person_alone,two_together,one_after_1h,one_after_4h,one_at_once"`
		Days int    `json:"days"`
	}
}) (*answer[wayJSON], error) {
	way := models.CrisisWay(in.Body.Way)
	if way == personAlone {
		way = models.ByPersonAlone
	}
	if err := x.app.ChooseCrisisWay(ctx, who(ctx), in.plan(), app.CrisisWay{Way: way, Days: in.Body.Days}); err != nil {
		return nil, err
	}
	return x.readWay(ctx, &in.InPlan)
}

// key runs a change of a key and answers with how the way stands.
func (x *API) key(do func(*app.App, context.Context, models.Actor, models.ID, models.ID) error) func(context.Context, *InPlanPerson) (*answer[wayJSON], error) {
	return func(ctx context.Context, in *InPlanPerson) (*answer[wayJSON], error) {
		if err := do(x.app, ctx, who(ctx), in.plan(), in.account()); err != nil {
			return nil, err
		}
		return x.readWay(ctx, &in.InPlan)
	}
}
