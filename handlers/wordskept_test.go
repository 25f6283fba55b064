package handlers_test

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

var (
	aForm     = regexp.MustCompile(`(?s)<form\b[^>]*>.*?</form>`)
	keepsForm = regexp.MustCompile(`^<form\b[^>]*\bid="typing[^>]*\bdata-(draft|live)=`)
	aField    = regexp.MustCompile(`<textarea\b[^>]*>|<input\b[^>]*\btype="text"[^>]*>`)
	itsName   = regexp.MustCompile(`\bname="([^"]+)"`)
	itsDrafts = regexp.MustCompile(`\bdata-draft="([^"]+)"`)
	itsHidden = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)
)

// notKept is the fields that are in no form that keeps words, by their routes, and why.
var notKept = []struct{ route, fields, why string }{
	{"/sign-up", "name", "before there is an account nobody has a draft"},
	{"/invitations", "code", "a code"},
	{"/recover", "code", "a code"},
	{"/plans/:plan/sessions/:session", "digits", "a code"},
	{"/plans/:plan/statements/:statement/verify", "print", "a code"},
	{"/me", "name", "a name, which is no part of a plan"},
	{"/me/password", "name", "a name, which is no part of a plan"},
	{"/plans/:plan/measures", "name low high", "a name and two numbers"},
	{"/plans/:plan/sharing", "called", "a name: one for each person on the page"},
	{"/plans/:plan/statements/new", "d.address d.attorney d.carer d.doctor d.name d.named_person d.when", "names, at the very moment of signing"},
	{"/plans/:plan/statements/:statement", "name address board", "names, of a witness who stands beside"},
	{"/plans/:plan/entries/:entry/attachments", "about description", "it goes along with a file, which can't be kept half"},
	{"/plans/:plan/crisis", "note", "it goes along with opening in a crisis, which nothing may hold up"},
	{"/plans/:plan/sessions/:session", "text sign who do goal know matters steps why with", "the room keeps them, or they are shown at once"},
	{"/plans/:plan/sessions/:session/differ", "text sign who do", "the room's own words, set beside each other"},
}

func whyNotKept(route, field string) string {
	for _, one := range notKept {
		if one.route == route && slices.Contains(strings.Fields(one.fields), field) {
			return one.why
		}
	}
	return ""
}

// Whatever screen words are typed on, they are kept as they are typed and Leave takes them
// along: each field for words stands in a form that does so, or says why not.
func TestWordsAreKeptWhereverTheyAreTyped(t *testing.T) {
	used := make(map[string]bool)
	for _, sc := range screens(t) {
		rest := aForm.ReplaceAllStringFunc(sc.answered().Body.String(), func(form string) string {
			if keepsForm.MatchString(form) {
				return ""
			}
			return form
		})
		for _, field := range aField.FindAllString(rest, -1) {
			name := itsName.FindStringSubmatch(field)
			if name == nil {
				continue // it is sent nowhere
			}
			word := strings.TrimPrefix(name[1], "f.")
			if used[sc.route()+" "+word] = true; whyNotKept(sc.route(), word) == "" {
				t.Errorf("%s: %s is kept nowhere", sc.name, field)
			}
		}
	}
	for _, one := range notKept {
		for _, word := range strings.Fields(one.fields) {
			if !used[one.route+" "+word] {
				t.Errorf("%s has no field %s any more that is not kept", one.route, word)
			}
		}
	}
}

// types sends what the script sends while somebody types in the form of a page that has the
// field: the form's own hidden fields, and these.
func (s *server) types(who apptest.Who, page, field string, words url.Values) {
	s.T.Helper()
	for _, form := range aForm.FindAllString(page, -1) {
		drafts := itsDrafts.FindStringSubmatch(form)
		if drafts == nil || !strings.Contains(form, ` name="`+field+`"`) {
			continue
		}
		for _, hidden := range itsHidden.FindAllStringSubmatch(form, -1) {
			words.Set(hidden[1], hidden[2])
		}
		if w := s.page(who, drafts[1], words); w.Code != 204 {
			s.T.Fatalf("typing in %s: %d %s", field, w.Code, w.Body)
		}
		return
	}
	s.T.Fatalf("no form keeps %s:\n%s", field, page)
}

func (s *server) draftsIn(who apptest.Who, plan models.ID) []app.Draft {
	s.T.Helper()
	found, err := s.App.Drafts(s.T.Context(), who.Actor, plan, "")
	s.Must(err)
	return found
}

// looksOf is how often somebody has looked, as Ailsa reads it.
func (s *server) looksOf(who apptest.Who) int {
	s.T.Helper()
	found, err := s.App.ReadLooks(s.T.Context(), s.Ailsa.Actor, app.Looks{Plan: s.Ailsa.Plan, Account: who.Account})
	s.Must(err)
	return len(found.Looks)
}
