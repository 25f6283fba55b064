package models

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// bare lists what of a pack stands there without a source, a day or a word on how
// sure it is.
func bare(p Pack) []string {
	var out []string
	check := func(key string, c Cited) {
		_, err := time.Parse(time.DateOnly, c.Written)
		said := slices.Contains([]string{"text", "notes", "check", "own"}, c.Verified) && slices.Contains([]string{"yes", "no", "check", "none"}, c.InForce)
		own := c.Verified == "own" && c.InForce == "none" && c.Source.Act == "Handrail"
		precise := own || slices.ContainsFunc([]string{"s. ", "ss. ", "reg. "}, func(mark string) bool { return strings.HasPrefix(c.Source.Section, mark) })
		if c.Source.Act == "" || !precise || err != nil || !said || c.Sure() != (c.Ask == "") {
			out = append(out, p.Key+": "+key)
		}
	}
	for _, r := range slices.Concat(p.Rules, p.NamedPerson) {
		check(r.Key, r.Cited)
	}
	for _, c := range p.Witness.Classes {
		check(c.Key, c.Cited)
	}
	return out
}

func TestEveryRuleOfAPackHasItsSource(t *testing.T) {
	for _, p := range packs() {
		if missing := bare(p); missing != nil {
			t.Errorf("without a source: %v", missing)
		}
	}
	p, _ := PackOf("scotland", 0)
	cited := func(change func(*Cited)) Rule {
		c := p.Rules[0].Cited
		change(&c)
		return Rule{Key: "heard", About: "effect", By: "nobody", Text: "Somebody said so.", Cited: c}
	}
	for what, r := range map[string]Rule{
		"no source":               {Key: "heard", About: "effect", By: "nobody", Text: "Somebody said so."},
		"no section":              cited(func(c *Cited) { c.Source.Section = "" }),
		"a section that is none":  cited(func(c *Cited) { c.Source.Section = "somewhere in it" }),
		"no day":                  cited(func(c *Cited) { c.Written = "lately" }),
		"not sure, nobody to ask": cited(func(c *Cited) { c.Verified = "check" }),
		"perhaps not in force":    cited(func(c *Cited) { c.InForce = "no" }),
	} {
		q := p
		q.Rules = append(slices.Clone(p.Rules), r)
		if got := bare(q); len(got) != 1 || got[0] != "scotland: heard" {
			t.Errorf("%s is not listed: %v", what, got)
		}
		q.Rules, q.NamedPerson = p.Rules, append(slices.Clone(p.NamedPerson), r)
		if got := bare(q); len(got) != 1 {
			t.Errorf("%s is not listed about a named person: %v", what, got)
		}
	}
}

// What the law of Scotland says about a named person is another list than the one of
// witnesses, and no part of the document that is signed.
func TestWhatIsSaidOfANamedPerson(t *testing.T) {
	for _, p := range packs() {
		if (len(p.NamedPerson) > 0) != (p.Key == "scotland") {
			t.Errorf("%s says %d things of a named person", p.Key, len(p.NamedPerson))
		}
		for _, r := range p.NamedPerson {
			if r.About != "named_person" || r.By != "nobody" || r.Text == "" {
				t.Errorf("%s: %q", p.Key, r.Key)
			}
		}
	}
}

func TestEveryPackIsWhole(t *testing.T) {
	section, _ := SectionOf("advance")
	for _, p := range packs() {
		for _, about := range []string{"making", "witness", "certify", "not_valid", "effect", "withdraw", "copies", "review"} {
			if len(p.RulesOn(about)) == 0 {
				t.Errorf("%s says nothing about %s", p.Key, about)
			}
		}
		for _, by := range []string{"app", "nobody"} {
			if len(p.CheckedBy(by)) == 0 {
				t.Errorf("%s: %s checks nothing", p.Key, by)
			}
		}
		seen := map[string]bool{}
		for _, d := range p.Parts {
			known := d.From == FromDetails && slices.Contains([]string{"line", "text", "tick"}, d.Kind) ||
				d.From == FromSection && slices.ContainsFunc(section.Fields, func(f Field) bool { return f.Key == d.Key })
			if !known || d.Label == "" || seen[d.Key] {
				t.Errorf("%s: part %q", p.Key, d.Key)
			}
			seen[d.Key] = true
		}
		for _, r := range p.Rules {
			if r.Text == "" || r.By != "app" && r.By != "nobody" {
				t.Errorf("%s: %q", p.Key, r.Key)
			}
		}
		if !slices.Contains([]string{WitnessAlways, WitnessAsked, WitnessNever}, p.Witness.When) || len(p.Witness.Classes) == 0 || p.ReviewMonths == 0 {
			t.Errorf("%s says not who may witness, or not when to look again", p.Key)
		}
		for _, line := range []string{"signed", "withdraws", "withdrawal", "pack"} {
			if p.Lines[line] == "" {
				t.Errorf("%s lacks the line %s", p.Key, line)
			}
		}
	}
	if len(Packs()) != 4 {
		t.Errorf("%d packs are offered", len(Packs()))
	}
}

// An advocate is on the list of witnesses to a named person, which is another list.
func TestAnAdvocateMayNotWitnessAnAdvanceStatementInScotland(t *testing.T) {
	p, _ := PackOf("scotland", 0)
	if _, may := p.Class("advocate"); may {
		t.Error("an advocate may")
	}
	for _, c := range p.Witness.Classes {
		if c.Verified != "check" {
			t.Errorf("%s counts as read; the regulations were not found", c.Key)
		}
	}
}
