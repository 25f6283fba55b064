package models

import "testing"

func TestACodeIsReadHoweverItIsTyped(t *testing.T) {
	const code = "ABOI2B7QXYZ4"
	grouped := GroupedCode(code)
	if grouped != "ABOI2-B7QXY-Z4" {
		t.Errorf("handed out as %q", grouped)
	}
	for _, typed := range []string{grouped, code, " aboi2 b7qxy z4\t", "AB012-87QXY-Z4"} {
		if plain := PlainCode(typed); plain != code {
			t.Errorf("%q is read as %q", typed, plain)
		}
	}
}
