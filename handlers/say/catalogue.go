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
	instead   *catalogue // English, for what is not known here; nil: this is it
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
	names, err := fs.Glob(files, "messages/*.*.json")
	if err != nil {
		return nil, err
	}
	out := make(map[string]*catalogue)
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		file, err := i18n.ParseMessageFileBytes(text, name, map[string]i18n.UnmarshalFunc{"json": json.Unmarshal})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		lang := strings.TrimPrefix(path.Ext(strings.TrimSuffix(name, ".json")), ".")
		if out[lang] == nil {
			out[lang] = &catalogue{
				ready: make(map[string]string), known: make(map[string]bool), localizer: i18n.NewLocalizer(bundle, lang, english)}
		}
		filledIn, err := out[lang].add(file.Messages)
		if err == nil {
			err = bundle.AddMessages(file.Tag, filledIn...)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	for lang, c := range out {
		if lang != english {
			c.instead = out[english]
		}
	}
	return out, nil
}

// add takes in the messages of one file and gives back those that something is to be
// filled into. A key stands in one file alone, else which sentence is shown would hang on
// the order of the files.
func (c *catalogue) add(messages []*i18n.Message) (filledIn []*i18n.Message, err error) {
	for _, m := range messages {
		if c.known[m.ID] {
			return nil, fmt.Errorf("%s stands twice", m.ID)
		}
		c.known[m.ID] = true
		if m.One == "" && !strings.Contains(m.Other, "{{") {
			c.ready[m.ID] = m.Other
		} else {
			filledIn = append(filledIn, m)
		}
	}
	return filledIn, nil
}

func (c *catalogue) say(key string, args map[string]any) string {
	if text, ok := c.ready[key]; ok {
		return text
	}
	if c.instead != nil && !c.known[key] {
		return c.instead.say(key, args)
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
