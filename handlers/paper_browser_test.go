package handlers_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"handrail/app"
	"handrail/models"
)

// onPaper prints a page as a browser does, on A4 with the style sheet's own margins.
func (b *browser) onPaper(path string) []byte {
	b.t.Helper()
	b.goes(path)
	return b.thisOnPaper(path)
}

// thisOnPaper prints the page that is open.
func (b *browser) thisOnPaper(path string) []byte {
	b.t.Helper()
	var pdf []byte
	b.do(chromedp.ActionFunc(func(ctx context.Context) (err error) {
		pdf, _, err = page.PrintToPDF().WithPrintBackground(true).WithPreferCSSPageSize(true).WithPaperWidth(8.27).WithPaperHeight(11.69).WithGenerateTaggedPDF(true).Do(ctx)
		return err
	}))
	if to := os.Getenv("HANDRAIL_SHOTS"); to != "" {
		name := strings.NewReplacer("/", "_", "?", "_", "=", "_", "&", "_").Replace(path)
		if err := os.WriteFile(filepath.Join(to, "paper"+name[max(0, len(name)-30):]+".pdf"), pdf, 0o600); err != nil {
			b.t.Fatal(err)
		}
	}
	return pdf
}

// What a browser makes of the print page is a tagged PDF with a language and a title,
// and what stands in it verifies; a changed one does not.
func TestAPageOnPaperIsTaggedAndVerifies(t *testing.T) {
	chromium(t)
	extract, err := exec.LookPath("pdftotext")
	if err != nil {
		missing(t, "no pdftotext here: reading a print back was left out")
	}
	s := newServer(t)
	e := s.Write("advance", strings.Repeat("Talk to me before anything else, and co-operate with those who know me. ", 60)+"\n\nNo injections, please. Ask the on-call doctor/nurse first.")
	st := signed(s, e.ID, "scotland")
	server := httptest.NewServer(s.echo)
	t.Cleanup(server.Close) // behind the window's own end: its page listens
	b := window(t, server, view{"paper", 1280, false, true})
	b.signsIn(&s.Ailsa)
	at := "/plans/" + string(s.Ailsa.Plan) + "/statements/" + string(st.ID) + "/print"
	for _, path := range []string{at, at + "?size=large&easy=yes"} {
		pdf := b.onPaper(path)
		for _, want := range []string{"/MarkInfo", "/StructTreeRoot", "/Lang", "/Title"} {
			if !strings.Contains(string(pdf), want) {
				t.Errorf("%s: the PDF has no %s", path, want)
			}
		}
		file := filepath.Join(t.TempDir(), "a.pdf")
		s.Must(os.WriteFile(file, pdf, 0o600))
		text, err := exec.CommandContext(t.Context(), extract, "-layout", file, "-").Output()
		s.Must(err)
		if got := models.ReadPrinted(string(text)); !got.Same() || got.Hash != st.Hash {
			t.Errorf("%s: what was printed does not verify: %s", path, text)
		}
		if got := models.ReadPrinted(strings.Replace(string(text), "No injections", "All injections", 1)); got.Same() {
			t.Errorf("%s: a changed print verifies", path)
		}
	}
}

// The card is as big as a bank card, twice, beside each other: 85.60 × 53.98 mm each
// (ISO/IEC 7810 ID-1), and nothing of it is cut off.
func TestTheCardIsOfTrueSize(t *testing.T) {
	chromium(t)
	s := newServer(t)
	for i := range 3 {
		_, err := s.App.AddEntry(t.Context(), s.Ailsa.Actor, app.AddEntry{Plan: s.Ailsa.Plan, Section: "crisis-supporters",
			Fields: models.Fields{{Key: "who", Text: fmt.Sprintf("Wwwwwwwwww Mmmmmmmmmmm %d", i)}, {Key: "phone", Text: "+44 1700 900100 x1"}}})
		s.Must(err)
	}
	server := httptest.NewServer(s.echo)
	t.Cleanup(server.Close) // behind the window's own end: its page listens
	b := window(t, server, view{"card", 1280, false, true})
	b.signsIn(&s.Ailsa)
	pdf := b.onPaper("/plans/" + string(s.Ailsa.Plan) + "/print/card")
	const mm = 96 / 25.4
	var faces [][]float64 // how far each is off in width and height, and how much of it would be cut off
	b.do(chromedp.Evaluate(fmt.Sprintf(`[...document.querySelectorAll('.wallet > section')].map(f => {
		const r = f.getBoundingClientRect(); return [Math.abs(r.width - %f), Math.abs(r.height - %f), f.scrollHeight - f.clientHeight, f.scrollWidth - f.clientWidth] })`,
		85.60*mm, 53.98*mm), &faces))
	for _, off := range faces {
		if len(faces) != 2 || slices.Max(off) > 1 {
			t.Errorf("the faces are off by %v", faces)
			break
		}
	}
	if pages := len(regexp.MustCompile(`/Type\s*/Page\b[^s]`).FindAll(pdf, -1)); pages != 1 {
		t.Errorf("the card takes %d pages", pages)
	}
}
