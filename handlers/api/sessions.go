package api

import (
	"context"
	"net/http"
	"time"

	"handrail/app"
	"handrail/models"
)

// sessionJSON is a session as one of those in it may know it.
type sessionJSON struct {
	ID         models.ID           `json:"id"`
	State      models.SessionState `json:"state" enum:"planned,open,running,paused,ended"`
	Owner      personJSON          `json:"owner"`
	With       personJSON          `json:"with"`
	OpenedBy   models.ID           `json:"opened_by"`
	PlannedFor *time.Time          `json:"planned_for,omitempty"`
	OpenedAt   time.Time           `json:"opened_at"`
	EndedAt    *time.Time          `json:"ended_at,omitempty"`
	Beside     bool                `json:"beside" doc:"Whom the owner meets sits at the owner's screen"`
	People     []attendeeJSON      `json:"people"`
	Agenda     []itemJSON          `json:"agenda"`
	Left       []itemJSON          `json:"left_over" doc:"Of the session before, not ticked off"`
	Summary    *summaryJSON        `json:"summary,omitempty"`
	Notes      []noteJSON          `json:"notes" doc:"Added later"`
	PutForward []putForwardJSON    `json:"put_forward" doc:"By others when they were not together with the owner: not part of the session until the owner takes it in; to its writer their own"`
	Afterwards *answersJSON        `json:"afterwards,omitempty" doc:"The owner's, where I may read it"`
}

type attendeeJSON struct {
	AccountID models.ID `json:"account_id"`
	Name      string    `json:"name"`
	Joined    bool      `json:"joined"`
	Here      *bool     `json:"here,omitempty" doc:"To those who joined: whether they are present just now"`
	Shows     string    `json:"shows" enum:"as_typed,when_ready"`
}

func sessionOf(s *app.Session) sessionJSON {
	out := sessionJSON{
		ID: s.ID, State: s.State, Owner: personOf(s.Owner), With: personOf(s.With), OpenedBy: s.OpenedBy, OpenedAt: s.OpenedAt,
		PlannedFor: timeOf(s.PlannedFor), EndedAt: timeOf(s.EndedAt), Beside: s.Beside,
		People: []attendeeJSON{}, Agenda: itemsOf(s.Agenda), Left: itemsOf(s.Left), Notes: []noteJSON{}, PutForward: putForwardOf(s.PutForward), Afterwards: answersOf(s.Answers),
	}
	for _, p := range s.People {
		at := attendeeJSON{AccountID: p.ID, Name: p.Name, Joined: p.Joined, Shows: string(p.Shows)}
		if s.In() {
			at.Here = &p.Here
		}
		out.People = append(out.People, at)
	}
	if s.Summary.Version > 0 {
		sum := summaryOf(&s.Summary)
		out.Summary = &sum
	}
	for _, n := range s.Notes {
		out.Notes = append(out.Notes, noteOf(n))
	}
	return out
}

// timeOf leaves out a time that has not come.
func timeOf(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// InSession is the path of a session.
type InSession struct {
	InPlan
	Session string `path:"session" doc:"The session's id"`
}

func (p InSession) session() models.ID { return models.ID(p.Session) }

func (x *API) sessions() {
	const all, one = "/plans/{plan}/sessions", "/plans/{plan}/sessions/{session}"
	route(x, http.MethodPost, all, "Plan or open a session", http.StatusCreated, x.openSession)
	route(x, http.MethodGet, all, "The newest sessions that I attend or attended, without what was said in them", http.StatusOK, x.listSessions)
	route(x, http.MethodGet, one, "One session, with agenda and summary", http.StatusOK, x.readSession)
	route(x, http.MethodPost, one+"/join", "Come in", http.StatusOK, x.step((*app.App).JoinSession))
	route(x, http.MethodPost, one+"/leave", "Go out", http.StatusOK, x.step((*app.App).LeaveSession))
	route(x, http.MethodPost, one+"/pause", "To the owner: pause", http.StatusOK, x.step((*app.App).PauseSession))
	route(x, http.MethodPost, one+"/resume", "To the owner: go on", http.StatusOK, x.step((*app.App).ResumeSession))
	route(x, http.MethodPost, one+"/end", "End it for good", http.StatusOK, x.step((*app.App).EndSession))
	route(x, http.MethodPost, one+"/people", "To the owner: somebody else may come too", http.StatusOK, x.bring)
	route(x, http.MethodPost, one+"/here", "A sign that I am present", http.StatusOK, x.giveSign)
	route(x, http.MethodPost, one+"/code", "To whom the owner meets: six digits to say when sitting beside them", http.StatusOK, x.roomCode)
	route(x, http.MethodPost, one+"/beside", "To the owner: they are here with me", http.StatusOK, x.beside)
	route(x, http.MethodPut, one+"/shows", "When others see what I type", http.StatusOK, x.showAs)
	route(x, http.MethodPost, one+"/undo", "To the owner: take out what somebody else wrote", http.StatusOK, x.undo)
}

func (x *API) openSession(ctx context.Context, in *struct {
	InPlan
	Creating
	Body struct {
		With       string     `json:"with,omitempty" doc:"The account to meet; for a practitioner the owner, or left out"`
		PlannedFor *time.Time `json:"planned_for,omitempty" doc:"Left out: now"`
	}
}) (*answer[sessionJSON], error) {
	open := app.OpenSession{Plan: in.plan(), With: models.ID(in.Body.With), Once: in.once(ctx, "sessions "+in.Plan)}
	if in.Body.PlannedFor != nil {
		open.PlannedFor = *in.Body.PlannedFor
	}
	return sessionAnswer(x.app.OpenSession(ctx, who(ctx), open))
}

func sessionAnswer(s *app.Session, err error) (*answer[sessionJSON], error) {
	if err != nil {
		return nil, err
	}
	return &answer[sessionJSON]{sessionOf(s)}, nil
}

func (x *API) listSessions(ctx context.Context, in *InPlan) (*answer[[]sessionJSON], error) {
	found, err := x.app.Sessions(ctx, who(ctx), in.plan())
	if err != nil {
		return nil, err
	}
	out := make([]sessionJSON, len(found))
	for i := range found {
		out[i] = sessionOf(&found[i])
	}
	return &answer[[]sessionJSON]{out}, nil
}

func (x *API) readSession(ctx context.Context, in *InSession) (*answer[sessionJSON], error) {
	return sessionAnswer(x.app.ReadSession(ctx, who(ctx), in.plan(), in.session()))
}

// step is an operation that needs nothing but the session.
func (x *API) step(do func(*app.App, context.Context, models.Actor, models.ID, models.ID) (*app.Session, error)) func(context.Context, *InSession) (*answer[sessionJSON], error) {
	return func(ctx context.Context, in *InSession) (*answer[sessionJSON], error) {
		return sessionAnswer(do(x.app, ctx, who(ctx), in.plan(), in.session()))
	}
}

func (x *API) bring(ctx context.Context, in *struct {
	InSession
	Body struct {
		Account string `json:"account"`
	}
}) (*answer[sessionJSON], error) {
	return sessionAnswer(x.app.BringTo(ctx, who(ctx), in.plan(), in.session(), models.ID(in.Body.Account)))
}

func (x *API) giveSign(ctx context.Context, in *struct {
	InSession
	Body struct {
		Sign    string `json:"sign" enum:"here,acted,said,away"`
		Section string `json:"section,omitempty" doc:"Where I am writing"`
		Entry   string `json:"entry,omitempty"`
		Field   string `json:"field,omitempty" maxLength:"64"`
	}
}) (*answer[sessionJSON], error) {
	return sessionAnswer(x.app.GiveSign(ctx, who(ctx), app.GiveSign{
		Plan: in.plan(), Session: in.session(), Sign: app.Sign(in.Body.Sign),
		At: app.WritingAt{Section: models.SectionKey(in.Body.Section), Entry: models.ID(in.Body.Entry), Field: in.Body.Field}}))
}

type codeJSON struct {
	Code string `json:"code" doc:"Six digits, once, for five minutes"`
}

func (x *API) roomCode(ctx context.Context, in *InSession) (*answer[codeJSON], error) {
	code, err := x.app.MakeRoomCode(ctx, who(ctx), in.plan(), in.session())
	if err != nil {
		return nil, err
	}
	return &answer[codeJSON]{codeJSON{Code: code}}, nil
}

func (x *API) beside(ctx context.Context, in *struct {
	InSession
	Body struct {
		Code string `json:"code"`
	}
}) (*answer[sessionJSON], error) {
	return sessionAnswer(x.app.SitBeside(ctx, who(ctx), in.plan(), in.session(), in.Body.Code))
}

func (x *API) showAs(ctx context.Context, in *struct {
	InSession
	Body struct {
		Shows string `json:"shows" enum:"as_typed,when_ready"`
	}
}) (*answer[sessionJSON], error) {
	return sessionAnswer(x.app.ShowAs(ctx, who(ctx), in.plan(), in.session(), models.Showing(in.Body.Shows)))
}

func (x *API) undo(ctx context.Context, in *struct {
	InSession
	Body struct {
		Entry   string `json:"entry,omitempty" doc:"Left out: every entry"`
		Reach   string `json:"reach" enum:"last,session" doc:"Their last words, or all of this session's"`
		Account string `json:"account,omitempty" doc:"Whose, of those who attend; left out: of whom the owner meets"`
	}
}) (*answer[[]Entry], error) {
	changed, err := x.app.UndoWords(ctx, who(ctx), app.UndoWords{
		Plan: in.plan(), Session: in.session(), Entry: models.ID(in.Body.Entry), Reach: models.Reach(in.Body.Reach), Whose: models.ID(in.Body.Account)})
	if err != nil {
		return nil, err
	}
	out := make([]Entry, len(changed))
	for i := range changed {
		out[i] = entryOf(&changed[i])
	}
	return &answer[[]Entry]{out}, nil
}
