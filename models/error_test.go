package models

import (
	"errors"
	"fmt"
	"testing"
	"time"
)

func TestKindOf(t *testing.T) {
	disk := errors.New("disk full")
	tests := map[string]struct {
		err  error
		want ErrorKind
	}{
		"somebody else's":            {disk, Internal},
		"an Error that says nothing": {&Error{Err: disk}, Internal},
		"ours":                       {Wrong("email", "email.taken"), Invalid},
		"ours, wrapped":              {fmt.Errorf("while sharing: %w", ErrStepUp), StepUp},
		"joined to another":          {errors.Join(disk, ErrNotFound), NotFound},
		"the first of two":           {&Error{Kind: Conflict, Err: ErrNotFound}, Conflict},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := KindOf(tt.err); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
	if !errors.Is(&Error{Kind: Unavailable, Err: disk}, disk) {
		t.Error("the cause is lost")
	}
}

func TestFreshSignIn(t *testing.T) {
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	tests := map[string]struct {
		proved time.Time
		fresh  bool
	}{
		"never":             {time.Time{}, false},
		"now":               {noon, true},
		"just inside":       {noon.Add(time.Nanosecond - FreshFor), true},
		"five minutes":      {noon.Add(-FreshFor), false},
		"by a clock ahead":  {noon.Add(time.Nanosecond), false},
		"a long time since": {noon.AddDate(-1, 0, 0), false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			err := Actor{Proved: tt.proved}.MustBeFresh(noon)
			if (err == nil) != tt.fresh || !tt.fresh && KindOf(err) != StepUp {
				t.Errorf("got %v, want fresh %v", err, tt.fresh)
			}
		})
	}
}
