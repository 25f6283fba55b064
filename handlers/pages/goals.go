package pages

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
)

// goalView is one goal with its way so far.
type goalView struct {
	frame
	form
	Plan    models.ID
	Goal    *app.Goal
	Today   models.Day
	All     []app.Entry     // the person's strengths, to choose from; nil to others
	Drafted map[string]bool // the forms in which words were being typed before
	Notice  string
}

// works reports whether the reader may write here now: the person, or somebody who
// works on it together with them in a session.
func (v goalView) works() bool { return v.Goal.May >= models.RightWork }

// writing is one of the forms about the goal, whose words are kept as they are typed.
func (v goalView) writing(name string) writing {
	return writing{app.DraftOf{Plan: v.Plan, Section: app.Goals, Entry: v.Goal.Entry.ID, Form: name}, goalPath(v.Plan, v.Goal.Entry.ID, "")}
}

// The forms about a goal.
const reviewing, stepping, turning = "review", "step", "turn"

// formsBefore fills the forms with what was typed in them before.
func (p *Pages) formsBefore(c echo.Context, v *goalView) error {
	v.Drafted = make(map[string]bool)
	for _, name := range []string{reviewing, stepping, turning} {
		d, err := p.typedBefore(c, &v.form, v.writing(name))
		if err != nil {
			return err
		}
		v.Drafted[name] = d != nil
	}
	return nil
}

func (p *Pages) goal(c echo.Context) error { return p.showGoal(c, http.StatusOK, form{}) }

func (p *Pages) showGoal(c echo.Context, status int, f form) error {
	ctx := c.Request().Context()
	v := goalView{form: f, Plan: planOf(c), Notice: notice(c)}
	var err error
	if v.Goal, err = p.app.ReadGoal(ctx, who(c), v.Plan, models.ID(c.Param("goal"))); err != nil {
		return err
	}
	if v.Today, err = p.app.DayOf(ctx, who(c)); err != nil {
		return err
	}
	if v.Goal.Mine {
		plan, err := p.app.ReadSection(ctx, who(c), v.Plan, app.Strengths)
		if err != nil {
			return err
		}
		v.All = plan.Sections[0].Entries
	}
	if v.frame, err = p.framed(c, "goals", whose{v.Plan, v.Goal.Owner.Name, v.Goal.Mine}, "goal.page", excerpt(shapeOf(app.Goals), v.Goal.Entry.Fields)); err != nil {
		return err
	}
	v.Typing = v.works()
	if status == http.StatusOK && v.Typing {
		if err := p.formsBefore(c, &v); err != nil {
			return err
		}
	}
	return show(c, status, goalScreen(v))
}

// goalPath is the address of a goal's page.
func goalPath(plan, goal models.ID, rest string) string {
	return planPath(plan, "/goals/"+string(goal)+rest)
}

// afterGoal goes back to the goal, or draws it again with what was wrong.
func (p *Pages) afterGoal(c echo.Context, f form, err error, done string) error {
	if err == nil {
		err = p.letGo(c, f)
	}
	if err == nil {
		return to(c, goalPath(planOf(c), models.ID(c.Param("goal")), "?done="+done+"#main"))
	}
	if !f.again(c.Request().Context(), err) {
		return err
	}
	return p.showGoal(c, http.StatusUnprocessableEntity, f)
}

func (p *Pages) addReview(c echo.Context) error {
	f := typed(c)
	mark, err := strconv.Atoi(f.Get("mark"))
	if err != nil {
		mark = -1
	}
	_, err = p.app.AddReview(c.Request().Context(), who(c), app.AddReview{Plan: planOf(c), Goal: models.ID(c.Param("goal")), Words: models.ReviewWords{
		Day: models.Day(f.Get("day")), Mark: mark, Words: normalLines(f.Get("words")), More: normalLines(f.Get("more"))}})
	return p.afterGoal(c, f, err, "review")
}

func (p *Pages) removeReview(c echo.Context) error {
	return p.afterGoal(c, typed(c), p.app.RemoveReview(c.Request().Context(), who(c), planOf(c), models.ID(c.Param("review"))), "removed_review")
}

func (p *Pages) addStep(c echo.Context) error {
	f := typed(c)
	_, err := p.app.KeepStep(c.Request().Context(), who(c), app.KeepStep{Plan: planOf(c), Goal: models.ID(c.Param("goal")),
		Words: models.StepWords{Text: normalLines(f.Get("text")), Who: f.Get("who"), By: f.Get("by")}})
	return p.afterGoal(c, f, err, "step")
}

// changeStep says how a step stands: its words stay.
func (p *Pages) changeStep(c echo.Context) error {
	ctx := c.Request().Context()
	goal, err := p.app.ReadGoal(ctx, who(c), planOf(c), models.ID(c.Param("goal")))
	if err != nil {
		return err
	}
	i := slices.IndexFunc(goal.Steps, func(s app.Step) bool { return string(s.ID) == c.Param("step") })
	if i < 0 {
		return models.ErrNotFound
	}
	f := typed(c)
	words := goal.Steps[i].Words
	words.State = models.StepState(f.Get("state"))
	_, err = p.app.KeepStep(ctx, who(c), app.KeepStep{Plan: planOf(c), Step: goal.Steps[i].ID, Words: words})
	return p.afterGoal(c, f, err, "step")
}

func (p *Pages) turnGoal(c echo.Context) error {
	f := typed(c)
	next, err := p.app.TurnGoal(c.Request().Context(), who(c), app.TurnGoal{Plan: planOf(c), Goal: models.ID(c.Param("goal")),
		State: f.Get("state"), Why: normalLines(f.Get("why")), NewGoal: normalLines(f.Get("new_goal"))})
	if err == nil && next != "" {
		if err := p.letGo(c, f); err != nil {
			return err
		}
		return to(c, goalPath(planOf(c), next, "?done=new_goal"))
	}
	return p.afterGoal(c, f, err, "turned")
}

func (p *Pages) useStrengths(c echo.Context) error {
	params, err := c.FormParams()
	if err != nil {
		return p.afterGoal(c, form{}, nil, "strengths")
	}
	var ids []models.ID
	for _, id := range params["strength"] {
		ids = append(ids, models.ID(id))
	}
	return p.afterGoal(c, typed(c), p.app.UseStrengths(c.Request().Context(), who(c), planOf(c), models.ID(c.Param("goal")), ids), "strengths")
}

// goalsView is goals side by side.
type goalsView struct {
	frame
	Plan  models.ID
	Goals []app.Goal
	Mine  bool
}

func (p *Pages) goals(c echo.Context) error {
	ctx := c.Request().Context()
	all, err := p.app.AllGoals(ctx, who(c), planOf(c))
	if err != nil {
		return err
	}
	plan, err := p.app.ReadSection(ctx, who(c), planOf(c), app.Goals)
	if err != nil {
		return err
	}
	v := goalsView{Plan: planOf(c), Goals: all, Mine: plan.Mine}
	if v.frame, err = p.framed(c, "goals", whose{v.Plan, plan.Owner.Name, v.Mine}, "goal.page", say.T(ctx, "goal.side_by_side")); err != nil {
		return err
	}
	return show(c, http.StatusOK, goalsScreen(v))
}

// goalChart is the marks of a goal as a line.
func goalChart(ctx context.Context, g app.Goal) chart {
	out := chart{
		ID: "goal-" + string(g.Entry.ID), Title: say.T(ctx, "goal.line_title", "Goal", excerpt(shapeOf(app.Goals), g.Entry.Fields)),
		Desc: say.T(ctx, "goal.line_desc"), Low: 0, High: 10, Below: "0", Above: "10",
	}
	for _, r := range g.Reviews {
		out.Line = append(out.Line, models.Value{Day: r.Day, Value: r.Mark})
	}
	if n := len(out.Line); n > 0 {
		out.From, out.To = out.Line[0].Day, out.Line[n-1].Day
	}
	for _, n := range g.Notes {
		out.Notes = append(out.Notes, n.Day)
	}
	return out
}

func stepStateOptions(ctx context.Context, now models.StepState) []option {
	var out []option
	for _, s := range []models.StepState{models.StepDone, models.StepLetGo, models.StepOpen} {
		if s != now {
			out = append(out, option{Value: string(s), Label: say.T(ctx, "step.set."+string(s))})
		}
	}
	return out
}

func goalStates(ctx context.Context) []option {
	for _, d := range shapeOf(app.Goals).Fields {
		if d.Key == "state" {
			return optionsOf(ctx, app.Goals, d)
		}
	}
	return nil
}

func usesStrength(g *app.Goal, id models.ID) bool {
	return slices.ContainsFunc(g.Strengths, func(e app.Entry) bool { return e.ID == id })
}
