package handlers_test

import (
	"html"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"handrail/app/apptest"
	"handrail/models"
)

// shows is a page as somebody reads it, which says all of the words.
func (r *room) shows(who apptest.Who, path string, words ...string) string {
	r.T.Helper()
	w := r.page(who, path, nil)
	page := html.UnescapeString(w.Body.String())
	if w.Code != 200 {
		r.T.Fatalf("%s as %s: %d", path, who.Name, w.Code)
	}
	for _, want := range words {
		if !strings.Contains(page, want) {
			r.T.Errorf("%s as %s does not say %q:\n%s", path, who.Name, want, page)
		}
	}
	return page
}

// sends is a form of the room that is taken; the answer is where it leads.
func (r *room) sends(who apptest.Who, rest string, form url.Values) string {
	r.T.Helper()
	w := r.page(who, r.path(rest), form)
	if w.Code != 303 {
		r.T.Fatalf("%s as %s: %d %s", rest, who.Name, w.Code, w.Body)
	}
	return w.Header().Get("Location")
}

// writes is the form of the entry in the room.
func (r *room) writes(who apptest.Who, words string) {
	r.T.Helper()
	now, err := r.App.ReadEntry(r.T.Context(), who.Actor, r.Ailsa.Plan, r.e.ID)
	r.Must(err)
	r.sends(who, "/write", url.Values{"section": {"warnings"}, "entry": {string(r.e.ID)}, "version": {strconv.Itoa(now.Version)}, "f.sign": {words}})
}

// Side by side at one screen: the digits are said by one and typed by the other, and
// what is written then says with whom; what the other writes at their own screen says by whom.
func TestInOneRoomWithSixDigits(t *testing.T) {
	r := newRoom(t)
	section, versions := "/plans/"+string(r.Ailsa.Plan)+"/sections/warnings", "/plans/"+string(r.Ailsa.Plan)+"/entries/"+string(r.e.ID)+"/versions"
	r.writes(r.Morag, "I wake early, she says.")
	r.shows(r.Ailsa, section, "Last written by Morag, in a session together")
	given := r.page(r.Morag, r.path("/code"), url.Values{})
	digits := regexp.MustCompile(`\b\d{6}\b`).FindString(given.Body.String())
	if given.Code != 200 || digits == "" || !strings.Contains(given.Body.String(), "Say these six digits to Ailsa") {
		t.Fatalf("the digits: %d %s", given.Code, given.Body)
	}
	r.sends(r.Morag, "/leave", url.Values{})
	r.shows(r.Ailsa, r.path(""), "what you write says that it was written with Morag")
	if w := r.page(r.Ailsa, r.path("/beside"), url.Values{"digits": {"12345"}}); w.Code != 422 || !strings.Contains(html.UnescapeString(w.Body.String()), "Those digits don't fit") {
		t.Errorf("others: %d", w.Code)
	}
	r.sends(r.Ailsa, "/beside", url.Values{"digits": {digits[:3] + " " + digits[3:]}})
	r.shows(r.Ailsa, r.path(""), "Side by side with Morag")
	r.writes(r.Ailsa, "I wake early, most days.")
	r.shows(r.Ailsa, section, "Your words, written with Morag")
	r.shows(r.Ailsa, versions, "Your words, written with Morag", "Last written by Morag, in a session together", "Your words</p>")
	if w := r.page(r.Ailsa, r.path("/beside"), url.Values{"digits": {digits}}); w.Code != 422 {
		t.Errorf("they are used up, and give %d", w.Code)
	}
	r.ok(r.Ailsa, 200, "POST", r.path("/end"), "")
	if e, err := r.App.ReadEntry(t.Context(), r.Ailsa.Actor, r.Ailsa.Plan, r.e.ID); err != nil || e.How != models.InSession {
		t.Errorf("it was written %+v, %v", e, err)
	}
}

// What a practitioner kept for themselves is found without the session that it was about.
func TestWhatWasKeptForOneselfIsFound(t *testing.T) {
	r := newRoom(t)
	r.shows(r.Morag, "/reflections", "Nothing here yet.")
	r.shows(r.Morag, "/people", `href="/reflections"`)
	r.sends(r.Ailsa, "/end", url.Values{})
	r.sends(r.Morag, "/reflection", url.Values{"listening": {"I nearly missed the brother."}})
	r.shows(r.Morag, "/reflections", "Ailsa", "Listening", "I nearly missed the brother.")
	if page := r.shows(r.Ailsa, "/reflections", "Nothing here yet."); strings.Contains(page, "missed") {
		t.Error("it is shown to the person")
	}
}

// What a practitioner is writing for themselves is kept as they type it, where it will be kept:
// in their own plan. The person's plan learns nothing of it, and once it is said it is gone.
func TestAReflectionIsKeptAsItIsTyped(t *testing.T) {
	r := newRoom(t)
	r.sends(r.Ailsa, "/end", url.Values{})
	r.sends(r.Morag, "/reflection", url.Values{"listening": {"I let it be quiet."}, "questions": {"Too many."}})
	page, before := r.path("/reflection"), r.looksOf(r.Morag)
	r.types(r.Morag, r.shows(r.Morag, page), "questions", url.Values{"listening": {"I nearly missed the br"}})
	if after := r.looksOf(r.Morag); after != before+1 {
		t.Errorf("opening the page is one look, and typing is none: %d and then %d", before, after)
	}
	if got := r.draftsIn(r.Morag, r.Morag.Plan); len(got) != 1 || got[0].Fields[0].Text != "I nearly missed the br" {
		t.Errorf("in her own plan she has %+v", got)
	}
	if got := r.draftsIn(r.Morag, r.Ailsa.Plan); len(got) != 0 {
		t.Errorf("in Ailsa's plan she has %+v", got)
	}
	if again := r.shows(r.Morag, page, "You were writing this. It isn't kept yet.", "I nearly missed the br"); strings.Contains(again, "Too many.") {
		t.Error("what was emptied is back")
	}
	r.sends(r.Morag, "/reflection", url.Values{"listening": {"I nearly missed the brother."}})
	if again := r.shows(r.Morag, page, "I nearly missed the brother."); strings.Contains(again, "You were writing this.") {
		t.Error("what was said is a draft still")
	}
	if got := r.draftsIn(r.Morag, r.Morag.Plan); len(got) != 0 {
		t.Errorf("what was said is kept twice: %+v", got)
	}
}

// Without a script another way to say it is taken with one press wherever a practitioner writes
// in the room: in the summary, in how they see it, and on the list.
func TestAnotherWayIsTakenByAPage(t *testing.T) {
	r := newRoom(t)
	for rest, words := range map[string]string{"/summary": "She is manipulative.", "/view": "She is manipulative, I think.", "/agenda": "Why she is manipulative"} {
		w := r.page(r.Morag, r.path(rest), url.Values{"text": {words}, "version": {"0"}, "section": {"warnings"}, "open": {string(r.e.ID)}})
		page := html.UnescapeString(w.Body.String())
		if w.Code != 200 || !strings.Contains(page, `data-said="manipulative"`) || strings.Contains(r.shows(r.Ailsa, r.path("")), "data-phrasing") {
			t.Fatalf("%s: %d %s", rest, w.Code, page)
		}
		_, after, _ := strings.Cut(page, `data-said="manipulative"`)
		_, after, _ = strings.Cut(after, `action="`+r.path(rest)+`"`)
		sent, _, _ := strings.Cut(after, "</form>")
		use := url.Values{}
		for _, field := range regexp.MustCompile(`name="([^"]+)" value="([^"]*)"`).FindAllStringSubmatch(sent, -1) {
			use.Set(field[1], field[2])
		}
		if to := r.sends(r.Morag, rest, use); !strings.Contains(to, string(r.e.ID)) {
			t.Errorf("%s comes back to %s", rest, to)
		}
	}
	s, err := r.App.ReadSession(t.Context(), r.Ailsa.Actor, r.Ailsa.Plan, r.id)
	r.Must(err)
	if len(s.Agenda) != 1 || len(s.Summary.Views) != 1 || strings.Contains(s.Summary.Text+s.Summary.Views[0].Text+s.Agenda[0].Text, "manipulative") {
		t.Errorf("it says %+v, %+v", s.Summary, s.Agenda)
	}
	if w := r.page(r.Ailsa, r.path("/agenda"), url.Values{"text": {"Why I am manipulative"}}); w.Code != 303 {
		t.Errorf("the person is offered other words: %d", w.Code)
	}
}
