package main_test

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"testing"
)

// onSocket starts a server on a socket that somebody else holds, as systemd does.
func onSocket(t *testing.T, socket *os.File, data string) *server {
	t.Helper()
	cmd := command(t, []string{"LISTEN_FDS=1"}, "serve", "--data", data)
	shell, err := exec.LookPath("sh")
	if err != nil {
		missing(t, "no shell here")
	}
	cmd.Args = append([]string{"sh", "-c", `LISTEN_PID=$$ exec "$0" "$@"`, cmd.Path}, cmd.Args[1:]...)
	cmd.Path, cmd.ExtraFiles = shell, []*os.File{socket}
	return begin(t, cmd)
}

// heldSocket is a socket that stays open while servers come and go.
func heldSocket(t *testing.T) *os.File {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	socket, err := l.(*net.TCPListener).File()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = l.Close(), socket.Close() })
	return socket
}

// One server ends and the next begins on the same socket: nobody is turned away, neither those who
// are surely inside when it is told to stop, nor who comes while it stops, nor who comes while there
// is none.
func TestDrillARestartTurnsNobodyAway(t *testing.T) {
	drill(t)
	socket, data := heldSocket(t), t.TempDir()
	s := onSocket(t, socket, data)
	p := s.signUp("ailsa@example.org")
	plan := "/api/v1/plans/" + p.Account.PlanID
	const restarts, atOnce = 3, 4
	saved := 0
	for range restarts {
		letGo := occupied(t, data)
		var saves, reads []<-chan int
		for range atOnce {
			saved++
			saves = append(saves, s.inside(p.Access, "POST", plan+"/sections/toolbox/entries", fmt.Sprintf(`{"fields":{"helps":"number %d"}}`, saved)))
		}
		ended := s.stops(t)
		for range atOnce {
			reads = append(reads, knocks(t, s, p.Access, plan))
		}
		letGo()
		if code := <-ended; code != 0 {
			t.Errorf("exit %d\n%s", code, s.errs)
		}
		for range atOnce {
			reads = append(reads, knocks(t, s, p.Access, plan))
		}
		s = onSocket(t, socket, data)
		for n, answer := range append(saves, reads...) {
			if status := <-answer; status != 200 && status != 201 {
				t.Errorf("request %d (%d saves, then as many who came while it stopped, then who came later) was answered %d", n, atOnce, status)
			}
		}
	}
	var section struct{ Entries []kept }
	s.call(p.Access, "GET", plan+"/sections/toolbox", "", 200, &section)
	if len(section.Entries) != saved {
		t.Errorf("%d of %d entries", len(section.Entries), saved)
	}
	s.ends()
}
