package config

import (
	"errors"
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

// check is nil or about the first setting that cannot be used.
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
			return models.Unusable("setting.address", "Given", strconv.Quote(addr))
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
		return models.Unusable("setting.database")
	}
	return nil
}

func (c *Config) checkTLS() error {
	if (c.TLSCert == "") != (c.TLSKey == "") {
		return models.Unusable("setting.certificate")
	}
	return nil
}

func (c *Config) checkURLs() error {
	c.PublicURL = strings.TrimSuffix(c.PublicURL, "/")
	if u, fine := webAddress(c.PublicURL); c.PublicURL != "" && (!fine || u.Path != "" || u.RawQuery != "" || u.User != nil) {
		return models.Unusable("setting.public_url", "Given", strconv.Quote(c.PublicURL))
	}
	if _, fine := webAddress(c.NeutralURL); !fine {
		return models.Unusable("setting.neutral_url", "Given", strconv.Quote(c.NeutralURL))
	}
	return nil
}

// checkACME holds a certificate that is fetched against what its authority asks for: a name
// of this server, reached from outside on the port of https (RFC 8737).
func (c *Config) checkACME() error {
	if c.ACME == "" {
		if c.ACMEDirectory != "" {
			return models.Unusable("setting.acme_alone")
		}
		return nil
	}
	u, _ := webAddress(c.PublicURL)
	_, bare := netip.ParseAddr(u.Hostname())
	switch {
	case c.TLSCert != "":
		return models.Unusable("setting.acme_and_files")
	case u.Scheme != "https" || u.Port() != "" && u.Port() != "443" || bare == nil || !strings.Contains(u.Hostname(), "."):
		return models.Unusable("setting.acme_name")
	}
	if _, fine := models.NormalEmail(c.ACME); !fine {
		return models.Unusable("setting.acme_email", "Given", strconv.Quote(c.ACME))
	}
	if d, fine := webAddress(c.ACMEDirectory); c.ACMEDirectory != "" && (!fine || d.Scheme != "https") {
		return models.Unusable("setting.acme_directory", "Given", strconv.Quote(c.ACMEDirectory))
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
		return models.Unusable("setting.smtp")
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
			return models.Unusable("setting.proxy", "Given", strconv.Quote(part))
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
		return models.Unusable("setting.help_unread", "File", c.HelpNumbers)
	}
	c.Help, err = models.ReadHelpNumbers(text)
	if wrong, is := errors.AsType[*models.Error](err); is {
		about := models.Unusable("setting.help", "File", c.HelpNumbers)
		about.Fields = append(about.Fields, wrong.Fields...)
		return about
	}
	return err
}

func (c *Config) checkZone() error {
	zone, known := models.ZoneNamed(c.TimeZone)
	if !known {
		return models.Unusable("setting.time_zone", "Given", strconv.Quote(c.TimeZone))
	}
	c.Zone = zone
	return nil
}

func (c *Config) checkLog() error {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.LogLevel)); err != nil {
		return models.Unusable("setting.log_level", "Given", strconv.Quote(c.LogLevel))
	}
	if c.LogFormat != "json" && c.LogFormat != "text" {
		return models.Unusable("setting.log_format", "Given", strconv.Quote(c.LogFormat))
	}
	return nil
}

// shortestEvery keeps backups from following each other without a rest.
const shortestEvery = time.Minute

func (c *Config) checkBackups() error {
	switch {
	case c.BackupTo != "" && c.BackupRecipient == "":
		return models.Unusable("setting.no_recipient")
	case c.BackupEvery < shortestEvery:
		return models.Unusable("setting.backup_every", "Given", strconv.Quote(c.BackupEvery.String()))
	case c.BackupKeep < 1:
		return models.Unusable("setting.backup_keep")
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
