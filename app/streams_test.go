package app

import (
	"testing"

	"handrail/models"
)

func TestStreamsHaveALimit(t *testing.T) {
	s := &streams{most: 3, each: 2}
	seat := func(account models.ID, want models.ErrorKind) func() {
		t.Helper()
		leave, err := s.seat(account)
		if models.KindOf(err) != want {
			t.Fatalf("%s: %v", account, err)
		}
		return leave
	}
	first := seat("ailsa", models.Internal)
	second := seat("ailsa", models.Internal)
	seat("ailsa", models.TooMany)
	seat("jamie", models.Internal)
	seat("morag", models.Unavailable)
	first()
	first() // again is nothing
	seat("morag", models.Internal)
	seat("ailsa", models.Unavailable)
	second()
	if s.of["ailsa"] != 0 || len(s.of) != 2 {
		t.Errorf("still counted: %v", s.of)
	}
}

func TestTheUsualLimitsOfStreams(t *testing.T) {
	s := &streams{}
	for range MostStreamsEach {
		if _, err := s.seat("ailsa"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.seat("ailsa"); models.KindOf(err) != models.TooMany {
		t.Errorf("one more: %v", err)
	}
}
