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
	"path/filepath"
	"syscall"
	"time"

	"handrail/app"
	"handrail/app/config"
	"handrail/app/mail"
	"handrail/handlers"
	"handrail/handlers/say"
)

// How long a request may take to send its head, how long a quiet connection is
// kept, and how long a stopping server waits for answers under way. There is no
// limit on writing: event streams last.
const (
	headTimeout  = 10 * time.Second
	idleTimeout  = 2 * time.Minute
	drainTimeout = 20 * time.Second
)

func serve(args []string, out, errs io.Writer) error {
	c, _, err := config.Read("serve", args, errs)
	if err != nil {
		return err
	}
	logTo(errs, c.LogLevel)
	a, err := open(c)
	if err != nil {
		return err
	}
	return errors.Join(listen(c, a, out), a.Close())
}

// open opens the data folder with what was set.
func open(c config.Config) (*app.App, error) {
	key, err := c.KeyText()
	if err != nil {
		return nil, err
	}
	s := app.Settings{Folder: filepath.Clean(c.Data), Key: key, PublicURL: c.URL(), Say: say.In}
	if c.SMTP != "" {
		post, err := mail.NewSMTP(c.SMTP)
		if err != nil {
			return nil, err
		}
		s.Mail = post
	}
	return app.Open(context.Background(), s)
}

// listen serves until it is told to stop, and says first where.
func listen(c config.Config, a *app.App, out io.Writer) error {
	stop, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	l, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return err
	}
	s := &http.Server{
		Handler:           handlers.New(a, handlers.Settings{PublicURL: c.PublicURL, HTTPS: c.Scheme() == "https", TrustedProxies: c.Proxies, NeutralURL: c.NeutralURL}),
		ReadHeaderTimeout: headTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: 32 << 10,
	}
	ended := make(chan error, 1)
	go func() {
		if c.TLSCert != "" {
			ended <- s.ServeTLS(l, c.TLSCert, c.TLSKey)
		} else {
			ended <- s.Serve(l)
		}
	}()
	if _, err := fmt.Fprintf(out, "listening on %s://%s\n", c.Scheme(), l.Addr()); err != nil {
		return err
	}
	select {
	case err := <-ended:
		return err
	case <-stop.Done():
	}
	return drain(s, a)
}

// drain ends the streams and lets the answers under way finish.
func drain(s *http.Server, a *app.App) error {
	ctx, cancel := context.WithTimeout(context.Background(), drainTimeout)
	defer cancel()
	a.EndStreams()
	return s.Shutdown(ctx)
}
