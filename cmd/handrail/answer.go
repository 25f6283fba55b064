package main

import (
	"context"
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
// kept. There is no limit on writing: event streams last.
const (
	headTimeout = 10 * time.Second
	readTimeout = time.Minute // a form of 1 MiB over a slow line; streams lift it
	idleTimeout = 2 * time.Minute
	mostHead    = 32 << 10 // bytes of a request's head
)

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
	waiting := &doorstep{}
	s := &http.Server{
		ConnState: waiting.changed,
		Handler: handlers.New(a, handlers.Settings{
			PublicURL: c.PublicURL, HTTPS: c.Scheme() == "https", TrustedProxies: c.Proxies, NeutralURL: c.NeutralURL, Help: c.Help, Command: commandFor(c, os.Args[0]), Meter: meter}),
		ReadHeaderTimeout: headTimeout, ReadTimeout: readTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: mostHead,
	}
	ended := make(chan error, 1)
	go func() {
		ended <- s.Serve(l)
		close(ended)
	}()
	debug.FreeOSMemory() // starting reads much that serving never needs again
	go waiting.rest(stop)
	if _, err := fmt.Fprintln(out, words("command.listening", "Address", c.Scheme()+"://"+l.Addr().String())); err != nil {
		return errors.Join(err, s.Close())
	}
	more(out)
	select {
	case err := <-ended:
		return err
	case <-stop.Done():
		_ = l.Close()
		for range ended { // nobody is between being let in and being waited for
		}
		return waiting.drain(s, a)
	}
}
