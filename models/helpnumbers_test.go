package models

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestHelpNumbersOfAService(t *testing.T) {
	got, err := ReadHelpNumbers([]byte(`{"talk": [
		{"name": "The night line", "about": "0131 496 0000 · free · from ten at night", "ring": "0131 496 0000"},
		{"name": "By text", "about": "85258 · free", "text": "85258", "say": "HELLO"}],
		"unsafe": {"name": "Safe", "about": "116 016 · free", "ring": "116 016"}, "relay": "Put 18001 first."}`))
	if err != nil {
		t.Fatal(err)
	}
	if got.Talk[0].Ring != "01314960000" || got.Talk[1].Text != "85258" || got.Talk[1].Say != "HELLO" || got.Unsafe.Ring != "116016" || got.Relay != "Put 18001 first." {
		t.Errorf("read as %+v, %+v", got, got.Unsafe)
	}
}

func TestHelpNumbersThatCannotBeUsed(t *testing.T) {
	one := func(rest string) string { return `{"talk": [{"name": "The night line", "about": "free"` + rest + `}]}` }
	for text, says := range map[string]string{
		``: "numbers.not_json", `[]`: "numbers.not_json", `{"talks": []}`: "talks", `{} {}`: "numbers.more",
		one(``): "numbers.no_way", one(`, "ring": "soon"`): `"soon"`, one(`, "ring": "0131 496 0000 or 0131 496 0001"`): "numbers.not_one", one(`, "text": "javascript:1"`): "numbers.not_one",
		`{"talk": [{"name": "The night line", "ring": "111"}]}`:                 "numbers.unnamed",
		`{"unsafe": {"about": "free", "ring": "111"}}`:                          "numbers.unnamed",
		one(`, "ring": "111", "say": "` + strings.Repeat("a", MaxLine+1) + `"`): "numbers.long",
		`{"relay": "` + strings.Repeat("a", MaxLine+1) + `"}`:                   "numbers.relay_long",
		`{"talk": [` + strings.Repeat(`{"name": "a"},`, 8) + ` {"name": "a"}]}`: "numbers.many",
	} {
		_, err := ReadHelpNumbers([]byte(text))
		if e, is := errors.AsType[*Error](err); !is || !strings.Contains(fmt.Sprint(e.Fields), says) {
			t.Errorf("%.80s: %+v", text, err)
		}
	}
}
