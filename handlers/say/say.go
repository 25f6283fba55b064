// Package say gives the sentence behind a key, from the message catalogue in
// static/messages. No sentence that a person reads stands anywhere else.
package say

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"

	"golang.org/x/text/language"
)

type key struct{}

// With says in which language (BCP 47, such as "en") a context's reader reads. A
// language without a catalogue is English.
func With(ctx context.Context, lang string) context.Context {
	return context.WithValue(ctx, key{}, lang)
}

// Nearest is the language with a catalogue that is nearest to those somebody reads, the dearest
// first; English where none is.
func Nearest(reads ...string) string { return nearest(slices.Sorted(maps.Keys(all())), reads) }

func nearest(there, reads []string) string {
	there = append([]string{english}, there...) // the first is where no other is near
	var tags []language.Tag
	for _, lang := range there {
		tags = append(tags, language.Make(lang))
	}
	_, i := language.MatchStrings(language.NewMatcher(tags), reads...)
	return there[i]
}

// T is the sentence behind a key in the reader's language. Args are names and
// values in turn; Count chooses the plural. A key without a sentence is shown as it is, and logged.
func T(ctx context.Context, key string, args ...any) string {
	c := of(ctx)
	if text, ok := c.ready[key]; ok {
		return text
	}
	data := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		data[args[i].(string)] = args[i+1]
		if text, is := args[i+1].(string); is {
			data[args[i].(string)] = isolated(spoken(ctx), text)
		}
	}
	return c.say(key, data)
}

// In is T with named arguments and without a reader: for mail and problems.
func In(key string, args map[string]any) string { return Plain(english, key, args) }

// Plain is T in a language, with named arguments that stand as they are: what is written to a
// terminal is copied from there, and a path with marks in it is no path.
func Plain(lang, key string, args map[string]any) string { return all()[lang].say(key, args) }

// Known reports whether there is a sentence behind a key.
func Known(key string) bool { return all()[english].known[key] }

// Keys is every key that has a sentence.
func Keys() map[string]bool { return all()[english].known }

// Name is a name, or other words of a person's own, for a sentence that is put
// together by hand; T does the same with its arguments.
func Name(ctx context.Context, name string) string { return isolated(spoken(ctx), name) }

func spoken(ctx context.Context) string {
	lang, _ := ctx.Value(key{}).(string)
	return lang
}

func of(ctx context.Context) *catalogue {
	if c, ok := all()[spoken(ctx)]; ok {
		return c
	}
	return all()[english]
}

// missed is the keys of which it was logged that nothing stands behind them.
var missed sync.Map

func miss(key string) string {
	if _, before := missed.LoadOrStore(key, true); !before {
		slog.Error("a message is missing", "key", key)
	}
	return key
}
