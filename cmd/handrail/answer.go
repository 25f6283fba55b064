package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"handrail/app"
	"handrail/app/config"
	"handrail/handlers"
)

// How long a request may take to send its head, and all of it, how long a quiet connection is
// kept, and how long a stopping server waits for answers under way. There is no
// limit on writing: event streams last.
const (
	headTimeout  = 10 * time.Second
	readTimeout  = time.Minute // a form of 1 MiB over a slow line; streams lift it
	idleTimeout  = 2 * time.Minute
	drainTimeout = 20 * time.Second
	mostHead     = 32 << 10 // bytes of a request's head
)

// garbage is how much may be thrown away before it is collected, in percent of what
// is held: little is held, and nearly all that an answer is made of is garbage at once.
// Whoever sets GOGC decides instead.
const garbage = 200

// untilTold ends when the process is told to stop. Whoever calls it holds on to it
// until everything is put away: a second signal must not cut that short, nor
// must somebody who stops reading what is printed or logged.
func untilTold() (context.Context, context.CancelFunc) {
	signal.Ignore(syscall.SIGPIPE)
	return signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
}

// answer serves until stop ends. The first line says where; then more is called
// for what a command has to add.
func answer(stop context.Context, c config.Config, a *app.App, l net.Listener, out io.Writer, more func(io.Writer)) error {
	l, err := secured(c, l)
	if err != nil {
		return err
	}
	meter, unmeasured, err := measured(c, a)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	defer unmeasured()
	s := &http.Server{
		Handler: handlers.New(a, handlers.Settings{
			PublicURL: c.PublicURL, HTTPS: c.Scheme() == "https", TrustedProxies: c.Proxies, NeutralURL: c.NeutralURL, Meter: meter}),
		ReadHeaderTimeout: headTimeout, ReadTimeout: readTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: mostHead,
	}
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(l) }()
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
	debug.FreeOSMemory() // starting reads much that serving never needs again
	if _, err := fmt.Fprintf(out, "listening on %s://%s\n", c.Scheme(), l.Addr()); err != nil {
		return errors.Join(err, s.Close())
	}
	more(out)
	select {
	case err := <-ended:
		return err
	case <-stop.Done():
		return drain(s, a)
	}
}

// secured puts TLS on the listener where a certificate was set.
func secured(c config.Config, l net.Listener) (net.Listener, error) {
	if c.TLSCert == "" {
		return l, nil
	}
	pair, err := tls.LoadX509KeyPair(c.TLSCert, c.TLSKey)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("the certificate %s and the key %s cannot be used together", c.TLSCert, c.TLSKey), l.Close())
	}
	return tls.NewListener(l, &tls.Config{
		Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}), nil
}

// drain ends the streams and lets the answers under way finish, as long as they
// take no more than drainTimeout.
func drain(s *http.Server, a *app.App) error {
	ctx, cancel := context.WithTimeout(context.Background(), drainTimeout)
	defer cancel()
	a.EndStreams()
	if err := s.Shutdown(ctx); err != nil {
		return s.Close()
	}
	return nil
}
