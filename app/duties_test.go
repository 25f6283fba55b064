package app_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
)

// tends reports whether a server does what nobody asks for, by one of its traces.
func tends(t *testing.T, w *apptest.World) bool {
	t.Helper()
	trace := filepath.Join(filepath.Dir(w.Ledger), app.AnchorsName)
	_ = os.Remove(trace)
	w.App.TendOnce(t.Context())
	_, err := os.Stat(trace)
	return err == nil
}

func TestOfSeveralServersOneDoesWhatNobodyAsksFor(t *testing.T) {
	one, two := shared(t)
	one.Ledger = two.Ledger
	if !tends(t, one) {
		t.Fatal("nobody does it")
	}
	one.Clock.Forward(2 * time.Hour) // it stood still so long, but nobody was waiting
	if tends(t, two) {
		t.Fatal("both do it")
	}
	if !tends(t, one) {
		t.Fatal("it was taken from the one who does it")
	}
	tends(t, two)
	one.Clock.Forward(30 * time.Second)
	if tends(t, two) {
		t.Error("the second is in a hurry")
	}
	one.Clock.Forward(15 * time.Second) // the first was killed: within a minute another does it
	if !tends(t, two) {
		t.Error("nobody takes over")
	}
	one.Clock.Forward(2 * time.Hour)
	if tends(t, one) {
		t.Error("both do it, now that the first is back")
	}
}

func TestAServerThatStopsHandsOver(t *testing.T) {
	one, two := shared(t)
	one.App.Tend()
	late := time.After(soon)
	for trace := filepath.Join(filepath.Dir(two.Ledger), app.AnchorsName); ; {
		if _, err := os.Stat(trace); err == nil {
			break
		}
		select {
		case <-late:
			t.Fatal("the first does nothing")
		case <-time.After(10 * time.Millisecond):
		}
	}
	if tends(t, two) {
		t.Error("both do it")
	}
	one.Must(one.App.Close())
	if !tends(t, two) {
		t.Error("the first did not hand over")
	}
}
