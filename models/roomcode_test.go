package models

import (
	"testing"
	"time"
)

func TestARoomCodeWorksOnceSoonAndNotForLong(t *testing.T) {
	code := func() RoomCode { return NewRoomCode("s", "123456", noon) }
	if c := code(); !c.Try("s", "123 456", noon.Add(time.Minute)) || c.Try("s", "123456", noon.Add(time.Minute)) {
		t.Error("once, and with a space in it")
	}
	if c := code(); c.Try("s", "123456", noon.Add(5*time.Minute)) {
		t.Error("after five minutes")
	}
	if c := code(); c.Try("another", "123456", noon) {
		t.Error("for another session")
	}
	c := code()
	for range 5 {
		if c.Try("s", "000000", noon) {
			t.Error("a wrong code")
		}
	}
	if c.Try("s", "123456", noon) {
		t.Error("after five tries")
	}
	if none := (RoomCode{}); none.Try("s", "", noon) {
		t.Error("where there is none")
	}
}
