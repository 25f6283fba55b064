package models

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// sections are all of the catalogue's, those of the help page and one of a person's own.
func sections() []Section {
	own, _ := SectionOf(NewSectionKey())
	all := append(slices.Clone(helpSections), own)
	for _, c := range Catalogue {
		all = append(all, c.Sections...)
	}
	return all
}

func TestCatalogueKeysAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range Catalogue {
		if c.Key == "" || seen["chapter "+c.Key] {
			t.Errorf("chapter %q has no key of its own", c.Key)
		}
		seen["chapter "+c.Key] = true
	}
	for _, s := range sections() {
		if s.Key == "" || seen[string(s.Key)] {
			t.Errorf("section %q has no key of its own", s.Key)
		}
		seen[string(s.Key)] = true
		fields := map[string]bool{"": true}
		for _, d := range s.Fields {
			if fields[d.Key] {
				t.Errorf("field %q of %q has no key of its own", d.Key, s.Key)
			}
			fields[d.Key] = true
		}
	}
}

func TestEverySectionCanBeFilledIn(t *testing.T) {
	for _, s := range sections() {
		if found, ok := SectionOf(s.Key); !ok || found.Main() != s.Main() {
			t.Errorf("%q is not found by its key", s.Key)
		}
		if !s.Fields[0].Required || s.Fields[0].Key != s.Main() {
			t.Errorf("%q has no required main field", s.Key)
		}
		for _, d := range s.Fields {
			if d.Max <= 0 || d.Max > MaxWords || (d.Kind == Choice) != (len(d.Options) > 0) {
				t.Errorf("field %q of %q: %+v", d.Key, s.Key, d)
			}
			for _, o := range d.Options {
				if fault := d.fault(o); fault != "" {
					t.Errorf("option %q of %q in %q: %s", o, d.Key, s.Key, fault)
				}
			}
		}
	}
}

// Who must not be involved, and what the help page takes, start as nobody else's (RULES.md 24).
func TestSectionsThatStartAsOnlyMe(t *testing.T) {
	var got []SectionKey
	for _, s := range sections() {
		if s.OnlyMe {
			got = append(got, s.Key)
		}
	}
	if want := []SectionKey{HelpLines, HelpText, "crisis-not-involved"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestSectionOfNothing(t *testing.T) {
	for _, key := range []SectionKey{"", "nothing", "OWN-x", "hopes "} {
		if s, ok := SectionOf(key); ok {
			t.Errorf("%q is %+v", key, s)
		}
	}
}

func TestCheck(t *testing.T) {
	all := Section{Key: "all", Fields: []Field{need("what"), line("when"), scale("mark"), oneOf("state", "thinking", "doing"), date("day"), tick("done")}}
	long := strings.Repeat("👩‍👧", MaxWords/3) // three code points each
	tests := map[string]struct {
		fields Fields
		want   string // field and key of each problem
	}{
		"words":                        {Fields{{"what", "I walk."}}, ""},
		"all":                          {Fields{{"what", "I walk."}, {"when", "at noon"}, {"mark", "10"}, {"state", "doing"}, {"day", "2024-02-29"}, {"done", "yes"}}, ""},
		"nothing":                      {nil, "what field.empty"},
		"only space":                   {Fields{{"what", " \u00a0\n"}}, "what field.empty"},
		"the other fields alone":       {Fields{{"mark", "3"}}, "what field.empty"},
		"an emptied field":             {Fields{{"what", "a"}, {"mark", ""}}, ""},
		"NUL":                          {Fields{{"what", "a\x00b"}}, "what field.unreadable"},
		"no UTF-8":                     {Fields{{"what", "a\xff"}}, "what field.unreadable"},
		"half a surrogate":             {Fields{{"what", "a\xed\xa0\x80"}}, "what field.unreadable"},
		"as long as can be":            {Fields{{"what", long + "ab"}}, ""},
		"too long":                     {Fields{{"what", long + "abc"}}, "what field.too_long"},
		"a line as long as can be":     {Fields{{"what", "a"}, {"when", strings.Repeat("é", MaxLine)}}, ""},
		"a line too long":              {Fields{{"what", "a"}, {"when", strings.Repeat("é", MaxLine+1)}}, "when field.too_long"},
		"a field of another section":   {Fields{{"what", "a"}, {"hope", "b"}}, "hope field.unknown"},
		"such a field, empty":          {Fields{{"what", "a"}, {"hope", ""}}, "hope field.unknown"},
		"a field twice":                {Fields{{"what", "a"}, {"what", "b"}}, "what field.twice"},
		"another option":               {Fields{{"what", "a"}, {"state", "Doing"}}, "state field.not_an_option"},
		"an option and more":           {Fields{{"what", "a"}, {"state", "doing "}}, "state field.not_an_option"},
		"a mark too high":              {Fields{{"what", "a"}, {"mark", "11"}}, "mark field.not_a_mark"},
		"a mark below":                 {Fields{{"what", "a"}, {"mark", "-1"}}, "mark field.not_a_mark"},
		"a mark with a sign":           {Fields{{"what", "a"}, {"mark", "+1"}}, "mark field.not_a_mark"},
		"a mark with a nought":         {Fields{{"what", "a"}, {"mark", "07"}}, "mark field.not_a_mark"},
		"a mark in other digits":       {Fields{{"what", "a"}, {"mark", "٣"}}, "mark field.not_a_mark"},
		"no mark":                      {Fields{{"what", "a"}, {"mark", "x"}}, "mark field.not_a_mark"},
		"a day that is none":           {Fields{{"what", "a"}, {"day", "2023-02-29"}}, "day field.not_a_date"},
		"a day the other way round":    {Fields{{"what", "a"}, {"day", "29-02-2024"}}, "day field.not_a_date"},
		"a day and an hour":            {Fields{{"what", "a"}, {"day", "2024-02-29T10:00"}}, "day field.too_long"},
		"another tick":                 {Fields{{"what", "a"}, {"done", "no"}}, "done field.not_an_option"},
		"each problem is named":        {Fields{{"mark", "x"}, {"done", "1"}}, "mark field.not_a_mark, done field.not_an_option, what field.empty"},
		"unreadable comes before long": {Fields{{"what", "\x00" + long + "abc"}}, "what field.unreadable"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := problems(t, all.Check(tt.fields)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// A draft need not be finished, but what is there must be such as can be kept.
func TestCheckDraft(t *testing.T) {
	s := Section{Fields: []Field{need("what"), scale("mark")}}
	for want, f := range map[string]Fields{
		"":                      {{"mark", "3"}},
		"mark field.not_a_mark": {{"mark", "33"}},
		"what field.unreadable": {{"what", "a\x00"}},
		"nothing field.unknown": {{"nothing", "a"}},
	} {
		if got := problems(t, s.CheckDraft(f)); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// problems lists what an Invalid error says; empty for none.
func problems(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	var e *Error
	if !errors.As(err, &e) || e.Kind != Invalid || len(e.Fields) == 0 {
		t.Fatalf("%v is not an Invalid error that names a field", err)
	}
	var out []string
	for _, p := range e.Fields {
		out = append(out, p.Field+" "+p.Key)
	}
	return strings.Join(out, ", ")
}

func TestWhatCheckAcceptsComesBack(t *testing.T) {
	all := sections()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom(all).Draw(t, "section")
		f := filled(t, s, "fields")
		// Now and then something that is not as it should be.
		for range rapid.IntRange(0, 2).Draw(t, "odd ones") {
			f = append(f, Text{rapid.SampledFrom([]string{s.Main(), "why", "nothing"}).Draw(t, "key"), anyText().Draw(t, "text")})
		}
		if s.Check(f) != nil {
			return
		}
		written, err := f.AppendBinary(nil)
		var back Fields
		if err != nil || back.UnmarshalBinary(written) != nil || !back.Equal(f) {
			t.Fatalf("%q came back as %q", f, back)
		}
		written, err = json.Marshal(f)
		if err != nil || json.Unmarshal(written, &back) != nil || !back.Equal(f) {
			t.Fatalf("%q came back as %q", f, back)
		}
		if err := s.Check(back); err != nil {
			t.Fatalf("%q came back and was refused: %v", f, err)
		}
	})
}

func TestCheckTakesWhatIsGood(t *testing.T) {
	all := sections()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom(all).Draw(t, "section")
		if f := filled(t, s, "fields"); s.Check(f) != nil {
			t.Fatalf("%q: %v", f, s.Check(f))
		}
	})
}

// However many fields are sent, no more are looked at than could be right.
func TestCheckLooksAtNoMoreFieldsThanTheSectionHas(t *testing.T) {
	for _, s := range sections() {
		fields := make(Fields, 2_000)
		for i := range fields {
			fields[i] = Text{Key: "f" + strconv.Itoa(i), Text: "x"}
		}
		var e *Error
		if err := s.CheckDraft(fields); !errors.As(err, &e) || len(e.Fields) > len(s.Fields)+1 {
			t.Errorf("%s: %d problems", s.Key, len(e.Fields))
		}
	}
}
