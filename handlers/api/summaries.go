package api

import (
	"context"
	"net/http"
	"time"

	"handrail/app"
	"handrail/models"
)

type summaryJSON struct {
	Version int          `json:"version"`
	Text    string       `json:"text"`
	Views   []viewJSON   `json:"views,omitempty" doc:"How each of the two sees it, where they see it differently"`
	Agreed  []agreedJSON `json:"agreed"`
	Fixed   bool         `json:"fixed" doc:"Both agreed: it can no longer be changed"`
	Waits   bool         `json:"waits,omitempty" doc:"What was sent was put forward and waits for the owner: it stands under put_forward of the session"`
}

type viewJSON struct {
	ID   models.ID `json:"id"`
	Name string    `json:"name"`
	Text string    `json:"text"`
}

type agreedJSON struct {
	ID   models.ID `json:"id"`
	Name string    `json:"name"`
	At   time.Time `json:"at"`
}

func summaryOf(s *app.Summary) summaryJSON {
	out := summaryJSON{Version: s.Version, Text: s.Text, Agreed: []agreedJSON{}, Fixed: s.Fixed}
	for _, v := range s.Views {
		out.Views = append(out.Views, viewJSON{v.ID, v.Name, v.Text})
	}
	for _, a := range s.Agreed {
		out.Agreed = append(out.Agreed, agreedJSON{a.ID, a.Name, a.At})
	}
	return out
}

type noteJSON struct {
	Text  string     `json:"text"`
	By    personJSON `json:"by"`
	At    time.Time  `json:"at"`
	Waits bool       `json:"waits,omitempty" doc:"It was put forward and waits for the owner"`
}

func noteOf(n app.SessionNote) noteJSON { return noteJSON{Text: n.Text, By: personOf(n.By), At: n.At} }

func (x *API) summaries() {
	const one = "/plans/{plan}/sessions/{session}"
	route(x, http.MethodPut, one+"/summary", "Write the summary", http.StatusOK, x.writeSummary)
	route(x, http.MethodPost, one+"/agree", "Say yes to the summary as it stands", http.StatusOK, x.agree)
	route(x, http.MethodPost, one+"/copy", "To the owner: it may be copied into the service's record", http.StatusOK, x.allowCopy)
	route(x, http.MethodGet, one+"/copy", "The agreed summary alone, for the service's record", http.StatusOK, x.copySummary)
	route(x, http.MethodPost, one+"/notes", "Add a note later", http.StatusCreated, x.addNote)
	route(x, http.MethodPost, one+"/put-forward/{note}", "To the owner: take in what was put forward, or leave it", http.StatusOK, x.answerPutForward)
}

func summaryAnswer(s *app.Session, err error) (*answer[summaryJSON], error) {
	if err != nil {
		return nil, err
	}
	return &answer[summaryJSON]{summaryOf(&s.Summary)}, nil
}

func (x *API) writeSummary(ctx context.Context, in *struct {
	InSession
	Body struct {
		Text    string `json:"text"`
		Version int    `json:"version,omitempty" doc:"The version that the change started from; 0 for the first"`
	}
}) (*answer[summaryJSON], error) {
	s, err := x.app.WriteSummary(ctx, who(ctx), app.WriteSummary{
		Plan: in.plan(), Session: in.session(), Text: in.Body.Text, Version: in.Body.Version})
	out, err := summaryAnswer(s, err)
	if err == nil {
		out.Body.Waits = !s.Direct
	}
	return out, err
}

func (x *API) agree(ctx context.Context, in *struct {
	InSession
	Body *struct {
		Version int `json:"version,omitempty" doc:"The version that I read"`
	}
}) (*answer[summaryJSON], error) {
	yes := app.AgreeToSummary{Plan: in.plan(), Session: in.session()}
	if in.Body != nil {
		yes.Version = in.Body.Version
	}
	return summaryAnswer(x.app.AgreeToSummary(ctx, who(ctx), yes))
}

func (x *API) allowCopy(ctx context.Context, in *InSession) (*answer[summaryJSON], error) {
	return summaryAnswer(x.app.AllowCopy(ctx, who(ctx), in.plan(), in.session()))
}

func (x *API) copySummary(ctx context.Context, in *InSession) (*answer[summaryJSON], error) {
	return summaryAnswer(x.app.CopySummary(ctx, who(ctx), in.plan(), in.session()))
}

func (x *API) addNote(ctx context.Context, in *struct {
	InSession
	Creating
	Body struct {
		Text string `json:"text"`
	}
}) (*answer[noteJSON], error) {
	s, err := x.app.AddSessionNote(ctx, who(ctx), app.AddSessionNote{
		Plan: in.plan(), Session: in.session(), Text: in.Body.Text, Once: in.once(ctx, "POST notes "+in.Session)})
	if err != nil {
		return nil, err
	}
	if s.Direct {
		return &answer[noteJSON]{noteOf(s.Notes[len(s.Notes)-1])}, nil
	}
	sent := s.PutForward[len(s.PutForward)-1]
	return &answer[noteJSON]{noteJSON{Text: sent.Text, By: personOf(sent.By), At: sent.At, Waits: true}}, nil
}
