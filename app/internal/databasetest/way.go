package databasetest

import (
	"net"
	"net/url"
	"sync"
	"testing"
)

// Way is a way to a PostgreSQL that a test can cut: connections there are stay open
// and silent, as when a cable is pulled, and none comes about until it is mended.
type Way struct {
	Place string // the database's address by this way

	mu    sync.Mutex
	cut   bool
	still []net.Conn
}

// NewWay is a way to a place.
func NewWay(t testing.TB, place string) *Way {
	t.Helper()
	u, err := url.Parse(place)
	if err != nil {
		t.Fatal("the address of PostgreSQL cannot be read")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &Way{}
	there := u.Host
	u.Host = l.Addr().String()
	w.Place = u.String()
	go w.accept(l, there)
	t.Cleanup(func() {
		_ = l.Close()
		w.Mend()
	})
	return w
}

// Cut makes the way silent.
func (w *Way) Cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut = true
}

// Mend lets new connections through; those that were cut are closed at last.
func (w *Way) Mend() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut = false
	for _, c := range w.still {
		_ = c.Close()
	}
	w.still = nil
}

func (w *Way) isCut(c net.Conn) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.cut {
		w.still = append(w.still, c)
	}
	return w.cut
}

func (w *Way) accept(l net.Listener, there string) {
	for {
		here, err := l.Accept()
		if err != nil {
			return
		}
		if w.isCut(here) {
			continue
		}
		far, err := net.Dial("tcp", there)
		if err != nil {
			_ = here.Close()
			continue
		}
		go w.carry(here, far)
		go w.carry(far, here)
	}
}

// carry passes on what comes until the way is cut; then it says nothing, not even
// that it ended.
func (w *Way) carry(from, to net.Conn) {
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		if w.isCut(to) {
			return
		}
		if n > 0 {
			if _, err := to.Write(buffer[:n]); err != nil {
				break
			}
		}
		if err != nil {
			break
		}
	}
	_ = from.Close()
	_ = to.Close()
}
