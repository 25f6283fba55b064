package config

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"handrail/models"
)

// check is nil or one sentence about the first setting that cannot be used.
func (c *Config) check() error {
	return first(c.checkAddr, c.checkDatabase, c.checkTLS, c.checkURLs, c.checkACME, c.checkSMTP, c.checkProxies, c.checkHelp, c.checkZone, c.checkLog, c.checkBackups)
}

func first(checks ...func() error) error {
	for _, check := range checks {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (c *Config) checkAddr() error {
	for _, addr := range []string{c.Addr, c.MetricsAddr} {
		if addr == "" && addr != c.Addr {
			continue
		}
		_, port, err := net.SplitHostPort(addr)
		if n, bad := strconv.Atoi(port); err != nil || bad != nil || n < 0 || n > 65535 {
			return fmt.Errorf("the address %q is not a host and a port such as 127.0.0.1:8080", addr)
		}
	}
	return nil
}

// checkDatabase does not repeat the address: there may be a password in it.
func (c *Config) checkDatabase() error {
	if c.Database == "" {
		return nil
	}
	u, err := url.Parse(c.Database)
	if err != nil || u.Hostname() == "" && u.Query().Get("host") == "" || (u.Scheme != "postgres" && u.Scheme != "postgresql") {
		return errors.New("HANDRAIL_DATABASE is not an address such as postgres://handrail:password@db.example.org/handrail; leave it out to keep everything in the data folder")
	}
	return nil
}

func (c *Config) checkTLS() error {
	if (c.TLSCert == "") != (c.TLSKey == "") {
		return errors.New("a certificate needs its key: set both the certificate file and the key file, or neither")
	}
	return nil
}

func (c *Config) checkURLs() error {
	c.PublicURL = strings.TrimSuffix(c.PublicURL, "/")
	if u, fine := webAddress(c.PublicURL); c.PublicURL != "" && (!fine || u.Path != "" || u.RawQuery != "" || u.User != nil) {
		return fmt.Errorf("the public URL %q is not a scheme and a host such as https://plans.example.org", c.PublicURL)
	}
	if _, fine := webAddress(c.NeutralURL); !fine {
		return fmt.Errorf("the neutral URL %q is not an address such as https://weather.example.org/", c.NeutralURL)
	}
	return nil
}

// checkACME holds a certificate that is fetched against what its authority asks for: a name
// of this server, reached from outside on the port of https (RFC 8737).
func (c *Config) checkACME() error {
	if c.ACME == "" {
		if c.ACMEDirectory != "" {
			return errors.New("the address of an ACME authority needs an e-mail address too; set --acme")
		}
		return nil
	}
	u, _ := webAddress(c.PublicURL)
	_, bare := netip.ParseAddr(u.Hostname())
	switch {
	case c.TLSCert != "":
		return errors.New("a certificate comes from files or by ACME, not both; leave out --tls-cert and --tls-key, or --acme")
	case u.Scheme != "https" || u.Port() != "" && u.Port() != "443" || bare == nil || !strings.Contains(u.Hostname(), "."):
		return errors.New("a certificate by ACME is for the name in the public URL, on the usual port; set --public-url to one such as https://plans.example.org")
	}
	if _, fine := models.NormalEmail(c.ACME); !fine {
		return fmt.Errorf("%q is not an e-mail address that the ACME authority could write to", c.ACME)
	}
	if d, fine := webAddress(c.ACMEDirectory); c.ACMEDirectory != "" && (!fine || d.Scheme != "https") {
		return fmt.Errorf("the address of the ACME authority %q is not one such as https://acme.example.org/directory", c.ACMEDirectory)
	}
	c.Host = u.Hostname()
	return nil
}

func webAddress(text string) (*url.URL, bool) {
	u, err := url.Parse(text)
	return u, err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https")
}

// checkSMTP does not repeat the address: there may be a password in it.
func (c *Config) checkSMTP() error {
	if c.SMTP == "" {
		return nil
	}
	u, err := url.Parse(c.SMTP)
	if err != nil || u.Hostname() == "" || (u.Scheme != "smtp" && u.Scheme != "smtps") {
		return errors.New("HANDRAIL_SMTP_URL is not an address such as smtp://name:password@mail.example.org:587?from=plans@example.org")
	}
	return nil
}

func (c *Config) checkProxies() error {
	for part := range strings.SplitSeq(c.TrustedProxies, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		p, fine := network(part)
		if !fine {
			return fmt.Errorf("the trusted proxy %q is not an address or a network such as 10.0.0.0/8", part)
		}
		c.Proxies = append(c.Proxies, p)
	}
	return nil
}

// network is a network, or a single address as one.
func network(text string) (netip.Prefix, bool) {
	if p, err := netip.ParsePrefix(text); err == nil {
		return p, true
	}
	a, err := netip.ParseAddr(text)
	if err != nil {
		return netip.Prefix{}, false
	}
	return netip.PrefixFrom(a, a.BitLen()), true
}

func (c *Config) checkHelp() error {
	if c.HelpNumbers == "" {
		return nil
	}
	text, err := os.ReadFile(c.HelpNumbers)
	if err != nil {
		return fmt.Errorf("the file of help numbers %s cannot be read", c.HelpNumbers)
	}
	if c.Help, err = models.ReadHelpNumbers(text); err != nil {
		return fmt.Errorf("the help numbers in %s cannot be used: %w", c.HelpNumbers, err)
	}
	return nil
}

func (c *Config) checkZone() error {
	zone, known := models.ZoneNamed(c.TimeZone)
	if !known {
		return fmt.Errorf("the time zone %q is not a name such as Europe/London", c.TimeZone)
	}
	c.Zone = zone
	return nil
}

func (c *Config) checkLog() error {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.LogLevel)); err != nil {
		return fmt.Errorf("the log level %q is not debug, info, warn or error", c.LogLevel)
	}
	if c.LogFormat != "json" && c.LogFormat != "text" {
		return fmt.Errorf("the log format %q is not json or text", c.LogFormat)
	}
	return nil
}

// shortestEvery keeps backups from following each other without a rest.
const shortestEvery = time.Minute

func (c *Config) checkBackups() error {
	switch {
	case c.BackupTo != "" && c.BackupRecipient == "":
		return errors.New("backups need a public key to be encrypted to; make one with handrail backup key, on another machine, and set --backup-recipient")
	case c.BackupEvery < shortestEvery:
		return fmt.Errorf("the time between two backups %q is shorter than a minute", c.BackupEvery)
	case c.BackupKeep < 1:
		return errors.New("backups are kept for at least one day")
	}
	return nil
}

// reachable is an address to listen on as a browser on this machine can open it:
// one that stands for every address of the machine becomes localhost.
func reachable(listening string) string {
	host, port, err := net.SplitHostPort(listening)
	if err != nil {
		return listening
	}
	if a, err := netip.ParseAddr(host); host == "" || err == nil && a.IsUnspecified() {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}
