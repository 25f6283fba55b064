package config_test

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"handrail/app/config"
	"handrail/handlers/say"
	"handrail/models"
)

// alone takes whatever the machine has set out of the environment.
func alone(t *testing.T) {
	t.Helper()
	for _, pair := range os.Environ() {
		if name, value, _ := strings.Cut(pair, "="); strings.HasPrefix(name, "HANDRAIL_") {
			t.Setenv(name, value) // so that it comes back
			_ = os.Unsetenv(name)
		}
	}
}

func read(args ...string) (config.Config, error) {
	return config.Read("serve", args, io.Discard, say.In)
}

func TestTheDefaultsRun(t *testing.T) {
	alone(t)
	c, err := read()
	if err != nil {
		t.Fatal(err)
	}
	if c.Addr != "127.0.0.1:8080" || c.Data != "./handrail-data" || c.Scheme() != "http" || len(c.Proxies) != 0 {
		t.Errorf("got %+v", c)
	}
}

func TestEveryFlagHasItsVariableAndWins(t *testing.T) {
	for flagName, pair := range map[string][2]string{
		"addr": {"127.0.0.1:1", "127.0.0.1:2"}, "data": {"one", "two"}, "public-url": {"https://one.example", "https://two.example"},
		"key-file": {"one", "two"}, "trusted-proxies": {"10.0.0.1", "10.0.0.2"},
		"neutral-url": {"https://one.example/", "https://two.example/"}, "log-level": {"warn", "debug"}, "log-format": {"text", "json"},
		"ledger": {"one", "two"}, "metrics-addr": {"127.0.0.1:1", "127.0.0.1:2"}, "backup-recipient": {"one", "two"},
		"time-zone": {"Europe/Dublin", "Asia/Tokyo"}, "help-numbers": {numbers(t), numbers(t)},
	} {
		t.Run(flagName, func(t *testing.T) {
			alone(t)
			t.Setenv("HANDRAIL_"+strings.ToUpper(strings.ReplaceAll(flagName, "-", "_")), pair[0])
			fromEnv, err := read()
			if err != nil || !holds(fromEnv, pair[0]) {
				t.Errorf("the variable did not count: %+v, %v", fromEnv, err)
			}
			fromFlag, err := read("--"+flagName, pair[1])
			if err != nil || !holds(fromFlag, pair[1]) || holds(fromFlag, pair[0]) {
				t.Errorf("the flag did not win: %+v, %v", fromFlag, err)
			}
		})
	}
}

// numbers is a file of help numbers.
func numbers(t *testing.T) string {
	path := filepath.Join(t.TempDir(), "numbers.json")
	if err := os.WriteFile(path, []byte(`{"talk": [{"name": "The night line", "about": "free", "ring": "111"}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestHelpNumbersComeFromTheirFile(t *testing.T) {
	alone(t)
	if c, err := read("--help-numbers", numbers(t)); err != nil || c.Help == nil || c.Help.Talk[0].Ring != "111" {
		t.Errorf("%+v, %v", c.Help, err)
	}
	if c, err := read(); err != nil || c.Help != nil {
		t.Errorf("with no file %+v, %v", c.Help, err)
	}
}

// said is an error as whoever runs the server reads it.
func said(err error) string {
	e, ours := errors.AsType[*models.Error](err)
	if !ours {
		return err.Error()
	}
	var parts []string
	for _, f := range e.Fields {
		parts = append(parts, say.In(f.Key, f.Args))
	}
	return strings.Join(parts, " ")
}

func holds(c config.Config, text string) bool {
	v := reflect.ValueOf(c)
	for i := range v.NumField() {
		if v.Field(i).Kind() == reflect.String && v.Field(i).String() == text {
			return true
		}
	}
	return false
}

func TestABadSettingIsOneSentence(t *testing.T) {
	for name, try := range map[string]struct {
		variable, value string
		args            []string
		says            string
	}{
		"address without a port":  {args: []string{"--addr", "nonsense"}, says: `"nonsense"`},
		"port that is none":       {args: []string{"--addr", "127.0.0.1:99999"}, says: "port"},
		"public URL with a path":  {args: []string{"--public-url", "https://plans.example.org/handrail"}, says: "public URL"},
		"public URL without":      {args: []string{"--public-url", "plans.example.org"}, says: "public URL"},
		"help numbers of nowhere": {args: []string{"--help-numbers", "nowhere.json"}, says: "nowhere.json cannot be read"},
		"help numbers of nothing": {args: []string{"--help-numbers", "config_test.go"}, says: "not JSON"},
		"neutral URL":             {args: []string{"--neutral-url", "the weather"}, says: "neutral URL"},
		"certificate alone":       {args: []string{"--tls-cert", "cert.pem"}, says: "both"},
		"ACME and files":          {args: []string{"--acme", "a@example.org", "--public-url", "https://plans.example.org", "--tls-cert", "c", "--tls-key", "k"}, says: "not both"},
		"ACME without a name":     {args: []string{"--acme", "a@example.org"}, says: "--public-url"},
		"ACME for plain http":     {args: []string{"--acme", "a@example.org", "--public-url", "http://plans.example.org"}, says: "--public-url"},
		"ACME for a number":       {args: []string{"--acme", "a@example.org", "--public-url", "https://192.0.2.1"}, says: "--public-url"},
		"ACME for this machine":   {args: []string{"--acme", "a@example.org", "--public-url", "https://localhost"}, says: "--public-url"},
		"ACME on another port":    {args: []string{"--acme", "a@example.org", "--public-url", "https://plans.example.org:8443"}, says: "usual port"},
		"ACME for nobody":         {args: []string{"--acme", "somebody", "--public-url", "https://plans.example.org"}, says: `"somebody"`},
		"ACME by plain http":      {args: []string{"--acme", "a@example.org", "--public-url", "https://plans.example.org", "--acme-directory", "http://ca"}, says: `"http://ca"`},
		"ACME directory alone":    {args: []string{"--acme-directory", "https://ca.example.org"}, says: "--acme"},
		"proxy":                   {args: []string{"--trusted-proxies", "10.0.0.0/8, everywhere"}, says: `"everywhere"`},
		"level":                   {args: []string{"--log-level", "loud"}, says: `"loud"`},
		"format":                  {args: []string{"--log-format", "xml"}, says: `"xml"`},
		"folder without a name":   {args: []string{"--data", ""}, says: "data folder"},
		"something that is none":  {args: []string{"8080"}, says: `"8080"`},
		"flag that is none":       {args: []string{"--port", "8080"}, says: "-port"},
		"another database":        {variable: "HANDRAIL_DATABASE", value: "mysql://a:secret@x/y", says: "HANDRAIL_DATABASE"},
		"database without host":   {variable: "HANDRAIL_DATABASE", value: "postgres:///secret", says: "HANDRAIL_DATABASE"},
		"database unreadable":     {variable: "HANDRAIL_DATABASE", value: "postgres://a:secret%@b", says: "HANDRAIL_DATABASE"},
		"mail server":             {variable: "HANDRAIL_SMTP_URL", value: "mail.example.org", says: "HANDRAIL_SMTP_URL"},
		"mail server of no kind":  {variable: "HANDRAIL_SMTP_URL", value: "http://secret@mail.example.org", says: "HANDRAIL_SMTP_URL"},
		"mail server unreadable":  {variable: "HANDRAIL_SMTP_URL", value: "smtp://a:secret%@b", says: "HANDRAIL_SMTP_URL"},
		"metrics address":         {args: []string{"--metrics-addr", "here"}, says: `"here"`},
		"backups without a key":   {args: []string{"--backup-to", "x"}, says: "handrail backup key"},
		"backups without rest":    {args: []string{"--backup-every", "1s"}, says: "minute"},
		"backups for no time":     {args: []string{"--backup-keep", "0"}, says: "one day"},
		"address from a variable": {variable: "HANDRAIL_ADDR", value: "here", says: `"here"`},
	} {
		t.Run(name, func(t *testing.T) {
			alone(t)
			if try.variable != "" {
				t.Setenv(try.variable, try.value)
			}
			_, err := read(try.args...)
			if err == nil {
				t.Fatal("it was taken")
			}
			if text := said(err); !strings.Contains(text, try.says) || strings.ContainsAny(text, "\n") {
				t.Errorf("got %q", text)
			} else if strings.Contains(text, "secret") {
				t.Errorf("a secret stands in it: %q", text)
			}
		})
	}
}

func TestHelpListsEverySetting(t *testing.T) {
	alone(t)
	var out bytes.Buffer
	if _, err := config.Read("serve", []string{"--help"}, &out, say.In); !errors.Is(err, flag.ErrHelp) {
		t.Fatal(err)
	}
	for _, want := range []string{"-addr", "-data", "HANDRAIL_TLS_KEY", "127.0.0.1:8080"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %s in\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), "flag.") {
		t.Errorf("a setting has no words in\n%s", out.String())
	}
}

func TestSecretsAreTakenOutOfTheEnvironment(t *testing.T) {
	alone(t)
	t.Setenv("HANDRAIL_KEY", "a key")
	t.Setenv("HANDRAIL_SMTP_URL", "smtp://a:b@mail.example.org")
	t.Setenv("HANDRAIL_DATABASE", "postgres://a:b@db.example.org/handrail")
	c, err := read()
	if text, _ := c.KeyText(); err != nil || text != "a key" {
		t.Errorf("key %q, %v", text, err)
	}
	if os.Getenv("HANDRAIL_KEY")+os.Getenv("HANDRAIL_SMTP_URL")+os.Getenv("HANDRAIL_DATABASE") != "" {
		t.Error("a secret is left in the environment")
	}
}

func TestTheDemoTakesNothingReal(t *testing.T) {
	alone(t)
	for _, name := range []string{"HANDRAIL_DATA", "HANDRAIL_KEY", "HANDRAIL_KEY_FILE"} {
		t.Setenv(name, "real")
	}
	t.Setenv("HANDRAIL_SMTP_URL", "smtp://mail.example.org")
	c, err := config.Read(config.Demo, nil, io.Discard, say.In)
	if err != nil || c.Data+c.Key+c.KeyFile+c.SMTP != "" {
		t.Errorf("got %+v, %v", c, err)
	}
	if c, _ = config.Read(config.Demo, []string{"--data", "kept"}, io.Discard, say.In); c.Data != "kept" {
		t.Errorf("the flag did not count: %q", c.Data)
	}
}

func TestTheKeyFile(t *testing.T) {
	alone(t)
	file := filepath.Join(t.TempDir(), "key")
	if _, err := (config.Config{KeyFile: file}).KeyText(); err == nil {
		t.Error("a key file that is not there was read")
	}
	for text, fine := range map[string]bool{"": false, "a key\n": true} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := (config.Config{KeyFile: file}).KeyText(); (err == nil) != fine || got != text {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}

func TestWhereLinksLead(t *testing.T) {
	for listening, want := range map[string]string{
		"127.0.0.1:8080": "http://127.0.0.1:8080", "[::]:80": "http://localhost:80", "0.0.0.0:81": "http://localhost:81", ":82": "http://localhost:82",
	} {
		if got := (config.Config{}).URL(listening); got != want {
			t.Errorf("%s: %s", listening, got)
		}
	}
	if got := (config.Config{PublicURL: "https://plans.example.org"}).URL(":1"); got != "https://plans.example.org" {
		t.Error(got)
	}
}

func TestTrustedProxies(t *testing.T) {
	alone(t)
	c, err := read("--trusted-proxies", "10.0.0.0/8, ::1 ,")
	if err != nil || len(c.Proxies) != 2 || c.Proxies[0].String() != "10.0.0.0/8" || c.Proxies[1].String() != "::1/128" {
		t.Errorf("%v, %v", c.Proxies, err)
	}
}
