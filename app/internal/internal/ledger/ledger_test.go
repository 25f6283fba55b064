package ledger

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"os"
	"path/filepath"
	"runtime"
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

// A ledger is ready where a line could be written, and asking leaves nothing in it. Where it
// was taken away it is not, and where the last line could not be written neither.
func TestReadyMeansThatALineCouldBeWritten(t *testing.T) {
	path, l := begin(t)
	add(t, l, one)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(l.Ready(t.Context()), l.try()); err != nil {
		t.Errorf("it stands: %v", err)
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, before) {
		t.Errorf("asking changed it: %q, %v", after, err)
	}
	if err := os.Rename(path, path+"-away"); err != nil {
		t.Fatal(err)
	}
	if err := l.Ready(t.Context()); !errors.Is(err, ErrMissing) {
		t.Errorf("taken away: %v", err)
	}
	if err := os.Rename(path+"-away", path); err != nil {
		t.Fatal(err)
	}
	written := l.file
	if l.file, err = os.Open(path); err != nil { // as on a disk that is read-only
		t.Fatal(err)
	}
	if _, err := l.Add([]Line{two}); err == nil {
		t.Fatal("a line was written")
	}
	if err := l.Ready(t.Context()); err == nil {
		t.Error("read-only, and it is ready")
	}
	_ = l.file.Close()
	l.file = written
	add(t, l, two)
	if err := l.Ready(t.Context()); err != nil {
		t.Errorf("it heals: %v", err)
	}
}

// A reader beside a server that has begun a line must not cut it off: it waits for the lock.
func TestWhoeverReadsWaitsForAHalfLine(t *testing.T) {
	path, l := begin(t)
	add(t, l, one)
	beside, _, err := Open(path, keyed("k"), l.Mark())
	if err != nil {
		t.Fatal(err)
	}
	defer beside.Close()
	checked := make(chan int, 1)
	if _, err := l.locked(func() ([]Line, error) {
		whole, _ := two.append(nil, l.mac, l.end.Hash)
		if _, err := l.file.Write(whole[:4]); err != nil {
			return nil, err
		}
		go func() { n, _ := beside.Check(); checked <- n }()
		for range 1000 {
			runtime.Gosched()
		}
		_, err := l.file.Write(whole[4:])
		return nil, err
	}); err != nil {
		t.Fatal(err)
	}
	if n := <-checked; n != 2 {
		t.Errorf("%d lines hold, not 2", n)
	}
}
