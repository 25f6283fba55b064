package handlers_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	aForm     = regexp.MustCompile(`(?s)<form\b[^>]*>.*?</form>`)
	keepsForm = regexp.MustCompile(`^<form\b[^>]*\bid="typing[^>]*\bdata-(draft|live)=`)
	aField    = regexp.MustCompile(`<textarea\b[^>]*>|<input\b[^>]*\btype="text"[^>]*>`)
	itsName   = regexp.MustCompile(`\bname="([^"]+)"`)
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
	{"/plans/:plan/tasks", "reply", "its writer may see no part of the plan, so there is none to keep a draft in"},
	{"/plans/:plan/sessions/:session", "text sign who do goal know matters steps why with", "the room keeps them, or they are shown at once"},
	{"/plans/:plan/sessions/:session/differ", "text sign who do", "the room's own words, set beside each other"},
	{"/plans/:plan/sessions/:session/reflection", "autonomy change dreams guiding listening questions reframing relationship resources solutions",
		"they are under a key of their writer's own, and no draft in a plan is"},
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
