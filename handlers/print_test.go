package handlers_test

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"rsc.io/qr"

	"handrail/app"
	"handrail/models"
)

// everyField writes an entry with something of its own in each field of each
// section, and gives what a reader must find on paper.
func everyField(s *server) []string {
	ctx := context.Background()
	var want []string
	for _, ch := range models.Catalogue {
		for _, section := range ch.Sections {
			var fields models.Fields
			for _, d := range section.Fields {
				text := fmt.Sprintf("«%s/%s» & <b>é🙂\nsecond line שלום", section.Key, d.Key)
				switch d.Kind {
				case models.Choice:
					text = d.Options[0]
				case models.Scale:
					text = "7"
				case models.Date:
					text = "2026-11-20"
				case models.Tick:
					text = "yes"
				case models.Line:
					text = strings.ReplaceAll(text, "\n", " ")
					want = append(want, text)
				default:
					want = append(want, text)
				}
				fields = append(fields, models.Text{Key: d.Key, Text: text})
			}
			_, err := s.App.AddEntry(ctx, s.Ailsa.Actor, app.AddEntry{Plan: s.Ailsa.Plan, Section: section.Key, Fields: fields})
			s.Must(err)
		}
	}
	return append(want, strings.Repeat("long ", 400)+"end of it")
}

func TestEveryCharacterOfEveryFieldStandsOnPaper(t *testing.T) {
	s := newServer(t)
	want := everyField(s)
	s.Write("hopes", want[len(want)-1])
	plan := "/plans/" + string(s.Ailsa.Plan)
	for _, layout := range []url.Values{{}, {"size": {"large"}, "easy": {"yes"}}} {
		page := html.UnescapeString(s.page(s.Ailsa, plan+"/print", layout).Body.String())
		for _, text := range want {
			if !strings.Contains(page, text) {
				t.Errorf("%v: %q is not on paper", layout, text)
			}
		}
	}
	crisis := html.UnescapeString(s.page(s.Ailsa, plan+"/print/crisis?size=large", nil).Body.String())
	for _, text := range want {
		if is := strings.HasPrefix(text, "«crisis-"); is != strings.Contains(crisis, text) {
			t.Errorf("%.40q in the crisis plan on paper: %v", text, !is)
		}
	}
}

func TestPrintOfAllAsksForThePasswordAndOthersPrintWhatTheySee(t *testing.T) {
	s := newServer(t)
	plan := "/plans/" + string(s.Ailsa.Plan)
	s.Write("warnings", "I wake before four.")
	s.Write("hopes", "A garden.")
	s.Tie(s.Jamie, models.Carer)
	s.Share(s.Jamie, models.RightSee, "warnings")
	s.Clock.Forward(6 * time.Minute)
	if w := s.page(s.Ailsa, plan+"/print", url.Values{}); w.Code != http.StatusForbidden || strings.Contains(w.Body.String(), "A garden.") {
		t.Errorf("without a fresh sign-in: %d", w.Code)
	}
	if w := s.page(s.Ailsa, plan+"/print/crisis", nil); w.Code != http.StatusOK {
		t.Errorf("the crisis plan asks for more: %d", w.Code)
	}
	w := s.page(s.Jamie, plan+"/print", url.Values{})
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "I wake before four.") || strings.Contains(w.Body.String(), "A garden.") {
		t.Errorf("what Jamie prints: %d", w.Code)
	}
	looks, err := s.App.ReadLooks(t.Context(), s.Ailsa.Actor, app.Looks{Plan: s.Ailsa.Plan, Account: s.Jamie.Account})
	s.Must(err)
	if len(looks.Looks) == 0 || looks.Looks[0].How != models.ByPrint || looks.Looks[0].Section != "warnings" {
		t.Errorf("who has looked says %+v", looks.Looks)
	}
	if w := s.page(s.Jamie, plan+"/print/card", nil); w.Code != http.StatusNotFound {
		t.Errorf("Jamie gets the card: %d", w.Code)
	}
}

func TestTheCodeOnTheCardHoldsTheAddressOfHelpAlone(t *testing.T) {
	s := newServer(t)
	_, err := s.App.AddEntry(t.Context(), s.Ailsa.Actor, app.AddEntry{Plan: s.Ailsa.Plan, Section: "crisis-supporters",
		Fields: models.Fields{{Key: "who", Text: "Jamie"}, {Key: "phone", Text: "01700 900100"}}})
	s.Must(err)
	s.Write("crisis-supporters", "Somebody without a number")
	page := s.page(s.Ailsa, "/plans/"+string(s.Ailsa.Plan)+"/print/card", nil).Body.String()
	card, left, _ := strings.Cut(page, `class="no-print"><h2>`)
	if !strings.Contains(card, "01700 900100") || !strings.Contains(left, "Somebody without a number") {
		t.Error("who can be rung is not on the card, or who did not fit is not said")
	}
	if s.App.HelpAddress() != "http://localhost/help" {
		t.Errorf("the address is %s", s.App.HelpAddress())
	}
	code, err := qr.Encode("http://localhost/help", qr.M)
	s.Must(err)
	dark := 0
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				dark++
				if !strings.Contains(page, fmt.Sprintf("M%d %dh1v1h-1z", x, y)) {
					t.Fatalf("the module at %d, %d is not drawn", x, y)
				}
			}
		}
	}
	if strings.Count(page, "h1v1h-1z") != dark {
		t.Error("the code holds something else")
	}
}

func TestAPrintedStatementVerifiesAndAChangedOneDoesNot(t *testing.T) {
	s := newServer(t)
	e := s.Write("advance", "Talk to me first. \"Quotes\" & <b>, é🙂\n\nNo injections; co-operate. שלום")
	st := signed(s, e.ID, "scotland")
	at := "/plans/" + string(s.Ailsa.Plan) + "/statements/" + string(st.ID)
	for _, path := range []string{at, at + "/print", at + "/print?size=large&easy=yes"} {
		page := s.page(s.Ailsa, path, nil).Body.String()
		if got := models.ReadPrinted(page); !got.Same() || got.Hash != st.Hash {
			t.Errorf("%s: %+v", path, got)
		}
		for _, change := range [][2]string{{"No injections", "Injections"}, {"Talk to me", "Talk to her"}, {"Ailsa Reid", "Ailsa Read"}} {
			if got := models.ReadPrinted(strings.ReplaceAll(page, change[0], change[1])); got.Same() {
				t.Errorf("%s: changed to %q it verifies", path, change[1])
			}
		}
	}
	for given, sentence := range map[string]string{st.Text: "Yes. These are", st.Code: "There were no words", "Another text": "No. These are not"} {
		if w := s.page(s.Ailsa, at+"/verify", url.Values{"print": {given}}); !strings.Contains(w.Body.String(), sentence) {
			t.Errorf("%.20q: %d", given, w.Code)
		}
	}
}

// Without a script: read, sign, ask, witness, and take back.
func TestAStatementIsSignedAndWitnessedByForms(t *testing.T) {
	s := newServer(t)
	plan := "/plans/" + string(s.Ailsa.Plan)
	e := s.Write("advance", "Talk to me first.")
	s.Tie(s.Morag, models.Practitioner)
	form := url.Values{"entry": {string(e.ID)}, "pack": {"scotland"}, "press": {"read"}, "d.name": {"Ailsa Reid"}}
	if w := s.page(s.Ailsa, plan+"/statements", form); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `href="#d.address"`) {
		t.Errorf("without an address: %d", w.Code)
	}
	form.Set("d.address", "3 Shore Road")
	read := s.page(s.Ailsa, plan+"/statements", form).Body.String()
	_, rest, _ := strings.Cut(read, `name="hash" value="`)
	hash, _, found := strings.Cut(rest, `"`)
	if !found || !strings.Contains(read, "Talk to me first.") {
		t.Fatal("there is nothing to read")
	}
	form.Set("press", "sign")
	form.Set("hash", hash)
	w := s.page(s.Ailsa, plan+"/statements", form)
	at, _, _ := strings.Cut(w.Header().Get("Location"), "?")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("signing: %d", w.Code)
	}
	if w := s.page(s.Morag, at, nil); w.Code != http.StatusNotFound {
		t.Errorf("Morag reads it unasked: %d", w.Code)
	}
	s.page(s.Ailsa, at+"/asked", url.Values{"account": {string(s.Morag.Account)}, "press": {"ask"}})
	if home := s.page(s.Morag, "/", nil).Body.String(); !strings.Contains(home, at) {
		t.Error("Morag is not told")
	}
	seen := s.page(s.Morag, at, nil).Body.String()
	if !strings.Contains(seen, "Talk to me first.") || strings.Contains(seen, at+"/withdraw") {
		t.Error("she does not read it, or could do more than sign")
	}
	sign := url.Values{"name": {"Morag Bain"}, "class": {"nurse"}, "address": {"The clinic"}, "certify.capacity": {"yes"}}
	if w := s.page(s.Morag, at+"/witness", sign); w.Code != http.StatusSeeOther {
		t.Errorf("she signs: %d", w.Code)
	}
	if page := s.page(s.Ailsa, at, nil).Body.String(); !strings.Contains(page, "Morag Bain") || !strings.Contains(page, "It is signed and stands.") {
		t.Error("it does not stand")
	}
	if w := s.page(s.Ailsa, at+"/withdraw", nil); !strings.Contains(w.Body.String(), "I withdraw my advance statement") {
		t.Error("there is nothing to take it back with")
	}
	if w := s.page(s.Ailsa, at+"/withdraw", url.Values{}); w.Code != http.StatusSeeOther {
		t.Errorf("taking back: %d", w.Code)
	}
}
