package mail_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"mime/quotedprintable"
	"net"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"handrail/app/mail"
)

// postbox is a mail server on this machine that takes one message.
type postbox struct {
	addr string
	said chan []string // the lines that it was told
}

func newPostbox(t *testing.T) *postbox {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	p := &postbox{addr: l.Addr().String(), said: make(chan []string, 1)}
	go func() {
		conn, err := l.Accept()
		if err == nil {
			p.take(conn)
		}
	}()
	return p
}

func (p *postbox) take(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	var said []string
	answer := func(line string) { _, _ = fmt.Fprint(conn, line+"\r\n") }
	answer("220 here")
	in := bufio.NewScanner(conn)
	text := false
	for in.Scan() {
		line := in.Text()
		said = append(said, line)
		switch {
		case text && line == ".":
			text = false
			answer("250 taken")
		case text:
		case line == "DATA":
			text = true
			answer("354 go on")
		case line == "QUIT":
			answer("221 bye")
			p.said <- said
			return
		default:
			answer("250 fine")
		}
	}
	p.said <- said
}

func TestAMessageArrivesWhole(t *testing.T) {
	p := newPostbox(t)
	s, err := mail.NewSMTP("smtp://" + p.addr + "?from=plans@example.org")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	body := "Hello Mòrag,\n\n.a line that begins with a dot\n" + strings.Repeat("a long line ", 20) + "\nhttps://plans.example.org/invitations/ABC=\n"
	if err := s.Send(ctx, "morag@example.org", "Someone wrote – to you", body); err != nil {
		t.Fatal(err)
	}
	said := <-p.said
	if !contains(said, "MAIL FROM:<plans@example.org>") || !contains(said, "RCPT TO:<morag@example.org>") {
		t.Errorf("envelope: %q", said)
	}
	got, subject := unpacked(t, said)
	if got != body || subject != "=?utf-8?q?Someone_wrote_=E2=80=93_to_you?=" {
		t.Errorf("subject %q, body %q", subject, got)
	}
}

func contains(lines []string, start string) bool {
	for _, l := range lines {
		if strings.HasPrefix(l, start) {
			return true
		}
	}
	return false
}

func unpacked(t *testing.T, said []string) (body, subject string) {
	t.Helper()
	var lines []string
	in := false
	for _, l := range said {
		switch {
		case l == "DATA":
			in = true
		case l == ".":
			in = false
		case in:
			lines = append(lines, strings.TrimPrefix(l, "."))
		}
	}
	m, err := netmail.ReadMessage(strings.NewReader(strings.Join(lines, "\r\n") + "\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(text), "\r\n", "\n"), m.Header.Get("Subject")
}

func TestNothingIsAddedByANewLineInAnAddress(t *testing.T) {
	p := newPostbox(t)
	s, err := mail.NewSMTP("smtp://" + p.addr)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send(t.Context(), "morag@example.org>\r\nRCPT TO:<other@example.org", "s", "b"); err == nil {
		t.Error("it was sent")
	}
	if contains(<-p.said, "RCPT TO:<other") {
		t.Error("somebody else was put on the envelope")
	}
}

func TestAnAddressThatIsNoneIsRefused(t *testing.T) {
	for _, address := range []string{"", "mail.example.org", "smtp://", "smtp://a:%@b"} {
		if _, err := mail.NewSMTP(address); err == nil {
			t.Errorf("%q was taken", address)
		}
	}
}

func TestADeadlineIsKept(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0") // takes connections and never says a word
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	s, err := mail.NewSMTP("smtp://" + l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := s.Send(ctx, "a@example.org", "s", "b"); err == nil {
		t.Error("it was sent")
	}
}
