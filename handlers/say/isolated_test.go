package say

import (
	"context"
	"strings"
	"testing"
)

// A name that runs the other way is kept from turning the sentence round it.
func TestNamesThatRunTheOtherWay(t *testing.T) {
	english, hebrew := context.Background(), With(context.Background(), "he")
	for _, c := range []struct {
		ctx        context.Context
		name, want string
	}{
		{english, "Jamie", "Jamie"},
		{english, "Seán Ó Néill", "Seán Ó Néill"},
		{english, "שרה", "\u2068שרה\u2069"},
		{english, "أمينة (3)", "\u2068أمينة (3)\u2069"},
		{english, "Jamie\u202e", "\u2068Jamie\u2069"},
		{english, "x\u2069ש", "\u2068xש\u2069"},
		{english, "\u2068שרה\u2069 and Jamie", "\u2068\u2068שרה\u2069 and Jamie\u2069"},
		{hebrew, "Jamie", "\u2068Jamie\u2069"},
	} {
		if got := T(c.ctx, "who.always", "Name", c.name); got != c.want {
			t.Errorf("%q becomes %+q, not %+q", c.name, got, c.want)
		}
		if got := Name(c.ctx, c.name); got != c.want {
			t.Errorf("%q by hand becomes %+q, not %+q", c.name, got, c.want)
		}
	}
}

// Mail and problems carry the words as they are.
func TestNoMarksInMail(t *testing.T) {
	if got := In("who.always", map[string]any{"Name": "שרה"}); strings.ContainsAny(got, "\u2068\u2069") {
		t.Errorf("%+q", got)
	}
}
