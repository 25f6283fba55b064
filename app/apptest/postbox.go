package apptest

import (
	"bufio"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	netmail "net/mail"
	"strings"
	"testing"
	"time"
)

// PostBox is a mail server on this machine (RFC 5321). It hands on what it was told.
type PostBox struct {
	URL  string // smtp://…
	t    testing.TB
	said chan []string
}

// NewPostBox is one that listens until the test ends.
func NewPostBox(t testing.TB) *PostBox {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	p := &PostBox{URL: "smtp://" + l.Addr().String(), t: t, said: make(chan []string, 64)}
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go p.take(conn)
		}
	}()
	return p
}

func (p *PostBox) take(conn net.Conn) {
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

// Said waits for the lines of the next delivery.
func (p *PostBox) Said() []string {
	p.t.Helper()
	select {
	case said := <-p.said:
		return said
	case <-time.After(30 * time.Second):
		p.t.Fatal("no mail came")
		return nil
	}
}

// Next waits for the next message, as its reader has it.
func (p *PostBox) Next() Mail {
	p.t.Helper()
	return p.Read(p.Said())
}

// Read is the message in the lines of a delivery.
func (p *PostBox) Read(said []string) (out Mail) {
	p.t.Helper()
	var lines []string
	text := false
	for _, l := range said {
		to, named := strings.CutPrefix(l, "RCPT TO:<")
		switch {
		case text && l != ".":
			lines = append(lines, strings.TrimPrefix(l, "."))
		case named:
			out.To, _, _ = strings.Cut(to, ">")
		default:
			text = l == "DATA"
		}
	}
	m, err := netmail.ReadMessage(strings.NewReader(strings.Join(lines, "\r\n") + "\r\n"))
	if err != nil {
		p.t.Fatal(err)
	}
	words, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	if err != nil {
		p.t.Fatal(err)
	}
	if out.Subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil {
		p.t.Fatal(err)
	}
	out.Body = strings.ReplaceAll(string(words), "\r\n", "\n")
	return out
}
