package main_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const (
	readers       = 64 // at once, each on a connection of their own
	entriesOfPlan = 80
)

// full is a plan of 80 entries and a carer who sees them by consent, so that each of their looks is
// put on record.
func full(s *server) (owner, carer person) {
	s.t.Helper()
	owner, carer = s.signUp("ailsa@example.org"), s.signUp("jamie@example.org")
	shared(s, owner, carer)
	for i := range entriesOfPlan {
		s.call(owner.Access, "POST", "/api/v1/plans/"+owner.Account.PlanID+"/sections/toolbox/entries",
			fmt.Sprintf(`{"fields":{"helps":"Number %d: the back step, the radio on low, and counting the slates across the road."}}`, i), 201, nil)
	}
	return owner, carer
}

// isRead has 64 read a plan for a while, as fast as they can, and says how many answers came.
func (s *server) isRead(token, path string, while time.Duration) int64 {
	s.t.Helper()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: readers}}
	defer client.CloseIdleConnections()
	until, cancel := context.WithTimeout(s.t.Context(), patience)
	defer cancel()
	var all sync.WaitGroup
	var answers atomic.Int64
	for range readers {
		all.Go(func() {
			for began := time.Now(); time.Since(began) < while; answers.Add(1) {
				if err := readsOnce(until, client, token, s.url+path); err != nil {
					s.t.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	return answers.Load()
}

// readsOnce is nil when all entries of a plan came.
func readsOnce(ctx context.Context, client *http.Client, token, url string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+token)
	answer, err := client.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if n := bytes.Count(text, []byte(`"version":`)); err == nil && (answer.StatusCode != http.StatusOK || n != entriesOfPlan) {
		err = fmt.Errorf("%d with %d entries", answer.StatusCode, n)
	}
	return err
}

// Peak memory while 64 read by consent as fast as they can, for as long as they like: 100 MB at most.
func TestPeakMemoryUnderReading(t *testing.T) {
	drill(t)
	data := filepath.Join(t.TempDir(), "data")
	s := start(t, nil, "serve", "--data", data)
	owner, carer := full(s)
	s.ends()
	s = start(t, nil, "serve", "--data", data)
	for range 3 {
		n := s.isRead(carer.Access, "/api/v1/plans/"+owner.Account.PlanID, time.Second)
		peak := memory(t, s, "VmHWM:")
		t.Logf("VmHWM: %d kB after %d reads", peak, n)
		if peak > mostAtPeak {
			t.Errorf("at most %d kB should be", mostAtPeak)
		}
	}
	s.ends()
}
