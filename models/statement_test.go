package models

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var signedAt = time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)

func unsigned(key string) Unsigned {
	p, _ := PackOf(key, 0)
	return Unsigned{
		Pack: p, Now: signedAt, Details: Details{"name": "Ailsa Reid", "address": "3 Shore Road\nOban"},
		Words: Fields{{"want", "Talk to me first."}, {"not_want", "No injections, please."}, {"why", "They frightened me."}},
	}
}

func statement(key string) *Statement {
	u := unsigned(key)
	return &Statement{Words: StatementWords{Text: u.Text(), Hash: HashOf(u.Text()), Signer: u.Signer(), SignedAt: u.Now, Witnessed: u.NeedsWitness()}}
}

func TestTheTextHoldsEveryPart(t *testing.T) {
	for _, p := range Packs() {
		u := unsigned(p.Key)
		for _, d := range p.Details() {
			u.Details[d.Key] = "detail " + d.Key
		}
		u.Words = Fields{{"want", "w1"}, {"not_want", "w2"}, {"why", "w3"}, {"copies", "w4"}}
		if err := u.Check(); err != nil {
			t.Fatalf("%s: %v", p.Key, err)
		}
		text := u.Text()
		for _, d := range p.Parts {
			if !strings.Contains(text, d.Label) || d.Kind != "tick" && !strings.Contains(text, u.part(d)) {
				t.Errorf("%s lacks %s", p.Key, d.Key)
			}
		}
		if strings.Contains(text, "{") || !strings.Contains(text, "23 November 2026") {
			t.Errorf("%s: %s", p.Key, text)
		}
	}
}

func TestWhatIsMissingIsNamed(t *testing.T) {
	tests := []struct {
		name, pack, field string
		change            func(*Unsigned)
	}{
		{"a part of the section", "scotland", "want", func(u *Unsigned) { u.Words = Fields{{"not_want", "x"}} }},
		{"the refusal", "england-wales-refusal", "not_want", func(u *Unsigned) { u.Words = Fields{{"want", "x"}} }},
		{"the name", "scotland", "name", func(u *Unsigned) { u.Details["name"] = " " }},
		{"a detail nobody asked for", "scotland", "colour", func(u *Unsigned) { u.Details["colour"] = "red" }},
		{"a detail that is too long", "scotland", "doctor", func(u *Unsigned) { u.Details["doctor"] = strings.Repeat("x", 501) }},
	}
	for _, tt := range tests {
		u := unsigned(tt.pack)
		u.Details["grown_up"] = "yes"
		if tt.pack != "england-wales-refusal" {
			delete(u.Details, "grown_up")
		}
		tt.change(&u)
		e, ok := u.Check().(*Error)
		if !ok || len(e.Fields) != 1 || e.Fields[0].Field != tt.field {
			t.Errorf("%s: %+v", tt.name, e)
		}
	}
}

func TestWhenAWitnessIsNeeded(t *testing.T) {
	refusal := unsigned("england-wales-refusal")
	if refusal.NeedsWitness() {
		t.Error("a plain refusal needs a witness")
	}
	refusal.Details["life"] = "yes"
	if !refusal.NeedsWitness() {
		t.Error("one where life is at risk needs none")
	}
	if !unsigned("scotland").NeedsWitness() || unsigned("elsewhere").NeedsWitness() {
		t.Error("Scotland needs one, elsewhere does not")
	}
}

func TestWhoMayWitness(t *testing.T) {
	pack, _ := PackOf("scotland", 0)
	s := statement("scotland")
	s.Words.Text += "\nMy carer is Jamie Reid."
	now := signedAt.Add(48 * time.Hour)
	good := MarkWords{Name: "Morag Bain", Class: "nurse", Address: "The clinic", Certified: []string{"capacity"}, On: "2026-11-23"}
	if err := CheckWitness(s, pack, good, now); err != nil {
		t.Fatalf("a good witness: %v", err)
	}
	tests := []struct {
		name, field, key string
		change           func(*MarkWords)
	}{
		{"the signer", "name", "witness.same_person", func(w *MarkWords) { w.Name = " ailsa  REID" }},
		{"somebody named", "name", "witness.named", func(w *MarkWords) { w.Name = "jamie reid" }},
		{"nobody", "name", "field.empty", func(w *MarkWords) { w.Name = "" }},
		{"an advocate", "class", "witness.class", func(w *MarkWords) { w.Class = "advocate" }},
		{"without an address", "address", "field.empty", func(w *MarkWords) { w.Address = " " }},
		{"who certifies nothing", "certify", "witness.certify", func(w *MarkWords) { w.Certified = nil }},
		{"before it was signed", "on", "witness.before", func(w *MarkWords) { w.On = "2026-11-22" }},
		{"tomorrow", "on", "witness.later", func(w *MarkWords) { w.On = "2026-11-26" }},
		{"on no day", "on", "field.not_a_date", func(w *MarkWords) { w.On = "Monday" }},
	}
	for _, tt := range tests {
		w := good
		tt.change(&w)
		e, ok := CheckWitness(s, pack, w, now).(*Error)
		if !ok || len(e.Fields) != 1 || e.Fields[0].Field != tt.field || e.Fields[0].Key != tt.key {
			t.Errorf("%s: %+v", tt.name, e)
		}
	}
}

func TestHowFarAStatementHasCome(t *testing.T) {
	s := statement("scotland")
	mark := func(k MarkKind) StatementMark { return StatementMark{Words: MarkWords{Kind: k}} }
	steps := []struct {
		marks      Markings
		withdrawal StatementStatus
		want       StatementStatus
	}{
		{nil, "", StatusWaiting},
		{Markings{mark(Witnessed)}, "", StatusStands},
		{Markings{mark(WitnessedPaper), mark(StatementReview)}, "", StatusStands},
		{Markings{mark(Witnessed), mark(Lodged)}, "", StatusLodged},
		{Markings{mark(Witnessed), mark(Lodged), mark(BoardConfirmed), mark(StatementReview)}, "", StatusConfirmed},
		{Markings{mark(Witnessed)}, StatusWaiting, StatusWithdrawing},
		{Markings{mark(Witnessed)}, StatusStands, StatusWithdrawn},
		{nil, StatusStands, StatusWithdrawn},
	}
	for _, tt := range steps {
		if got := StatusOf(s, tt.marks, tt.withdrawal); got != tt.want {
			t.Errorf("%v, withdrawal %q: %s, not %s", tt.marks, tt.withdrawal, got, tt.want)
		}
	}
}

func TestNobodyMayChangeAStatement(t *testing.T) {
	s := &Statement{Record: Record{ID: "S", Section: "advance", Parent: "E"}}
	m := &StatementMark{Record: Record{Parent: "S", Section: "advance"}}
	for _, g := range []Grant{{Owner: true, Account: "A"}, {Account: "B", Witnesses: []ID{"S"}}, {Account: "B", Sections: []SectionGrant{{Section: "advance", Right: RightWork}}}} {
		for _, act := range []Act{ActEdit, ActRemove} {
			if g.May(act, s) == nil || g.May(act, m) == nil {
				t.Errorf("%+v may %s", g, act)
			}
		}
	}
	if !s.Fixed() || !m.Fixed() {
		t.Error("one of them can change")
	}
	witness := Grant{Account: "B", Witnesses: []ID{"S"}}
	if witness.May(ActSee, s) != nil || witness.May(ActSee, m) == nil || witness.May(ActAdd, m) != nil || witness.May(ActAdd, s) == nil {
		t.Error("a witness sees the text alone and signs")
	}
}

func TestAPrintIsFoundAndAChangedOneIsNot(t *testing.T) {
	s := statement("scotland")
	code := s.Code()
	paper := "My plan\n\nSigned words: " + code + "\n" + s.Words.Text + "\n" + code + " end\nCode " + code
	if got := ReadPrinted(paper); !got.Same() || got.Hash != s.Words.Hash {
		t.Errorf("the print: %+v", got)
	}
	wrapped := strings.ReplaceAll(paper, " ", "\n  ")
	if got := ReadPrinted(wrapped); !got.Same() {
		t.Error("broken into other lines it is another text")
	}
	page := "<!doctype html><html><head><title>x</title></head><body><p>" + code + "</p><div>" +
		strings.ReplaceAll(strings.ReplaceAll(s.Words.Text, "Talk", "<b>T</b>alk"), "\n", "<br>") + "</div><p>" + code + "</p></body></html>"
	if got := ReadPrinted(page); !got.Same() {
		t.Errorf("the page: %+v", got)
	}
	if got := ReadPrinted(strings.Replace(paper, "No injections", "Injections", 1)); got.Same() || got.Code != code {
		t.Errorf("a changed print: %+v", got)
	}
	if got := ReadPrinted(" " + strings.ToLower(code) + "\n"); got.Words || got.Code != code {
		t.Errorf("the code alone: %+v", got)
	}
	if got := ReadPrinted(s.Words.Hash); got.Words || got.Hash != s.Words.Hash {
		t.Errorf("the hash alone: %+v", got)
	}
	if got := ReadPrinted(s.Words.Text); got.Hash != s.Words.Hash {
		t.Error("the text alone")
	}
}

// Whatever one character is changed to, added or taken out, unless it is white
// space alone, the hash is another.
func TestOneOtherCharacterIsAnotherHash(t *testing.T) {
	text := []rune(statement("scotland").Words.Text)
	rapid.Check(t, func(t *rapid.T) {
		i, r := rapid.IntRange(0, len(text)-1).Draw(t, "place"), rapid.Rune().Draw(t, "rune")
		changed := append([]rune{}, text...)
		changed[i] = r
		if Canonical(string(changed)) != Canonical(string(text)) && HashOf(string(changed)) == HashOf(string(text)) {
			t.Fatal("the same hash")
		}
		if strings.Join(strings.Fields(string(changed)), "") != strings.Join(strings.Fields(string(text)), "") &&
			r != '\u00AD' && r != '\u200B' && r != '\uFEFF' && HashOf(string(changed)) == HashOf(string(text)) {
			t.Fatalf("%q at %d changes nothing", r, i)
		}
	})
}

func TestLinesMayBreakWhereABrowserBreaksThem(t *testing.T) {
	for _, pair := range [][2]string{{"co-operate", "co-\noperate"}, {"a/b", "a/ b"}, {"日本語", "日本\n語"}, {"so\u00ADft", "soft"}, {"a\u00A0b", "a  b"}} {
		if HashOf(pair[0]) != HashOf(pair[1]) {
			t.Errorf("%q and %q", pair[0], pair[1])
		}
	}
	if HashOf("no where") == HashOf("nowhere") || HashOf("a b") == HashOf("ab") {
		t.Error("a space between words counts for nothing")
	}
}
