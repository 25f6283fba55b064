// Package push hands notes to the push services of browsers' makers (RFC 8030). It must never
// reach a machine inside the service's own network, follow where it is sent on, or say whom it told.
package push

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"syscall"
	"time"

	"github.com/SherClockHolmes/webpush-go"

	"handrail/app"
	"handrail/models"
)

// Sender is an app.Pusher.
type Sender struct{ client *http.Client }

// New tells browsers by way of client; nil: one that reaches public addresses alone.
func New(client *http.Client) *Sender {
	if client == nil {
		client = outside()
	}
	return &Sender{client: client}
}

const reachWithin = 5 * time.Second

// outside is a client whose every connection is held against the address that it really
// leads to: a name may mean something else by the time that it is used.
func outside() *http.Client {
	dial := net.Dialer{Timeout: reachWithin, Control: func(_, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		if err == nil && !Public(to.Addr()) {
			err = errInside
		}
		return err
	}}
	return &http.Client{
		Transport:     &http.Transport{DialContext: dial.DialContext, TLSHandshakeTimeout: reachWithin, MaxIdleConnsPerHost: 2, IdleConnTimeout: time.Minute, ForceAttemptHTTP2: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

var errInside = fmt.Errorf("push: that address is not a public one")

// inside is what is not one machine of the internet (IANA special-purpose address registries),
// beside what netip knows.
var inside = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"), netip.MustParsePrefix("64:ff9b::/96"),
	netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("2001::/23"), netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("2002::/16"),
}

// Public reports whether an address is one machine of the internet.
func Public(a netip.Addr) bool {
	a = a.Unmap()
	if !a.IsGlobalUnicast() || a.IsPrivate() {
		return false
	}
	for _, p := range inside {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

// Push encrypts a note for a browser and hands it to the push service. Of a browser that is
// gone it is app.ErrBrowserGone (RFC 8030 section 7.3).
func (s *Sender) Push(ctx context.Context, to models.Browser, note app.Note) error {
	answer, err := webpush.SendNotificationWithContext(ctx, []byte(note.Text),
		&webpush.Subscription{Endpoint: to.Endpoint, Keys: webpush.Keys{Auth: to.Auth, P256dh: to.Key}},
		&webpush.Options{
			HTTPClient: s.client, TTL: int(note.Lasts.Seconds()), Urgency: webpush.UrgencyNormal, Topic: "note", Subscriber: from(note.From),
			VAPIDPublicKey:  base64.RawURLEncoding.EncodeToString(note.Key.PublicKey().Bytes()),
			VAPIDPrivateKey: base64.RawURLEncoding.EncodeToString(note.Key.Bytes()),
		})
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	_, _ = io.CopyN(io.Discard, answer.Body, 4<<10) // the connection can be used again
	switch {
	case answer.StatusCode == http.StatusNotFound, answer.StatusCode == http.StatusGone:
		return app.ErrBrowserGone
	case answer.StatusCode >= http.StatusMultipleChoices:
		return fmt.Errorf("push: the push service answered %d", answer.StatusCode)
	}
	return nil
}

// from is whom a push service could write to: services want an address with https or mail.
func from(url string) string {
	if strings.HasPrefix(url, "https://") {
		return url
	}
	return "https://handrail.invalid"
}
