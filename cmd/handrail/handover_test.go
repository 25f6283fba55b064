package main_test

import (
	"net"
	"net/http"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"
)

// onSocket starts a server on a socket that somebody else holds, as systemd does.
func onSocket(t *testing.T, socket *os.File, data string) *server {
	t.Helper()
	cmd := command(t, []string{"LISTEN_FDS=1"}, "serve", "--data", data)
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no shell here")
	}
	cmd.Args = append([]string{"sh", "-c", `LISTEN_PID=$$ exec "$0" "$@"`, cmd.Path}, cmd.Args[1:]...)
	cmd.Path, cmd.ExtraFiles = shell, []*os.File{socket}
	return begin(t, cmd)
}

// One server ends and the next begins on the same socket: nobody is turned away, whoever comes
// in between waits a moment.
func TestDrillARestartTurnsNobodyAway(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	socket, err := l.(*net.TCPListener).File()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = socket.Close() }()
	data := t.TempDir()
	s := onSocket(t, socket, data)
	p := s.signUp("ailsa@example.org")
	stop, answered, slowest := make(chan struct{}), 0, time.Duration(0)
	var asking sync.WaitGroup
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	asking.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
			}
			began := time.Now()
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+"/api/v1/plans/"+p.Account.PlanID, nil)
			if err != nil {
				t.Error(err)
				return
			}
			r.Header.Set("Authorization", "Bearer "+p.Access)
			answer, err := client.Do(r)
			if err != nil || answer.StatusCode != http.StatusOK {
				t.Errorf("somebody was turned away: %v %v", answer, err)
				return
			}
			_ = answer.Body.Close()
			answered++
			slowest = max(slowest, time.Since(began))
		}
	})
	restarts := 3
	next := s
	for range restarts {
		<-time.After(50 * time.Millisecond) // so that some ask before, and some after
		next.ends()
		next = onSocket(t, socket, data)
	}
	close(stop)
	asking.Wait()
	next.ends()
	if answered < 10 {
		t.Errorf("only %d were answered", answered)
	}
	t.Logf("%d restarts: all %d requests were answered, the slowest in %v", restarts, answered, slowest.Round(time.Millisecond))
}
