package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"

	"handrail/app/config"
)

// acmeFolder is the folder in the data folder where certificates by ACME are kept.
const acmeFolder = "certificates"

// secured puts TLS on the listener where a certificate was set, or is fetched.
func secured(c config.Config, l net.Listener) (net.Listener, error) {
	if c.ACME != "" {
		fetched := byACME(c).TLSConfig()
		fetched.MinVersion = tls.VersionTLS12
		return tls.NewListener(l, fetched), nil
	}
	if c.TLSCert == "" {
		return l, nil
	}
	f := &files{cert: c.TLSCert, key: c.TLSKey}
	if err := f.load(); err != nil {
		return nil, errors.Join(wrong("command.certificate", "Certificate", c.TLSCert, "Key", c.TLSKey), l.Close())
	}
	return tls.NewListener(l, &tls.Config{
		GetCertificate: f.certificate, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}), nil
}

// byACME fetches a certificate for the public URL's name and for no other, answering the
// authority on the port that it listens on (RFC 8555, RFC 8737).
func byACME(c config.Config) *autocert.Manager {
	m := &autocert.Manager{
		Prompt: autocert.AcceptTOS, Email: c.ACME,
		HostPolicy: autocert.HostWhitelist(c.Host),
		Cache:      autocert.DirCache(filepath.Join(c.Data, acmeFolder)), // makes it for its owner alone
	}
	if c.ACMEDirectory != "" {
		m.Client = &acme.Client{DirectoryURL: c.ACMEDirectory}
	}
	return m
}

// files is a certificate and its key in files, read again when they were renewed.
type files struct {
	cert, key string

	mu     sync.Mutex
	pair   *tls.Certificate
	loaded time.Time // when the certificate's file was changed that is in use
}

func (f *files) load() error {
	info, err := os.Stat(f.cert)
	if err != nil {
		return fmt.Errorf("tls: %w", err)
	}
	pair, err := tls.LoadX509KeyPair(f.cert, f.key)
	if err != nil {
		return fmt.Errorf("tls: %w", err)
	}
	f.pair, f.loaded = &pair, info.ModTime()
	return nil
}

// certificate is the newest that can be used. While its two files are being replaced they do
// not fit: then the one before goes on.
func (f *files) certificate(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if info, err := os.Stat(f.cert); err == nil && !info.ModTime().Equal(f.loaded) {
		if err := f.load(); err != nil {
			slog.Warn("the certificate was changed and cannot be used yet")
		}
	}
	return f.pair, nil
}
