package say

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"
)

func TestASentenceIsFilledIn(t *testing.T) {
	ctx := context.Background()
	if got := T(ctx, "field.too_long", "Max", 100); got != "This can be 100 characters long at most." {
		t.Errorf("T: %q", got)
	}
	if got := In("field.too_long", map[string]any{"Max": 7}); got != "This can be 7 characters long at most." {
		t.Errorf("In: %q", got)
	}
	one, more := T(ctx, "room.seen", "Count", 1), T(ctx, "room.seen", "Count", 3)
	if one == more || one == "room.seen" {
		t.Errorf("the plural is %q and %q", one, more)
	}
}

func TestWordsOfAPersonAreNeverATemplate(t *testing.T) {
	if got := T(context.Background(), "who.always", "Name", "{{.Secret}} <b>"); got != "{{.Secret}} <b>" {
		t.Errorf("%q", got)
	}
}

func TestAKeyWithoutASentenceIsShownAsItIs(t *testing.T) {
	if got := T(context.Background(), "no.such_key"); got != "no.such_key" || Known("no.such_key") {
		t.Errorf("%q", got)
	}
	if !Known("error.not_found") || !Keys()["error.not_found"] {
		t.Error("a key that stands there is not known")
	}
}

func TestALanguageWithoutACatalogueIsEnglish(t *testing.T) {
	ctx := With(context.Background(), "xx")
	if got := T(ctx, "error.not_found"); got != In("error.not_found", nil) {
		t.Errorf("%q", got)
	}
}

func TestTheNearestLanguageIsFound(t *testing.T) {
	for reads, want := range map[string]string{":cy_GB:en": "cy", "pt:cy": "pt-BR", "C": english, "ja:en_GB": english} {
		if got := nearest([]string{"cy", "en", "pt-BR"}, strings.Split(reads, ":")); got != want {
			t.Errorf("%q for %q", got, reads)
		}
	}
	if got := Nearest(); got != english {
		t.Errorf("%q for nobody", got)
	}
}

func TestAnotherLanguageFallsBackKeyByKey(t *testing.T) {
	found, err := load(fstest.MapFS{
		"messages/a.en.json": {Data: []byte(`{"a.one":"one","a.two":"two {{.Name}}","a.three":"three"}`)},
		"messages/a.cy.json": {Data: []byte(`{"a.one":"un"}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	cy := found["cy"]
	one, two, three := cy.say("a.one", nil), cy.say("a.two", map[string]any{"Name": "x"}), cy.say("a.three", nil)
	if one != "un" || two != "two x" || three != "three" {
		t.Errorf("%q, %q, %q", one, two, three)
	}
}

func TestAKeyStandsInOneFileAlone(t *testing.T) {
	_, err := load(fstest.MapFS{
		"messages/a.en.json": {Data: []byte(`{"a":"one"}`)},
		"messages/b.en.json": {Data: []byte(`{"a":"two"}`)},
	})
	if err == nil {
		t.Error("a key in two files was taken")
	}
}
