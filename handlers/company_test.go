package handlers_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// room is Ailsa and Morag in a running session; the warnings are worked on together.
type room struct {
	*server
	id models.ID
	e  *app.Entry
}

func newRoom(t *testing.T) *room {
	t.Helper()
	s := newServer(t)
	r := &room{server: s, e: s.Write("warnings", "I wake early.")}
	s.Tie(s.Morag, models.Practitioner)
	s.Share(s.Morag, models.RightWork, "warnings")
	opened, err := s.App.OpenSession(t.Context(), s.Ailsa.Actor, app.OpenSession{Plan: s.Ailsa.Plan, With: s.Morag.Account})
	s.Must(err)
	r.id = opened.ID
	r.join(s.Morag)
	t.Cleanup(s.App.EndStreams)
	return r
}

func (r *room) join(who apptest.Who) {
	r.T.Helper()
	_, err := r.App.JoinSession(r.T.Context(), who.Actor, r.Ailsa.Plan, r.id)
	r.Must(err)
}

func (r *room) path(rest string) string {
	return "/plans/" + string(r.Ailsa.Plan) + "/sessions/" + string(r.id) + rest
}

func (r *room) write(who apptest.Who, words string) int {
	now, err := r.App.ReadEntry(r.T.Context(), who.Actor, r.Ailsa.Plan, r.e.ID)
	if err != nil {
		return 0
	}
	body := fmt.Sprintf(`{"version":%d,"fields":{"sign":%q},"session":%q}`, now.Version, words, r.id)
	return r.call(who, "PUT", "/plans/"+string(r.Ailsa.Plan)+"/entries/"+string(r.e.ID), body).Code
}

func TestWordsArriveOnTheStreamOfASession(t *testing.T) {
	r := newRoom(t)
	morag, elsewhere := r.listenIn(r.Morag, r.id), r.listen(r.Morag)
	r.write(r.Ailsa, "I wake early, two days running.")
	if event := morag.next("event: entry"); !strings.Contains(event, "two days running") || !strings.Contains(event, `"by":"`+string(r.Ailsa.Account)) {
		t.Errorf("in the session: %q", event)
	}
	if event := elsewhere.next("event: entry"); event == "" || strings.Contains(event, "two days") {
		t.Errorf("elsewhere: %q", event)
	}
}

// Where somebody writes is named to those alone who may see that place; who is
// there, to those alone who joined (RULES.md 2).
func TestWhoIsThereAndWritesGoesToThoseInTheRoomAlone(t *testing.T) {
	r := newRoom(t)
	r.Tie(r.Jamie, models.Carer)
	r.Share(r.Jamie, models.RightSee, "daily") // so that they hear what comes after what they do not
	r.Tie(r.Pete, models.Peer)
	_, err := r.App.BringTo(t.Context(), r.Ailsa.Actor, r.Ailsa.Plan, r.id, r.Jamie.Account)
	r.Must(err)
	early := r.listenIn(r.Jamie, r.id) // brought, but has not come
	r.ok(r.Ailsa, 200, "POST", r.path("/here"), `{"sign":"away"}`)
	r.Write("daily", "a walk")
	if event := early.next("event:"); !strings.Contains(event, "event: entry") {
		t.Errorf("before coming in: %q", event)
	}
	r.join(r.Jamie)
	if event := early.next("event:"); !strings.Contains(event, "event: session") {
		t.Errorf("coming in: %q", event)
	}
	r.ok(r.Ailsa, 200, "POST", r.path("/here"), `{"sign":"acted"}`)
	if event := early.next("event: presence"); !strings.Contains(event, `"name":"Ailsa"`) || !strings.Contains(event, `"here":true`) {
		t.Errorf("who is there: %q", event)
	}
	morag, pete := r.listenIn(r.Morag, r.id), r.listen(r.Pete)
	r.ok(r.Ailsa, 200, "POST", r.path("/here"), `{"sign":"acted","section":"warnings","entry":"`+string(r.e.ID)+`","field":"sign"}`)
	if event := morag.next("event: typing"); !strings.Contains(event, string(r.e.ID)) || !strings.Contains(event, `"field":"sign"`) {
		t.Errorf("to Morag: %q", event)
	}
	if event := early.next("event: typing"); event == "" || strings.Contains(event, "warnings") || strings.Contains(event, string(r.e.ID)) || strings.Contains(event, "sign\"") {
		t.Errorf("to Jamie, who sees nothing: %q", event)
	}
	r.Share(r.Pete, models.RightSee, "daily")
	e := r.Write("daily", "walk")
	if event := pete.next("event:"); !strings.Contains(event, string(e.ID)) {
		t.Errorf("Pete is in no session and hears %q", event)
	}
}

// When nothing happens any more the streams of the room still say that it is over.
func TestAPageGoesDarkWhenThePersonIsNotHeardOf(t *testing.T) {
	r := newRoom(t)
	r.ShareWhen(r.Morag, models.RightSee, models.Together, "triggers")
	r.ok(r.Ailsa, 200, "POST", r.path("/here"), `{"sign":"here"}`)
	morag := r.listenIn(r.Morag, r.id)
	begun := time.Now()
	r.Clock.Forward(models.HereFor)
	if event := morag.next("event:"); !strings.Contains(event, "event: session") {
		t.Errorf("heard %q", event)
	}
	if took := time.Since(begun); took > 2*time.Second {
		t.Errorf("after %v", took)
	}
	if got := r.write(r.Morag, "alone"); got != 403 {
		t.Errorf("Morag writes: %d", got)
	}
}

// A page that is gone without a word counts as present for half a minute more.
func TestALostConnectionEndsPresence(t *testing.T) {
	r := newRoom(t)
	stream := r.listenIn(r.Ailsa, r.id)
	stream.end()
	deadline := time.Now().Add(5 * time.Second)
	for cut := false; !cut; {
		if time.Now().After(deadline) {
			t.Fatal("the end of the stream was never noted")
		}
		trial := r.Copy(t) // the note is taken when the server sees the connection end
		trial.Clock.Forward(models.HereFor)
		_, err := trial.App.EditEntry(t.Context(), trial.Morag.Actor, app.EditEntry{Plan: r.Ailsa.Plan, Entry: r.e.ID, Version: 1, Fields: models.Fields{{Key: "sign", Text: "alone"}}})
		cut = models.KindOf(err) == models.NotAllowed
		_ = trial.App.Close()
	}
	if got := r.write(r.Morag, "still within the half minute"); got != 200 {
		t.Errorf("at once: %d", got)
	}
}
