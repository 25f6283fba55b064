package say

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"handrail/static"
)

// english is the language of the service, and of every key that another one lacks.
const english = "en"

// catalogue is every message in one language. Those without anything to fill in
// are kept ready, as most are and a page holds hundreds.
type catalogue struct {
	ready     map[string]string
	known     map[string]bool
	localizer *i18n.Localizer
}

var all = sync.OnceValue(func() map[string]*catalogue {
	found, err := load(static.Files)
	if err != nil {
		panic("say: " + err.Error()) // the files are embedded: only a broken build gets here
	}
	return found
})

// load reads every NAME.LANGUAGE.json.
func load(files fs.FS) (map[string]*catalogue, error) {
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	names, err := fs.Glob(files, "messages/*.*.json")
	if err != nil {
		return nil, err
	}
	out := make(map[string]*catalogue)
	for _, name := range names {
		file, err := bundle.LoadMessageFileFS(files, name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		lang := strings.TrimPrefix(path.Ext(strings.TrimSuffix(name, ".json")), ".")
		if out[lang] == nil {
			out[lang] = &catalogue{
				ready: make(map[string]string), known: make(map[string]bool), localizer: i18n.NewLocalizer(bundle, lang, english)}
		}
		if err := out[lang].add(file.Messages); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return out, nil
}

// add takes in the messages of one file. A key stands in one file alone, else
// which sentence is shown would hang on the order of the files.
func (c *catalogue) add(messages []*i18n.Message) error {
	for _, m := range messages {
		if c.known[m.ID] {
			return fmt.Errorf("%s stands twice", m.ID)
		}
		c.known[m.ID] = true
		if m.One == "" && !strings.Contains(m.Other, "{{") {
			c.ready[m.ID] = m.Other
		}
	}
	return nil
}

func (c *catalogue) say(key string, args map[string]any) string {
	if text, ok := c.ready[key]; ok {
		return text
	}
	config := &i18n.LocalizeConfig{MessageID: key, TemplateData: args}
	if count, ok := args["Count"]; ok {
		config.PluralCount = count
	}
	text, err := c.localizer.Localize(config)
	if err != nil && text == "" {
		return miss(key)
	}
	return text
}
