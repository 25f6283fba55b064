package handlers_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/labstack/echo/v4"
	"golang.org/x/crypto/argon2"

	"handrail/app/apptest"
)

// signingIn is signing in against the hash alone, and reads while many sign in. The world's
// passwords cost what they cost in use.
func signingIn(s *server) []against {
	quiet := readsOwn(s)
	return []against{
		{"sign in / the hash alone (p50)", 1, signsIn(s), hashes(), longer, "≤ 1.15"},
		{"read while 8 sign in / quiet (p99)", 4, amid{quiet, signsIn(s)}, quiet, longest, "≤ 3"},
	}
}

// addresses counts the networks that anybody has signed in from. Each sign-in comes from one of
// its own: how many may come from one is limited, and the world's clock stands still.
var addresses atomic.Uint32

func nextAddress() string {
	n := addresses.Add(1)
	return netip.AddrPortFrom(netip.AddrFrom4([4]byte{10, byte(n >> 16), byte(n >> 8), byte(n)}), 1).String()
}

// signsIn has Morag sign in anew, each time from elsewhere.
func signsIn(s *server) side {
	in := fmt.Sprintf(`{"email":%q,"password":%q}`, s.Morag.Email, apptest.Password)
	return func(int) error {
		r := httptest.NewRequest(http.MethodPost, "/api/v1/sign-ins", strings.NewReader(in))
		r.Header.Set(echo.HeaderContentType, echo.MIMEApplicationJSON)
		r.RemoteAddr = nextAddress()
		if w := s.send(r); w.Code != http.StatusOK {
			return fmt.Errorf("%d %s", w.Code, w.Body)
		}
		return nil
	}
}

// hashes makes the hash as accounts does: OWASP's first choice.
func hashes() side {
	return func(int) error {
		argon2.IDKey([]byte(apptest.Password), make([]byte, 16), 2, 19*1024, 1, 32)
		return nil
	}
}

// amid is a side with eight beside it who do something else meanwhile.
type amid struct{ do, storm side }

func (a amid) run(b testing.TB, at int) took {
	b.Helper()
	var all sync.WaitGroup
	defer all.Wait() // whoever comes next has calm again
	over := make(chan struct{})
	defer close(over)
	for n := range 8 {
		all.Go(func() { again(b, over, n, a.storm) })
	}
	return a.do.run(b, at)
}

// again does it until it is over.
func again(b testing.TB, over <-chan struct{}, worker int, do side) {
	for {
		select {
		case <-over:
			return
		default:
		}
		if err := do(worker); err != nil {
			b.Error(err)
			return
		}
	}
}
