// Package measure counts what the server does and how long it takes, for Prometheus.
// It knows routes as they were registered and never a path, an id, a name or an
// address; nothing in it can be followed back to anybody.
package measure

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"net/http"
	"runtime/metrics"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
)

// bounds are the upper bounds of the buckets of times, in seconds.
var bounds = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}

// Gauge is a number that goes up and down; its name says its unit.
type Gauge struct {
	Name, Help string
	Value      float64
}

// Meter counts requests. The zero Meter is ready.
type Meter struct {
	mu     sync.Mutex
	counts map[answered]*times
}

// answered is a kind of answer.
type answered struct{ method, route, status string }

type times struct {
	count   uint64
	seconds float64
	buckets []uint64 // one for each bound
}

// Count is the middleware that counts. A stream is counted when it ends, and its
// time, which is its listener's, is not.
func (m *Meter) Count(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		route := c.Path()
		if Unseen(route) {
			return next(c)
		}
		began := time.Now()
		err := next(c)
		if route == "" {
			route = "none"
		}
		took := time.Since(began)
		if c.Response().Header().Get(echo.HeaderContentType) == "text/event-stream" {
			took = 0
		}
		m.add(answered{methodOf(c), route, strconv.Itoa(c.Response().Status/100) + "xx"}, took)
		return err
	}
}

// Unseen reports whether nobody is to learn that a page was opened, not even as a number: help.
func Unseen(route string) bool { return route == "/help" || strings.HasPrefix(route, "/help/") }

// methodOf is one of the few methods that there are: a client may send any word.
func methodOf(c echo.Context) string {
	switch method := c.Request().Method; method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return method
	}
	return "other"
}

func (m *Meter) add(a answered, took time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.counts == nil {
		m.counts = make(map[answered]*times)
	}
	t := m.counts[a]
	if t == nil {
		t = &times{buckets: make([]uint64, len(bounds))}
		m.counts[a] = t
	}
	t.count++
	t.seconds += took.Seconds()
	for i, b := range bounds {
		if took.Seconds() <= b {
			t.buckets[i]++
		}
	}
}

// Serve answers with everything that was counted, and with the gauges of now, in
// Prometheus's text format 0.0.4.
func (m *Meter) Serve(gauges func() []Gauge) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		m.write(w)
		for _, g := range append(gauges(), ofTheProcess()...) {
			_, _ = fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s gauge\n%s %s\n", g.Name, g.Help, g.Name, g.Name, number(g.Value))
		}
	})
	return mux
}

const requests = "handrail_request_seconds"

func (m *Meter) write(w io.Writer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, _ = fmt.Fprintf(w, "# HELP %s Answers by route and kind of status, and how long they took.\n# TYPE %s histogram\n", requests, requests)
	for _, a := range slices.SortedFunc(maps.Keys(m.counts), compare) {
		t, labels := m.counts[a], fmt.Sprintf("method=%q,route=%q,status=%q", a.method, a.route, a.status)
		for i, b := range bounds {
			_, _ = fmt.Fprintf(w, "%s_bucket{%s,le=%q} %d\n", requests, labels, number(b), t.buckets[i])
		}
		_, _ = fmt.Fprintf(w, "%s_bucket{%s,le=\"+Inf\"} %d\n%s_sum{%s} %s\n%s_count{%s} %d\n",
			requests, labels, t.count, requests, labels, number(t.seconds), requests, labels, t.count)
	}
}

func compare(a, b answered) int {
	return cmp.Or(cmp.Compare(a.route, b.route), cmp.Compare(a.method, b.method), cmp.Compare(a.status, b.status))
}

func number(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }

// ofTheProcess is what the Go runtime knows.
func ofTheProcess() []Gauge {
	samples := []metrics.Sample{{Name: "/sched/goroutines:goroutines"}, {Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(samples)
	return []Gauge{
		{"handrail_goroutines", "Goroutines.", float64(samples[0].Value.Uint64())},
		{"handrail_memory_bytes", "Memory that the Go runtime holds.", float64(samples[1].Value.Uint64())},
		{"handrail_heap_bytes", "Memory of living objects.", float64(samples[2].Value.Uint64())},
	}
}
