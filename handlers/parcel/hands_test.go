package parcel

import (
	"testing"

	"handrail/models"
)

func TestNobodySendsManyAtOnce(t *testing.T) {
	first, err := Hold("ailsa")
	if err != nil {
		t.Fatal(err)
	}
	second, err := Hold("ailsa")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Hold("ailsa"); models.KindOf(err) != models.TooMany {
		t.Errorf("a third: %v", err)
	}
	other, err := Hold("jamie")
	if err != nil {
		t.Errorf("somebody else: %v", err)
	}
	first()
	again, err := Hold("ailsa")
	if err != nil {
		t.Fatal(err)
	}
	again()
	second()
	other()
	if len(hands.full) != 0 {
		t.Errorf("still held: %v", hands.full)
	}
}
