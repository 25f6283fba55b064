package handlers_test

import (
	"net/url"
	"strings"
	"testing"

	"handrail/models"
)

// Without a script: the practitioner puts their words beside the entry by a page, the person
// reads both under both names wherever the entry stands, on paper too, and puts theirs away.
func TestBothTextsStandOnPages(t *testing.T) {
	r := newRoom(t)
	r.Tie(r.Jamie, models.Carer)
	r.Share(r.Jamie, models.RightSuggest, "warnings")
	plan := "/plans/" + string(r.Ailsa.Plan)
	entry := url.Values{"section": {"warnings"}, "entry": {string(r.e.ID)}, "version": {"1"}}
	on := "?section=warnings&entry=" + string(r.e.ID)
	r.shows(r.Morag, r.path("?section=warnings"), "I see this differently")
	form := r.shows(r.Morag, r.path(on+"&differ=yes"), "Ailsa sees it like this", "How you see it", r.path("/differ"))
	if strings.Count(form, `id="f.sign"`) != 1 {
		t.Error("two fields with one id")
	}
	entry.Set("f.sign", "")
	if w := r.page(r.Morag, r.path("/differ"), entry); w.Code != 422 || !strings.Contains(w.Body.String(), r.path("/differ")) {
		t.Errorf("no words: %d", w.Code)
	}
	entry.Set("f.sign", "It begins with cancelled plans.")
	r.sends(r.Morag, "/differ", entry)
	both := []string{"Ailsa sees it like this", "I wake early.", "Morag sees it like this", "It begins with cancelled plans."}
	room := r.shows(r.Ailsa, r.path("?section=warnings"), both...)
	r.shows(r.Ailsa, r.path(on), "Morag sees it like this", "Only you and Morag can read both.")
	r.shows(r.Ailsa, plan+"/sections/warnings", both...)
	r.shows(r.Morag, plan, append(both, "Only you and Ailsa can read both.")...)
	paper := r.page(r.SignIn(r.Ailsa), plan+"/print", url.Values{}).Body.String()
	for _, want := range both {
		if !strings.Contains(paper, want) {
			t.Errorf("the paper does not say %q", want)
		}
	}
	if theirs := r.shows(r.Jamie, plan, "I wake early."); strings.Contains(theirs, "sees it like this") || strings.Contains(theirs, "cancelled") {
		t.Error("somebody else reads what stands beside")
	}
	_, rest, _ := strings.Cut(room, plan+"/suggestions/")
	id, _, _ := strings.Cut(rest, `"`)
	r.shows(r.Ailsa, plan+"/suggestions/"+id, "Put it away", "Take these words")
	if w := r.page(r.Ailsa, plan+"/suggestions/"+id, url.Values{"answer": {"no"}}); w.Code != 303 {
		t.Errorf("putting it away: %d", w.Code)
	}
	if page := r.shows(r.Ailsa, plan+"/sections/warnings", "I wake early."); strings.Contains(page, "sees it like this") {
		t.Error("it stands there still")
	}
	r.shows(r.Morag, plan, both...)
}

// The person's way, in the room: what the other wrote goes out of their words and stands beside.
func TestThePersonSetsWordsBesideOnAPage(t *testing.T) {
	r := newRoom(t)
	on := "?section=warnings&entry=" + string(r.e.ID)
	set := url.Values{"section": {"warnings"}, "entry": {string(r.e.ID)}, "open": {string(r.e.ID)}, "whose": {string(r.Morag.Account)}}
	if w := r.page(r.Ailsa, r.path("/set-beside"), set); w.Code != 422 || !strings.Contains(w.Body.String(), "They have not written anything here") {
		t.Errorf("nothing of theirs: %d", w.Code)
	}
	r.writes(r.Morag, "I wake early and cancel plans.")
	r.shows(r.Ailsa, r.path(on), "We see this differently", "Put Morag's words beside mine")
	if to := r.sends(r.Ailsa, "/set-beside", set); !strings.Contains(to, string(r.e.ID)) {
		t.Errorf("it leads to %s", to)
	}
	r.shows(r.Ailsa, r.path("?section=warnings"), "I wake early.", "Morag sees it like this", "I wake early and cancel plans.")
}

// A suggestion that is weighed can stand beside as well.
func TestLettingBothStandOnAPage(t *testing.T) {
	r := newRoom(t)
	plan := "/plans/" + string(r.Ailsa.Plan)
	r.ok(r.Morag, 201, "POST", plan+"/suggestions", `{"section":"warnings","entry":"`+string(r.e.ID)+`","fields":{"sign":"I sleep less."}}`)
	_, rest, _ := strings.Cut(r.shows(r.Ailsa, plan+"/suggestions"), plan+"/suggestions/")
	id, _, _ := strings.Cut(rest, `"`)
	r.shows(r.Ailsa, plan+"/suggestions/"+id, "Let both stand")
	if w := r.page(r.Ailsa, plan+"/suggestions/"+id, url.Values{"answer": {"beside"}}); w.Code != 303 {
		t.Fatalf("letting both stand: %d", w.Code)
	}
	r.shows(r.Ailsa, plan+"/sections/warnings", "I wake early.", "Morag sees it like this", "I sleep less.")
	r.shows(r.Morag, plan+"/suggestions", "Both stand side by side.")
}

// In the summary each writes their own view; both names stand over both, also in the copy
// for the service's record.
func TestTwoViewsOnPages(t *testing.T) {
	r := newRoom(t)
	r.sends(r.Morag, "/view", url.Values{"text": {"The tablets matter."}})
	r.sends(r.Ailsa, "/view", url.Values{"text": {"Nobody should count my hours."}})
	for _, who := range []string{"Ailsa", "Morag"} {
		r.shows(r.Ailsa, r.path(""), who+" sees it like this")
	}
	r.sends(r.Ailsa, "/agree", url.Values{})
	r.sends(r.Morag, "/agree", url.Values{})
	r.sends(r.Ailsa, "/end", url.Values{})
	r.sends(r.Ailsa, "/copy", url.Values{})
	for _, path := range []string{"", "/copy"} {
		page := r.shows(r.Morag, r.path(path), "The tablets matter.", "Nobody should count my hours.", "Ailsa agreed on")
		if strings.Contains(page, r.path("/view")) {
			t.Error("what both agreed to can be written")
		}
	}
}
