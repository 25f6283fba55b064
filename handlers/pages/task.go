package pages

import (
	"context"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
)

// askView is asking somebody to take something on: exactly which words they will read.
type askView struct {
	frame
	form
	Plan    models.ID
	Entry   *app.Entry
	People  []app.InPlan
	Drafted bool
}

func (v askView) writing() writing {
	return writing{app.DraftOf{Plan: v.Plan, Section: v.Entry.Section, Entry: v.Entry.ID, Form: "ask"}, entryPath(v.Plan, v.Entry.ID, "/ask")}
}

func (p *Pages) askForm(c echo.Context) error {
	return p.showAsk(c, http.StatusOK, nil)
}

func (p *Pages) showAsk(c echo.Context, status int, f *form) error {
	ctx := c.Request().Context()
	v := askView{Plan: planOf(c)}
	people, err := p.app.People(ctx, who(c), v.Plan)
	if err != nil {
		return err
	}
	if v.Entry, err = p.app.ReadEntry(ctx, who(c), v.Plan, models.ID(c.Param("entry"))); err != nil {
		return err
	}
	field, holds := models.TaskSections[v.Entry.Section]
	if !holds {
		return models.ErrNotFound
	}
	v.form = form{Values: map[string]string{"words": v.Entry.Fields.Get(field)}}
	if f != nil {
		v.form = *f
	} else if d, err := p.typedBefore(c, &v.form, v.writing()); err != nil {
		return err
	} else {
		v.Drafted = d != nil
	}
	v.People = slices.DeleteFunc(people, func(one app.InPlan) bool { return one.State != models.Confirmed })
	if v.frame, err = p.frame(c, roomOf(v.Entry.Section), "task.ask_title"); err != nil {
		return err
	}
	v.Typing = len(v.People) > 0
	return show(c, status, askScreen(v))
}

func (v askView) options() []option {
	var out []option
	for _, one := range v.People {
		out = append(out, option{Value: string(one.Account), Label: one.Name, Hint: one.Called})
	}
	return out
}

func (p *Pages) ask(c echo.Context) error {
	ctx := c.Request().Context()
	f := typed(c)
	made, err := p.app.OfferTask(ctx, who(c), app.OfferTask{
		Plan: planOf(c), Entry: models.ID(c.Param("entry")), Account: models.ID(f.Get("account")), Words: normalLines(f.Get("words"))})
	if err == nil {
		if err := p.letGo(c, f); err != nil {
			return err
		}
		return to(c, sectionPath(planOf(c), made.Section)+"?done=task_asked#entry-"+string(made.Entry))
	}
	if f.again(ctx, err) {
		return p.showAsk(c, http.StatusUnprocessableEntity, &f)
	}
	return err
}

// endTask takes a task back.
func (p *Pages) endTask(c echo.Context) error {
	f := typed(c)
	if err := p.app.EndTask(c.Request().Context(), who(c), planOf(c), models.ID(c.Param("task"))); err != nil {
		return err
	}
	section := models.SectionKey(f.Get("section"))
	if _, holds := models.TaskSections[section]; !holds {
		section = "crisis-help"
	}
	return to(c, sectionPath(planOf(c), section)+"?done=task_ended")
}

// tasksView is what somebody was asked to take on: the words that were offered and
// what they said, and nothing else of the plan.
type tasksView struct {
	frame
	form
	Plan   models.ID
	Name   string
	Tasks  []app.Task
	At     models.ID // the task whose form needs another look
	Notice string
}

func (p *Pages) tasks(c echo.Context) error {
	return p.showTasks(c, http.StatusOK, form{})
}

// showTasks is for those who are not the owner; the owner's tasks stand with the
// entries that they belong to.
func (p *Pages) showTasks(c echo.Context, status int, f form) error {
	ctx := c.Request().Context()
	tie, err := p.tieTo(ctx, who(c), planOf(c))
	if err != nil {
		return err
	}
	if tie.Mine {
		return to(c, sectionPath(planOf(c), "crisis-help"))
	}
	v := tasksView{form: f, Plan: tie.Plan, Name: tie.Owner.Name, At: models.ID(c.Param("task")), Notice: notice(c)}
	if v.Tasks, err = p.app.Tasks(ctx, who(c), tie.Plan); err != nil {
		return err
	}
	if v.frame, err = p.othersFrame(c, tie.Plan, tie.Owner.Name, "task.title"); err != nil {
		return err
	}
	v.frame.Here = "tasks"
	v.Typing = slices.ContainsFunc(v.Tasks, func(t app.Task) bool { return !t.Answer.Taken() })
	return show(c, status, tasksScreen(v))
}

func (p *Pages) answerTask(c echo.Context) error {
	ctx := c.Request().Context()
	f := typed(c)
	_, err := p.app.AnswerTask(ctx, who(c), planOf(c), models.ID(c.Param("task")), models.TaskAnswer(f.Get("answer")), normalLines(f.Get("reply")))
	if err == nil {
		return to(c, planPath(planOf(c), "/tasks?done=task_answered"))
	}
	if f.again(ctx, err) {
		return p.showTasks(c, http.StatusUnprocessableEntity, f)
	}
	return err
}

// formOf is the form of one of the tasks: what was typed in it.
func (v tasksView) formOf(t app.Task) form {
	if v.At == t.ID {
		return v.form
	}
	f := form{Values: map[string]string{}}
	for _, typed := range t.Typed {
		f.Values[typed.Key] = typed.Text
	}
	return f
}

// writing is the form in which a task is answered, whose words are kept as they are typed.
func (v tasksView) writing(t app.Task) writing {
	return writing{app.DraftOf{Plan: v.Plan, Section: noSection, Entry: t.ID, Form: app.ReplyForm}, planPath(v.Plan, "/tasks#task-"+string(t.ID))}
}

// typing is the id of a task's form. The first that can be answered is the one that Leave
// belongs to until somebody types in another.
func (v tasksView) typing(t app.Task) string {
	first := slices.IndexFunc(v.Tasks, func(t app.Task) bool { return !t.Answer.Taken() })
	if v.Tasks[first].ID == t.ID {
		return typingForm
	}
	return typingForm + "-" + string(t.ID)
}

// idOf is the id of a field: for the task that needs another look the one that the
// summary leads to.
func (v tasksView) idOf(t app.Task, name string) string {
	if v.At == t.ID {
		return name
	}
	return name + "-" + string(t.ID)
}

// answerOptions is what can be said to a task.
func answerOptions(ctx context.Context) []option {
	var out []option
	for _, a := range []models.TaskAnswer{models.TaskYes, models.TaskYesBut, models.TaskNo} {
		out = append(out, option{Value: string(a), Label: say.T(ctx, "task.answer_"+string(a))})
	}
	return out
}

// tasksIn is the owner's tasks, where the section holds any.
func (p *Pages) tasksIn(ctx context.Context, actor models.Actor, plan models.ID, section models.SectionKey) ([]app.Task, error) {
	if _, holds := models.TaskSections[section]; !holds {
		return nil, nil
	}
	return p.app.Tasks(ctx, actor, plan)
}

// tasksOf is the tasks of one entry.
func tasksOf(all []app.Task, entry models.ID) []app.Task {
	var out []app.Task
	for _, t := range all {
		if t.Entry == entry {
			out = append(out, t)
		}
	}
	return out
}

// nobodyYet reports whether an entry names something to be done to which nobody has said yes.
func nobodyYet(e app.Entry, all []app.Task) bool {
	field, holds := models.TaskSections[e.Section]
	taken := slices.ContainsFunc(tasksOf(all, e.ID), func(t app.Task) bool { return t.Answer.Taken() })
	return holds && e.Fields.Get(field) != "" && !taken
}
