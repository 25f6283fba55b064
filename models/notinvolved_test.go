package models_test

import (
	"testing"

	"handrail/models"
)

func TestMayName(t *testing.T) {
	for _, c := range []struct {
		text, name, called string
		may                bool
	}{
		{"Kenneth", "Kenneth Ross", "", true},
		{"my brother, him", "Kenneth Ross", "my brother", true},
		{"my neighbour", "Kenneth Ross", "my brother", false},
		{"KENNETH!", "kenneth", "", true},
		{"Ken", "Kenneth", "", false},
		{"שרה מהקומה למעלה", "שרה", "", true},
		{"the man from the flat above", "Al", "", false},
		{"", "Kenneth", "", false},
	} {
		if got := models.MayName(c.text, c.name, c.called); got != c.may {
			t.Errorf("%q may name %q (%q): %t", c.text, c.name, c.called, got)
		}
	}
}
