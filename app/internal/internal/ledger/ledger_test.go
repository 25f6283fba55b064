package ledger

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func keyed(key string) MAC {
	return func(data []byte) []byte {
		h := hmac.New(sha256.New, []byte(key))
		h.Write(data)
		return h.Sum(nil)
	}
}

func begin(t *testing.T) (string, *Ledger) {
	t.Helper()
	path := filepath.Join(t.TempDir(), FileName)
	l, _, err := Begin(path, keyed("k"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return path, l
}

func add(t *testing.T, l *Ledger, lines ...Line) Mark {
	t.Helper()
	m, err := l.Add(lines)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func open(t *testing.T, path string, seen Mark) []Line {
	t.Helper()
	l, lines, err := Open(path, keyed("k"), seen)
	if err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
	return lines
}

var (
	one   = Line{What: Plan, ID: "A", Epoch: 3}
	two   = Line{What: SignIns, ID: "B", Epoch: 1}
	three = Line{What: Plan, ID: "A", Epoch: Gone}
)

func TestWhatWasAddedBehindAMarkComesBack(t *testing.T) {
	path, l := begin(t)
	seen := add(t, l, one)
	add(t, l, two, three)
	if got := open(t, path, seen); !slices.Equal(got, []Line{two, three}) {
		t.Errorf("behind the mark: %v", got)
	}
	if got := open(t, path, Mark{}); !slices.Equal(got, []Line{one, two, three}) {
		t.Errorf("all: %v", got)
	}
	if got := open(t, path, l.Mark()); len(got) != 0 {
		t.Errorf("behind the end: %v", got)
	}
	back, err := MarkOf(seen.Bytes())
	if err != nil || back.Offset != seen.Offset || !bytes.Equal(back.Hash, seen.Hash) {
		t.Errorf("a mark came back as %v, %v", back, err)
	}
}

func TestWhoeverHasNotTheKeyChangesNothingUnseen(t *testing.T) {
	path, l := begin(t)
	add(t, l, one)
	end := add(t, l, two)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.SplitAfter(whole, []byte("\n"))
	for name, text := range map[string][]byte{
		"a number changed": bytes.Replace(whole, []byte("plan A 3"), []byte("plan A 2"), 1),
		"a line taken out": bytes.Join([][]byte{lines[0], lines[2]}, nil),
		"two exchanged":    bytes.Join([][]byte{lines[0], lines[2], lines[1]}, nil),
		"one twice":        append(bytes.Clone(whole), lines[2]...),
	} {
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := Open(path, keyed("k"), Mark{}); !errors.Is(err, ErrBroken) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := os.WriteFile(path, bytes.Join(lines[:2], nil), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Open(path, keyed("k"), end); !errors.Is(err, ErrBroken) {
		t.Errorf("cut short of what the database has seen: %v", err)
	}
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Open(path, keyed("another"), Mark{}); !errors.Is(err, ErrBroken) {
		t.Errorf("another key: %v", err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Open(path, keyed("k"), end); !errors.Is(err, ErrMissing) {
		t.Errorf("missing: %v", err)
	}
}

// A line that was cut in the middle of being written was never waited for.
func TestALineThatWasNotFinishedIsCutOff(t *testing.T) {
	path, l := begin(t)
	seen := add(t, l, one)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("plan A 4 0123"); err != nil {
		t.Fatal(err)
	}
	_ = f.Close()
	if got := open(t, path, seen); len(got) != 0 {
		t.Errorf("got %v", got)
	}
	add(t, l, two)
	if got := open(t, path, seen); !slices.Equal(got, []Line{two}) {
		t.Errorf("behind it: %v", got)
	}
}

func TestTwoProcessesAddToOneLedger(t *testing.T) {
	path, l := begin(t)
	other, _, err := Open(path, keyed("k"), Mark{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Close() }()
	add(t, l, one)
	add(t, other, two)
	add(t, l, three)
	if got := open(t, path, Mark{}); !slices.Equal(got, []Line{one, two, three}) {
		t.Errorf("got %v", got)
	}
	if n, err := other.Check(); n != 3 || err != nil {
		t.Errorf("checked %d, %v", n, err)
	}
}

func TestALedgerThatWasTakenAwayIsNotWrittenToUnseen(t *testing.T) {
	path, l := begin(t)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Add([]Line{one}); !errors.Is(err, ErrMissing) {
		t.Errorf("got %v", err)
	}
	if _, _, err := Begin(path, keyed("k")); err != nil {
		t.Errorf("a new one: %v", err)
	}
	if _, _, err := Begin(path, keyed("k")); err == nil {
		t.Error("one was begun over another")
	}
}
