package models

import "testing"

func TestDueForALook(t *testing.T) {
	const today = Day("2026-11-23")
	for _, tt := range []struct {
		state string
		days  int
		want  bool
	}{
		{"", 28, true}, {"", 27, false}, {"doing", 100, true}, {"thinking", 28, true}, {"doing", -1, false},
		{"paused", 100, false}, {"reached", 100, false}, {"let_go", 100, false}, {"changed", 100, false},
	} {
		if got := DueForALook(tt.state, today.Plus(-tt.days), today); got != tt.want {
			t.Errorf("%q after %d days: %v", tt.state, tt.days, got)
		}
	}
}
