package handlers_test

import (
	"strings"
	"testing"

	"handrail/models"
)

// The lead sees how the server is, and nothing of anybody: not a word, a name, an
// id, nor how many people there are.
func TestTheLeadSeesTheServerAndNobody(t *testing.T) {
	s := newServer(t)
	s.Tie(s.Jamie, models.Carer)
	s.Write("goals", "the allotment")
	before := s.page(s.Leona, "/lead/status", nil)
	main := func(body string) string { return body[strings.Index(body, "<main"):strings.Index(body, "</main>")] }
	if before.Code != 200 || !strings.Contains(before.Body.String(), "None are taken by themselves") || !strings.Contains(before.Body.String(), "sends no mail") {
		t.Fatalf("%d %s", before.Code, before.Body)
	}
	for _, no := range []string{"Ailsa", "Jamie", "allotment", string(s.Ailsa.Plan), s.Ailsa.Email} {
		if strings.Contains(main(before.Body.String()), no) {
			t.Errorf("it says %q", no)
		}
	}
}
