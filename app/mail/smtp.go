// Package mail sends messages by SMTP. It keeps nothing and writes no sentence of
// its own; what it sends says nothing about a plan.
package mail

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/netip"
	"net/smtp"
	"net/url"
	"strings"
	"time"
)

// SMTP is a server that takes mail (RFC 5321), by STARTTLS or, for smtps, by TLS
// from the first byte.
type SMTP struct {
	host, port string
	from       string
	auth       smtp.Auth
	direct     bool // TLS from the first byte
}

// NewSMTP reads smtp://name:password@host:port?from=address.
func NewSMTP(address string) (*SMTP, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return nil, fmt.Errorf("mail: the address of the server cannot be read")
	}
	s := &SMTP{host: u.Hostname(), port: u.Port(), from: u.Query().Get("from"), direct: u.Scheme == "smtps"}
	if s.port == "" {
		s.port = usualPort(u.Scheme)
	}
	if s.from == "" {
		s.from = "handrail@" + s.host
	}
	if u.User != nil {
		password, _ := u.User.Password()
		s.auth = smtp.PlainAuth("", u.User.Username(), password, s.host)
	}
	return s, nil
}

// usualPort is the port for handing mail in: by TLS from the first byte (RFC
// 8314), or by STARTTLS (RFC 6409).
func usualPort(scheme string) string {
	if scheme == "smtps" {
		return "465"
	}
	return "587"
}

// Send hands over one message in plain text; the context's deadline bounds it.
func (s *SMTP) Send(ctx context.Context, to, subject, body string) error {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", net.JoinHostPort(s.host, s.port))
	if err != nil {
		return err
	}
	if deadline, ok := ctx.Deadline(); ok {
		_ = conn.SetDeadline(deadline)
	}
	if s.direct {
		conn = tls.Client(conn, &tls.Config{ServerName: s.host, MinVersion: tls.VersionTLS12})
	}
	c, err := smtp.NewClient(conn, s.host)
	if err != nil {
		_ = conn.Close()
		return err
	}
	defer func() { _ = c.Close() }()
	if err := s.prepare(c); err != nil {
		return err
	}
	return s.deliver(c, to, s.message(to, subject, body))
}

// prepare goes over to TLS and signs in. A server that offers no TLS is believed
// only on this machine: anybody on the way could have taken the offer out.
func (s *SMTP) prepare(c *smtp.Client) error {
	offered, _ := c.Extension("STARTTLS")
	switch {
	case s.direct:
	case offered:
		if err := c.StartTLS(&tls.Config{ServerName: s.host, MinVersion: tls.VersionTLS12}); err != nil {
			return err
		}
	case !onThisMachine(s.host):
		return errors.New("mail: the server offers no TLS")
	}
	if s.auth == nil {
		return nil
	}
	return c.Auth(s.auth)
}

func onThisMachine(host string) bool {
	a, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && a.IsLoopback()
}

func (s *SMTP) deliver(c *smtp.Client, to string, message []byte) error {
	if err := c.Mail(s.from); err != nil {
		return err
	}
	if err := c.Rcpt(to); err != nil {
		return err
	}
	w, err := c.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write(message); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return c.Quit()
}

// message is the whole of it (RFC 5322), its text in quoted-printable.
func (s *SMTP) message(to, subject, body string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "From: %s\r\nTo: %s\r\nSubject: %s\r\nDate: %s\r\nMessage-ID: <%s@%s>\r\n", s.from, to,
		mime.QEncoding.Encode("utf-8", subject), time.Now().Format(time.RFC1123Z), rand.Text(), s.host)
	b.WriteString("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n")
	w := quotedprintable.NewWriter(&b)
	_, _ = w.Write([]byte(body)) // a strings.Builder takes everything
	_ = w.Close()
	return []byte(b.String())
}
