// Package config reads Handrail's settings from flags and the environment. A bad
// setting is one clear sentence, whose key is in the error; every setting has a default that runs. It opens
// nothing but the files that it was told of.
package config

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"

	"handrail/models"
)

// Config is everything that can be set. A flag wins over its environment
// variable. What is secret has no flag: a command line can be read by others.
type Config struct {
	Addr           string `env:"HANDRAIL_ADDR" envDefault:"127.0.0.1:8080"`
	Data           string `env:"HANDRAIL_DATA" envDefault:"./handrail-data"`
	Database       string `env:"HANDRAIL_DATABASE,unset"`
	PublicURL      string `env:"HANDRAIL_PUBLIC_URL"`
	Key            string `env:"HANDRAIL_KEY,unset"`
	KeyFile        string `env:"HANDRAIL_KEY_FILE"`
	SMTP           string `env:"HANDRAIL_SMTP_URL,unset"`
	TrustedProxies string `env:"HANDRAIL_TRUSTED_PROXIES"`
	TLSCert        string `env:"HANDRAIL_TLS_CERT"`
	TLSKey         string `env:"HANDRAIL_TLS_KEY"`
	ACME           string `env:"HANDRAIL_ACME"`
	ACMEDirectory  string `env:"HANDRAIL_ACME_DIRECTORY"`
	HelpNumbers    string `env:"HANDRAIL_HELP_NUMBERS"`
	NeutralURL     string `env:"HANDRAIL_NEUTRAL_URL" envDefault:"https://www.bbc.co.uk/weather"`
	TimeZone       string `env:"HANDRAIL_TIME_ZONE" envDefault:"Europe/London"`
	LogLevel       string `env:"HANDRAIL_LOG_LEVEL" envDefault:"info"`
	LogFormat      string `env:"HANDRAIL_LOG_FORMAT" envDefault:"json"`

	MetricsAddr     string        `env:"HANDRAIL_METRICS_ADDR"`
	Ledger          string        `env:"HANDRAIL_LEDGER"`
	BackupTo        string        `env:"HANDRAIL_BACKUP_TO"`
	BackupRecipient string        `env:"HANDRAIL_BACKUP_RECIPIENT"`
	BackupEvery     time.Duration `env:"HANDRAIL_BACKUP_EVERY" envDefault:"24h"`
	BackupKeep      int           `env:"HANDRAIL_BACKUP_KEEP" envDefault:"30"`

	Help    *models.HelpNumbers `env:"-"` // nil: those that Handrail brings along
	Host    string              `env:"-"` // of the public URL, where ACME is to fetch its certificate
	Proxies []netip.Prefix      `env:"-"`
	Zone    *time.Location      `env:"-"`
}

// Demo is the command whose world has nothing to do with a real one: of the
// environment it takes no folder, no key and no mail server.
const Demo = "demo"

// Read takes the settings from the environment and the flags behind a command.
// Asked for help it has what can be set said, writes it to out and answers flag.ErrHelp.
func Read(command string, args []string, out io.Writer, say func(key string, args map[string]any) string) (Config, error) {
	c, err := env.ParseAs[Config]()
	if err != nil {
		return c, models.Unusable("setting.environment", "Fault", err.Error())
	}
	if command == Demo {
		c.Data, c.Key, c.KeyFile, c.SMTP, c.Database = "", "", "", "", ""
		c.Ledger, c.BackupTo, c.MetricsAddr, c.ACME = "", "", "", ""
	}
	f := flag.NewFlagSet(command, flag.ContinueOnError)
	f.SetOutput(io.Discard) // main says what is wrong, once
	c.flags(f)
	if err := f.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			f.SetOutput(out)
			_, _ = fmt.Fprintln(out, say("setting.takes", map[string]any{"Command": command}))
			f.VisitAll(func(one *flag.Flag) { one.Usage = say("flag."+one.Name, nil) })
			f.PrintDefaults()
		}
		return c, err
	}
	if f.NArg() > 0 {
		return c, models.Unusable("setting.none", "Given", strconv.Quote(f.Arg(0)), "Command", command)
	}
	if command != Demo && c.Data == "" {
		return c, models.Unusable("setting.no_folder")
	}
	return c, c.check()
}

func (c *Config) flags(f *flag.FlagSet) {
	f.StringVar(&c.Addr, "addr", c.Addr, "")
	f.StringVar(&c.Data, "data", c.Data, "")
	f.StringVar(&c.PublicURL, "public-url", c.PublicURL, "")
	f.StringVar(&c.KeyFile, "key-file", c.KeyFile, "")
	f.StringVar(&c.TrustedProxies, "trusted-proxies", c.TrustedProxies, "")
	f.StringVar(&c.TLSCert, "tls-cert", c.TLSCert, "")
	f.StringVar(&c.TLSKey, "tls-key", c.TLSKey, "")
	f.StringVar(&c.ACME, "acme", c.ACME, "")
	f.StringVar(&c.ACMEDirectory, "acme-directory", c.ACMEDirectory, "")
	f.StringVar(&c.HelpNumbers, "help-numbers", c.HelpNumbers, "")
	f.StringVar(&c.NeutralURL, "neutral-url", c.NeutralURL, "")
	f.StringVar(&c.MetricsAddr, "metrics-addr", c.MetricsAddr, "")
	f.StringVar(&c.Ledger, "ledger", c.Ledger, "")
	f.StringVar(&c.BackupTo, "backup-to", c.BackupTo, "")
	f.StringVar(&c.BackupRecipient, "backup-recipient", c.BackupRecipient, "")
	f.DurationVar(&c.BackupEvery, "backup-every", c.BackupEvery, "")
	f.IntVar(&c.BackupKeep, "backup-keep", c.BackupKeep, "")
	f.StringVar(&c.TimeZone, "time-zone", c.TimeZone, "")
	f.StringVar(&c.LogLevel, "log-level", c.LogLevel, "")
	f.StringVar(&c.LogFormat, "log-format", c.LogFormat, "")
}

// KeyText is the master key from the environment or the key file that was named;
// empty: the one in the data folder.
func (c Config) KeyText() (string, error) {
	if c.Key != "" || c.KeyFile == "" {
		return c.Key, nil
	}
	text, err := os.ReadFile(c.KeyFile)
	if err != nil {
		return "", models.Unusable("setting.key_file", "File", c.KeyFile)
	}
	if len(text) == 0 {
		return "", models.Unusable("setting.key_file_empty", "File", c.KeyFile)
	}
	return string(text), nil
}

// Recipients is the public keys that backups are encrypted to: as they were set, or
// from the file that was named. There need be none.
func (c Config) Recipients() (string, error) {
	if c.BackupRecipient == "" || strings.HasPrefix(c.BackupRecipient, "age1") {
		return c.BackupRecipient, nil
	}
	text, err := os.ReadFile(c.BackupRecipient)
	if err != nil {
		return "", models.Unusable("setting.recipients", "File", c.BackupRecipient)
	}
	return string(text), nil
}

// URL is the address that links begin with, for a server that listens on listening.
func (c Config) URL(listening string) string {
	if c.PublicURL != "" {
		return c.PublicURL
	}
	return c.Scheme() + "://" + reachable(listening)
}

// Scheme is https where there is a certificate, or will be.
func (c Config) Scheme() string {
	if c.TLSCert != "" || c.ACME != "" {
		return "https"
	}
	return "http"
}
