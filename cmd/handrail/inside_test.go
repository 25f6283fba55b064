package main_test

import (
	"context"
	"database/sql"
	"net"
	"net/http"
	"net/http/httptrace"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"handrail/app/apptest"
)

// occupied keeps everybody else from writing to a data folder's database, until it is let go:
// whoever writes meanwhile waits, five seconds at most.
func occupied(t *testing.T, data string) (letGo func()) {
	t.Helper()
	db, err := sql.Open(apptest.SQLite, filepath.Join(data, "handrail.db")+"?_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	letGo = sync.OnceFunc(func() { _, _ = tx.Rollback(), db.Close() })
	t.Cleanup(letGo)
	return letGo
}

// inside sends a request and comes back once the server has surely begun with it: it has asked for
// the body. The answer's status comes later; 0 is none.
func (s *server) inside(token, method, path, body string) <-chan int {
	s.t.Helper()
	begun, status := make(chan struct{}), make(chan int, 1)
	ctx := httptrace.WithClientTrace(context.Background(), &httptrace.ClientTrace{Got100Continue: func() { close(begun) }})
	r, err := http.NewRequestWithContext(ctx, method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header = http.Header{"Content-Type": {"application/json"}, "Authorization": {"Bearer " + token}, "Expect": {"100-continue"}}
	alone := &http.Client{Transport: &http.Transport{DisableKeepAlives: true, ExpectContinueTimeout: patience}}
	go func() {
		answer, err := alone.Do(r)
		if err != nil {
			status <- 0
			return
		}
		status <- answer.StatusCode
		_ = answer.Body.Close()
	}()
	select {
	case <-begun:
	case <-time.After(patience):
		s.t.Fatalf("%s %s: it was not begun with", method, path)
	}
	return status
}

// knocks is a request whose connection is there and who waits to be let in.
func knocks(t *testing.T, s *server, token, path string) <-chan int {
	t.Helper()
	host := strings.TrimPrefix(s.url, "http://")
	c, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	there := &http.Transport{DisableKeepAlives: true, DialContext: func(context.Context, string, string) (net.Conn, error) { return c, nil }}
	r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, s.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	status := make(chan int, 1)
	go func() {
		answer, err := there.RoundTrip(r)
		if err != nil {
			status <- 0
			return
		}
		status <- answer.StatusCode
		_ = answer.Body.Close()
	}()
	return status
}

// stops tells a server to stop, and gives its exit code once it has.
func (s *server) stops(t *testing.T) <-chan int {
	t.Helper()
	code := make(chan int, 1)
	go func() {
		c, _ := s.stop(syscall.SIGTERM)
		code <- c
	}()
	return code
}
