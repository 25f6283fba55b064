package handlers_test

import (
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// Whoever is not in a session is told of it what they are told of one that never
// was, byte for byte, whatever they ask (SAFETY.md 2).
func TestASessionDoesNotExistForThoseWhoAreNotInIt(t *testing.T) {
	r := newRoom(t)
	r.Tie(r.Pete, models.Peer)
	r.Tie(r.Jamie, models.Carer)
	r.Share(r.Pete, models.RightWork, "warnings")
	item, err := r.App.AddToAgenda(t.Context(), r.Ailsa.Actor, app.AddToAgenda{Plan: r.Ailsa.Plan, Session: r.id, Text: "Sleep"})
	r.Must(err)
	none := string(models.NewID())
	asks := []struct{ method, rest, body string }{
		{"GET", "", ""}, {"POST", "/join", ""}, {"POST", "/leave", ""}, {"POST", "/pause", ""}, {"POST", "/resume", ""}, {"POST", "/end", ""},
		{"POST", "/here", `{"sign":"acted"}`}, {"POST", "/people", `{"account":"` + string(r.Pete.Account) + `"}`}, {"POST", "/code", ""}, {"POST", "/beside", `{"code":"123456"}`},
		{"PUT", "/shows", `{"shows":"as_typed"}`}, {"POST", "/undo", `{"reach":"session"}`}, {"POST", "/agenda", `{"text":"x"}`}, {"PATCH", "/agenda/" + string(item.ID), `{"done":true}`},
		{"DELETE", "/agenda/" + string(item.ID), ""}, {"POST", "/left-over", ""}, {"PUT", "/summary", `{"text":"x"}`}, {"POST", "/agree", `{}`}, {"POST", "/notes", `{"text":"x"}`},
		{"GET", "/copy", ""}, {"POST", "/copy", ""}, {"PUT", "/afterwards", `{"marks":{}}`}, {"PUT", "/reflection", `{"skills":{}}`}, {"POST", "/put-forward/" + none, `{"answer":"take"}`},
	}
	root := "/plans/" + string(r.Ailsa.Plan) + "/sessions/"
	for _, who := range []apptest.Who{r.Pete, r.Jamie, r.Stranger} {
		for _, ask := range asks {
			real, never := r.call(who, ask.method, root+string(r.id)+ask.rest, ask.body), r.call(who, ask.method, root+none+ask.rest, ask.body)
			if real.Code != 404 || real.Code != never.Code || real.Body.String() != never.Body.String() {
				t.Errorf("%s %s%s: %d %q, for one that never was %d %q", who.Name, ask.method, ask.rest, real.Code, real.Body, never.Code, never.Body)
			}
		}
		stream := r.call(who, "GET", "/plans/"+string(r.Ailsa.Plan)+"/events?session="+string(r.id), "")
		never := r.call(who, "GET", "/plans/"+string(r.Ailsa.Plan)+"/events?session="+none, "")
		if stream.Code != 404 || stream.Body.String() != never.Body.String() {
			t.Errorf("%s's stream: %d %q and %q", who.Name, stream.Code, stream.Body, never.Body)
		}
	}
}

// A practitioner keeps the stream of a session open. When the person pauses, ends it or
// goes into another session, what is shown only together reaches it no more.
func TestAStreamThatIsKeptOpen(t *testing.T) {
	for name, stop := range map[string]func(r *room) error{
		"pause": func(r *room) error {
			_, err := r.App.PauseSession(r.T.Context(), r.Ailsa.Actor, r.Ailsa.Plan, r.id)
			return err
		},
		"end": func(r *room) error {
			_, err := r.App.EndSession(r.T.Context(), r.Ailsa.Actor, r.Ailsa.Plan, r.id)
			return err
		},
		"leave": func(r *room) error {
			_, err := r.App.LeaveSession(r.T.Context(), r.Ailsa.Actor, r.Ailsa.Plan, r.id)
			return err
		},
		"another session": func(r *room) error {
			r.Tie(r.Pete, models.Peer)
			_, err := r.App.OpenSession(r.T.Context(), r.Ailsa.Actor, app.OpenSession{Plan: r.Ailsa.Plan, With: r.Pete.Account})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t)
			r.ShareWhen(r.Morag, models.RightSee, models.Together, "triggers")
			morag := r.listenIn(r.Morag, r.id)
			r.Write("triggers", "shown together")
			if event := morag.next("event: entry"); !strings.Contains(event, "shown together") {
				t.Fatalf("before: %q", event)
			}
			r.Must(stop(r))
			r.Write("triggers", "a secret")
			r.Write("warnings", "the end")
			for event := ""; !strings.Contains(event, "the end"); {
				if event = morag.next("event:"); event == "" || strings.Contains(event, "secret") || strings.Contains(event, "triggers") {
					t.Fatalf("after: %q", event)
				}
			}
		})
	}
}

// Two tabs of the person's: pausing in either pauses what the other shows too, and a
// session in which nobody else is left gives nobody a right.
func TestPausingInOneTabPausesAll(t *testing.T) {
	r := newRoom(t)
	other, err := r.App.OpenSession(t.Context(), r.Morag.Actor, app.OpenSession{Plan: r.Ailsa.Plan})
	r.Must(err)
	if other.ID != r.id {
		t.Fatal("two who press at once have two sessions")
	}
	r.ok(r.Ailsa, 200, "POST", r.path("/pause"), "")
	if got := r.write(r.Morag, "alone"); got != 403 {
		t.Errorf("Morag writes: %d", got)
	}
	again, err := r.App.OpenSession(t.Context(), r.Morag.Actor, app.OpenSession{Plan: r.Ailsa.Plan})
	r.Must(err)
	if got := r.write(r.Morag, "alone"); got != 403 || again.State != models.SessionPaused {
		t.Errorf("after opening another: %d, %s", got, again.State)
	}
}
