package handlers_test

import (
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"handrail/app"
	"handrail/models"
)

// paperPlan is a plan with something to put on paper in it, and its signed statement.
func paperPlan(s *server) (plan, statement string) {
	add := func(section models.SectionKey, fields ...models.Text) {
		_, err := s.App.AddEntry(s.T.Context(), s.Ailsa.Actor, app.AddEntry{Plan: s.Ailsa.Plan, Section: section, Fields: fields})
		s.Must(err)
	}
	add("crisis-well", models.Text{Key: "well", Text: "I look you in the eye, and I interrupt."})
	add("crisis-signs", models.Text{Key: "sign", Text: "I have not eaten in two days and I tell you that I have."})
	add("crisis-supporters", models.Text{Key: "who", Text: "Jamie, my brother"}, models.Text{Key: "phone", Text: "01700 900100"}, models.Text{Key: "reach", Text: "Ring. He never hears a text."})
	add("crisis-medication", models.Text{Key: "take", Text: "One white tablet at night."}, models.Text{Key: "allergies", Text: "Penicillin"})
	add("crisis-help", models.Text{Key: "helps", Text: "Sit where I can see you."}, models.Text{Key: "worse", Text: "Asking if I have taken my tablet."})
	add("hopes", models.Text{Key: "hope", Text: "A garden."})
	e := s.Write("advance", "Talk to me before anything else. Ask what has helped before.")
	st := signed(s, e.ID, "scotland")
	return "/plans/" + string(s.Ailsa.Plan), string(st.ID)
}

// structure is the tags of a PDF, as poppler reads them, one a line.
func structure(t *testing.T, pdf []byte) string {
	t.Helper()
	info, err := exec.LookPath("pdfinfo")
	if err != nil {
		missing(t, "no pdfinfo here: reading the tags of a print was left out")
	}
	file := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, flag := range []string{"", "-struct-text"} {
		args := []string{file}
		if flag != "" {
			args = []string{flag, file}
		}
		out, err := exec.CommandContext(t.Context(), info, args...).Output()
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(out))
	}
	return strings.Join(all, "\n")
}

var (
	headingTag = regexp.MustCompile(`(?m)^\s*H([1-6])\b`)
	titleOf    = regexp.MustCompile(`(?m)^Title:\s+(\S.*)$`)
)

// tagged holds a print to what somebody who hears it needs: tags, a language, a title
// of its own, one heading of the first rank and none left out below.
func tagged(t *testing.T, name string, pdf []byte) string {
	t.Helper()
	tree := structure(t, pdf)
	if !regexp.MustCompile(`(?m)^Tagged:\s+yes`).MatchString(tree) || !strings.Contains(string(pdf), "/Lang (en") {
		t.Errorf("%s is not tagged, or has no language", name)
	}
	if title := titleOf.FindStringSubmatch(tree); title == nil || strings.Contains(title[1], "/") {
		t.Errorf("%s has the title %q", name, title)
	}
	last, first := 0, 0
	for _, h := range headingTag.FindAllStringSubmatch(tree, -1) {
		rank := int(h[1][0] - '0')
		if rank == 1 {
			first++
		}
		if rank > last+1 {
			t.Errorf("%s: a heading of rank %d stands under one of rank %d", name, rank, last)
		}
		last = rank
	}
	if first != 1 {
		t.Errorf("%s has %d headings of the first rank:\n%s", name, first, tree)
	}
	return tree
}

// Every page on paper, as the browser's own "Save as PDF" makes it.
func TestEveryPageOnPaperIsTagged(t *testing.T) {
	chromium(t)
	s := newServer(t)
	plan, statement := paperPlan(s)
	server := httptest.NewServer(s.echo)
	t.Cleanup(server.Close) // behind the window's own end: its page listens
	b := window(t, server, view{"paper", 1280, false, true})
	b.signsIn(&s.Ailsa)
	for _, layout := range []string{"", "?size=large", "?size=large&easy=yes"} {
		crisis := tagged(t, "the crisis plan "+layout, b.onPaper(plan+"/print/crisis"+layout))
		for _, want := range []string{"I look you in the eye", "01700 900100", "Penicillin"} {
			if !strings.Contains(crisis, want) {
				t.Errorf("the crisis plan %s: %q is in no tag", layout, want)
			}
		}
		tagged(t, "the statement "+layout, b.onPaper(plan+"/statements/"+statement+"/print"+layout))
	}
	b.goes(plan + "/print")
	b.presses("Show it for printing")
	if whole := tagged(t, "the whole plan", b.thisOnPaper("whole")); !strings.Contains(whole, "A garden.") {
		t.Error("the whole plan is not whole")
	}
	card := tagged(t, "the card", b.onPaper(plan+"/print/card"))
	if !strings.Contains(card, "Figure") || !strings.Contains(card, "01700 900100") {
		t.Errorf("the card: %s", card)
	}
	var alt string
	b.do(chromedp.Evaluate(`document.querySelector('.wallet svg').getAttribute('aria-label')`, &alt))
	if alt == "" {
		t.Error("the code on the card has no words")
	}
}
