// Package config reads Handrail's settings from flags and the environment. A bad
// setting is one clear sentence; every setting has a default that runs.
package config

import (
	"flag"
	"fmt"
	"io"
	"net"
	"net/netip"
	"net/url"
	"os"
	"strings"

	"github.com/caarlos0/env/v11"
)

// Config is everything that can be set. A flag wins over its environment variable.
type Config struct {
	Addr           string `env:"HANDRAIL_ADDR" envDefault:"127.0.0.1:8080"`
	Data           string `env:"HANDRAIL_DATA" envDefault:"./handrail-data"`
	Database       string `env:"HANDRAIL_DATABASE"`
	PublicURL      string `env:"HANDRAIL_PUBLIC_URL"`
	Key            string `env:"HANDRAIL_KEY,unset"`
	KeyFile        string `env:"HANDRAIL_KEY_FILE"`
	SMTP           string `env:"HANDRAIL_SMTP_URL,unset"`
	TrustedProxies string `env:"HANDRAIL_TRUSTED_PROXIES"`
	TLSCert        string `env:"HANDRAIL_TLS_CERT"`
	TLSKey         string `env:"HANDRAIL_TLS_KEY"`
	NeutralURL     string `env:"HANDRAIL_NEUTRAL_URL" envDefault:"https://www.bbc.co.uk/weather"`
	LogLevel       string `env:"HANDRAIL_LOG_LEVEL" envDefault:"info"`

	Proxies []netip.Prefix `env:"-"`
}

// Read takes the settings from the environment and the flags behind a command.
// What is left of args comes back in rest.
func Read(command string, args []string, out io.Writer) (c Config, rest []string, err error) {
	if err := env.Parse(&c); err != nil {
		return c, nil, fmt.Errorf("a setting in the environment cannot be read: %w", err)
	}
	f := flag.NewFlagSet("handrail "+command, flag.ContinueOnError)
	f.SetOutput(out)
	c.flags(f)
	if err := f.Parse(args); err != nil {
		return c, nil, err
	}
	return c, f.Args(), c.check()
}

func (c *Config) flags(f *flag.FlagSet) {
	f.StringVar(&c.Addr, "addr", c.Addr, "address and port to listen on (HANDRAIL_ADDR)")
	f.StringVar(&c.Data, "data", c.Data, "folder that holds everything (HANDRAIL_DATA)")
	f.StringVar(&c.PublicURL, "public-url", c.PublicURL, "scheme and host as browsers see them (HANDRAIL_PUBLIC_URL)")
	f.StringVar(&c.KeyFile, "key-file", c.KeyFile, "file with the master key, instead of the one in the data folder (HANDRAIL_KEY_FILE)")
	f.StringVar(&c.TrustedProxies, "trusted-proxies", c.TrustedProxies, "networks whose X-Forwarded-For is believed, with commas between (HANDRAIL_TRUSTED_PROXIES)")
	f.StringVar(&c.TLSCert, "tls-cert", c.TLSCert, "certificate file (HANDRAIL_TLS_CERT)")
	f.StringVar(&c.TLSKey, "tls-key", c.TLSKey, "file with the certificate's key (HANDRAIL_TLS_KEY)")
	f.StringVar(&c.NeutralURL, "neutral-url", c.NeutralURL, "where “Leave this page” goes (HANDRAIL_NEUTRAL_URL)")
	f.StringVar(&c.LogLevel, "log-level", c.LogLevel, "debug, info, warn or error (HANDRAIL_LOG_LEVEL)")
}

func (c *Config) check() error {
	if _, _, err := net.SplitHostPort(c.Addr); err != nil {
		return fmt.Errorf("the address %q is not a host and a port such as 127.0.0.1:8080", c.Addr)
	}
	if c.Database != "" {
		return fmt.Errorf("HANDRAIL_DATABASE is set: this version keeps everything in the data folder and knows no other database yet")
	}
	if (c.TLSCert == "") != (c.TLSKey == "") {
		return fmt.Errorf("a certificate needs its key: set both the certificate file and the key file, or neither")
	}
	if err := c.checkURLs(); err != nil {
		return err
	}
	return c.checkProxies()
}

func (c *Config) checkURLs() error {
	for name, text := range map[string]string{"public": c.PublicURL, "neutral": c.NeutralURL} {
		u, err := url.Parse(text)
		if text != "" && (err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https")) {
			return fmt.Errorf("the %s URL %q is not an address such as https://plans.example.org", name, text)
		}
	}
	c.PublicURL = strings.TrimSuffix(c.PublicURL, "/")
	if c.SMTP == "" {
		return nil
	}
	if u, err := url.Parse(c.SMTP); err != nil || u.Host == "" || (u.Scheme != "smtp" && u.Scheme != "smtps") {
		return fmt.Errorf("HANDRAIL_SMTP_URL is not an address such as smtp://name:password@mail.example.org:587?from=plans@example.org")
	}
	return nil
}

func (c *Config) checkProxies() error {
	for part := range strings.SplitSeq(c.TrustedProxies, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		p, err := netip.ParsePrefix(part)
		if err != nil {
			a, aerr := netip.ParseAddr(part)
			if aerr != nil {
				return fmt.Errorf("the trusted proxy %q is not an address or a network such as 10.0.0.0/8", part)
			}
			p = netip.PrefixFrom(a, a.BitLen())
		}
		c.Proxies = append(c.Proxies, p)
	}
	return nil
}

// KeyText is the master key from the environment or the key file that was named;
// empty: the one in the data folder.
func (c Config) KeyText() (string, error) {
	if c.Key != "" || c.KeyFile == "" {
		return c.Key, nil
	}
	text, err := os.ReadFile(c.KeyFile)
	if err != nil {
		return "", fmt.Errorf("the key file %s cannot be read", c.KeyFile)
	}
	return string(text), nil
}

// URL is the address that links begin with.
func (c Config) URL() string {
	if c.PublicURL != "" {
		return c.PublicURL
	}
	return c.Scheme() + "://" + c.Addr
}

// Scheme is https where there is a certificate.
func (c Config) Scheme() string {
	if c.TLSCert != "" {
		return "https"
	}
	return "http"
}
