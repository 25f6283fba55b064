package mail_test

import (
	"context"
	"net"
	"strings"
	"testing"
	"time"

	"handrail/app/apptest"
	"handrail/app/mail"
)

func TestAMessageArrivesWhole(t *testing.T) {
	p := apptest.NewPostBox(t)
	s, err := mail.NewSMTP(p.URL + "?from=plans@example.org")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	body := "Hello Mòrag,\n\n.a line that begins with a dot\n" + strings.Repeat("a long line ", 20) + "\nhttps://plans.example.org/invitations/ABC=\n"
	if err := s.Send(ctx, "morag@example.org", "Someone wrote – to you", body); err != nil {
		t.Fatal(err)
	}
	said := p.Said()
	if !contains(said, "MAIL FROM:<plans@example.org>") || !contains(said, "RCPT TO:<morag@example.org>") {
		t.Errorf("envelope: %q", said)
	}
	if got := p.Read(said); got.Body != body || got.Subject != "Someone wrote – to you" || !contains(said, "Subject: =?utf-8?q?Someone_wrote_=E2=80=93_to_you?=") {
		t.Errorf("it arrives as %+v, from %q", got, said)
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

func TestNothingIsAddedByANewLineInAnAddress(t *testing.T) {
	p := apptest.NewPostBox(t)
	s, err := mail.NewSMTP(p.URL)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send(t.Context(), "morag@example.org>\r\nRCPT TO:<other@example.org", "s", "b"); err == nil {
		t.Error("it was sent")
	}
	if contains(p.Said(), "RCPT TO:<other") {
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
