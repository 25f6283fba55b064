package pages

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
)

// sessionsView is the sessions in a plan: the coming ones, and those that were.
type sessionsView struct {
	frame
	form
	Plan   models.ID
	Mine   bool
	Owner  string
	Coming []app.Session
	Past   []app.Session
	Meet   []app.InPlan // whom the owner can meet
	May    bool         // open one
	Notice string
}

func (p *Pages) sessions(c echo.Context) error { return p.showSessions(c, http.StatusOK, form{}) }

func (p *Pages) showSessions(c echo.Context, status int, f form) error {
	ctx := c.Request().Context()
	found, err := p.app.Sessions(ctx, who(c), planOf(c))
	if err != nil {
		return err
	}
	v := sessionsView{form: f, Plan: planOf(c), Notice: notice(c)}
	v.Past = slices.DeleteFunc(slices.Clone(found), func(s app.Session) bool { return s.State != models.SessionEnded })
	v.Coming = slices.DeleteFunc(found, func(s app.Session) bool { return s.State == models.SessionEnded })
	slices.SortStableFunc(v.Coming, func(a, b app.Session) int { return a.PlannedFor.Compare(b.PlannedFor) })
	tie, err := p.tieTo(ctx, who(c), v.Plan)
	if err != nil {
		return err
	}
	v.Mine, v.Owner, v.May = tie.Mine, tie.Owner.Name, tie.Works
	if v.Mine {
		if v.Meet, err = p.whomToMeet(ctx, who(c), v.Plan); err != nil {
			return err
		}
		v.May = len(v.Meet) > 0
	}
	if v.frame, err = p.sessionFrame(c, whose{planOf(c), v.Owner, v.Mine}, "sessions.title"); err != nil {
		return err
	}
	return show(c, status, sessionsScreen(v))
}

// whomToMeet is the practitioners and peers in the owner's plan whom the service
// confirmed.
func (p *Pages) whomToMeet(ctx context.Context, actor models.Actor, plan models.ID) ([]app.InPlan, error) {
	people, err := p.app.People(ctx, actor, plan)
	return slices.DeleteFunc(people, func(one app.InPlan) bool {
		return one.State != models.Confirmed || !one.Role.Works() || !one.Works
	}), err
}

// sessionFrame is what stands around the screens of sessions, in one's own plan or
// somebody else's.
func (p *Pages) sessionFrame(c echo.Context, to whose, title string, args ...any) (frame, error) {
	if to.Mine {
		return p.frame(c, "sessions", title, args...)
	}
	f, err := p.othersFrame(c, to.Plan, to.Owner, title)
	if f.Here = "sessions"; len(args) > 0 {
		f.Title = say.T(c.Request().Context(), title, args...)
	}
	return f, err
}

func (p *Pages) openSession(c echo.Context) error {
	ctx := c.Request().Context()
	f := typed(c)
	in := app.OpenSession{Plan: planOf(c), With: models.ID(f.Get("with"))}
	if f.Get("when") == "later" {
		at, err := time.ParseInLocation("2006-01-02 15:04", f.Get("day")+" "+f.Get("time"), zone(ctx))
		if err != nil {
			f.Message = say.T(ctx, "error.invalid")
			f.Problems = append(f.Problems, fault{Field: "day", Sentence: say.T(ctx, "session.when_unread")})
			return p.showSessions(c, http.StatusUnprocessableEntity, f)
		}
		in.PlannedFor = at
	}
	s, err := p.app.OpenSession(ctx, who(c), in)
	if err == nil {
		return to(c, sessionPath(in.Plan, s.ID, ""))
	}
	if !f.again(ctx, err) {
		return err
	}
	return p.showSessions(c, http.StatusUnprocessableEntity, f)
}

// sessionPath is the address of something of a session.
func sessionPath(plan, session models.ID, rest string) string {
	return planPath(plan, "/sessions/"+string(session)+rest)
}

// sessionWhen is when a session is or was, in words.
func sessionWhen(ctx context.Context, s app.Session) string {
	at := s.OpenedAt
	if !s.PlannedFor.IsZero() {
		at = s.PlannedFor
	}
	return moment(ctx, at)
}

func meetOptions(people []app.InPlan) []option {
	out := make([]option, len(people))
	for i, one := range people {
		out[i] = option{Value: string(one.Account), Label: one.Name, Hint: one.Called}
	}
	return out
}
