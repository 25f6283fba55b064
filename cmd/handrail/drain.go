package main

import (
	"context"
	"net"
	"net/http"
	"sync"
	"time"

	"handrail/app"
)

// How long a stopping server waits for whoever was let in and has not asked yet, how often
// it looks, and how long it waits for answers under way.
const (
	askWithin    = time.Second
	lookEvery    = 5 * time.Millisecond
	drainTimeout = 20 * time.Second
)

// doorstep is the connections that were let in and have not asked for anything yet.
type doorstep struct {
	mu    sync.Mutex
	all   map[net.Conn]struct{}
	moves int // of all connections so far: who came, asked, was answered, left
}

// changed is told of every connection.
func (d *doorstep) changed(c net.Conn, state http.ConnState) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.moves++
	if state != http.StateNew {
		delete(d.all, c)
		return
	}
	if d.all == nil {
		d.all = make(map[net.Conn]struct{})
	}
	d.all[c] = struct{}{}
}

func (d *doorstep) empty() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.all) == 0
}

// drain ends the streams and lets the answers under way finish, as long as they
// take no more than drainTimeout. It is called once nobody is let in any more. Shutdown would
// drop a request that it meets half read: so those on the doorstep may ask first.
func (d *doorstep) drain(s *http.Server, a *app.App) error {
	a.EndStreams()
	s.SetKeepAlivesEnabled(false)
	look, late := time.NewTicker(lookEvery), time.After(askWithin)
	defer look.Stop()
	for waiting := true; waiting; {
		empty := d.empty()
		select {
		case <-look.C:
			waiting = !empty // those who have only just asked had a moment to begin
		case <-late:
			waiting = false
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), drainTimeout)
	defer cancel()
	if err := s.Shutdown(ctx); err != nil {
		return s.Close()
	}
	return nil
}
