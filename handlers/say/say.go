// Package say gives the sentence behind a key, from the message catalogue in
// static/messages. No sentence that a person reads stands anywhere else.
package say

import (
	"context"
	"encoding/json"
	"io/fs"
	"log/slog"
	"strings"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"handrail/static"
)

// catalogue is every message in one language. Those without anything to fill in
// are kept ready, as most are and a page holds hundreds.
type catalogue struct {
	ready     map[string]string
	localizer *i18n.Localizer
	known     map[string]bool
}

var english = sync.OnceValue(func() *catalogue {
	c, err := load(static.Files, language.English)
	if err != nil {
		panic("say: " + err.Error()) // the files are embedded: only a broken build gets here
	}
	return c
})

func load(files fs.FS, lang language.Tag) (*catalogue, error) {
	bundle := i18n.NewBundle(lang)
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	names, err := fs.Glob(files, "messages/*."+lang.String()+".json")
	if err != nil {
		return nil, err
	}
	c := &catalogue{ready: make(map[string]string), known: make(map[string]bool), localizer: i18n.NewLocalizer(bundle, lang.String())}
	for _, name := range names {
		file, err := bundle.LoadMessageFileFS(files, name)
		if err != nil {
			return nil, err
		}
		for _, m := range file.Messages {
			c.known[m.ID] = true
			if m.One == "" && !strings.Contains(m.Other, "{{") {
				c.ready[m.ID] = m.Other
			}
		}
	}
	return c, nil
}

// T is the sentence behind a key in the reader's language. Args are names and
// values in turn; Count chooses the plural. A key without a sentence is shown as it is, and logged.
func T(_ context.Context, key string, args ...any) string {
	if text, ok := english().ready[key]; ok {
		return text
	}
	data := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		data[args[i].(string)] = args[i+1]
	}
	return In(key, data)
}

// In is T with named arguments and without a reader: for mail and problems.
func In(key string, args map[string]any) string {
	c := english()
	if text, ok := c.ready[key]; ok {
		return text
	}
	config := &i18n.LocalizeConfig{MessageID: key, TemplateData: args}
	if count, ok := args["Count"]; ok {
		config.PluralCount = count
	}
	text, err := c.localizer.Localize(config)
	if err != nil {
		slog.Error("a message is missing", "key", key)
		return key
	}
	return text
}

// Known reports whether there is a sentence behind a key.
func Known(key string) bool { return english().known[key] }

// Keys is every key that has a sentence.
func Keys() map[string]bool { return english().known }
