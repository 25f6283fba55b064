package models

import (
	"strings"
	"testing"
)

// Each rule of the matcher by itself: what it finds, and what it leaves alone.
var phraseRules = map[string]map[string]string{
	"forms of a word": {
		"Stubbornness, again.":          "Stubbornness",
		"She is attention-seeking.":     "attention-seeking",
		"Non-compliant with medication": "Non-compliant",
		"He fails to attend.":           "fails to",
	},
	"no wording goes over a comma or into the next sentence": {
		"She asked for attention, seeking nothing.":  "for attention",
		"She likes attention, seeking a new flat.":   "",
		"He doesn't come. Listen to him.":            "",
		"He walked out of the hard. Work is at nine": "",
	},
	"what only looks like it": {
		"Refuse collection is on Tuesday.":  "",
		"The refuse sacks are in the yard.": "",
		"He refused the tablets.":           "refused",
		"He was admitted to the ward.":      "",
		"He admitted that he was late.":     "admitted",
	},
	"what stands beside it": {
		"He got tickets and it kicked off late.": "",
		"It kicked off late.":                    "kicked off",
		"She claims the right allowance now.":    "",
		"She claims the nurse hit her.":          "claims",
	},
	"misspelt": {
		"He is imitating the birds.":        "",
		"He is agressive today.":            "agressive",
		"She is vunerable and manipultive":  "manipultive",
		"Wrote a letter of complaint.":      "",
		"He is wondering about meditation.": "",
	},
	"quoted": {
		"She said: I can be hopeless at mornings.":         "",
		"“I was just being stubborn,” she said.":           "",
		`She wrote "I am lazy" and laughed.`:               "",
		"It's Ailsa’s ‘stubborn’ streak, as she calls it":  "",
		"In her own words: lazy and proud of it.":          "",
		"He said: I am an addict and I know it.":           "",
		`The "café" is lazy about hours, Sam is "lovely".`: "",
	},
	"felt, denied, or of the writer": {
		"She feels like a burden.":    "",
		"He is not manipulative.":     "",
		"I was lazy with my notes.":   "",
		"Nobody here is lazy.":        "",
		"She is a burden.":            "a burden",
		"We failed to ring her back.": "",
	},
	"thought by somebody of themselves, or by nobody": {
		"She is worried that she is a burden.": "",
		"Staff worry that she is a burden.":    "a burden",
		"I don't think he is lazy.":            "",
		"I think he is lazy.":                  "lazy",
		"He told us he used to be a bully.":    "",
	},
	"words about a word": {
		"He calls himself a recovering alcoholic.":      "",
		"Describes herself as a bit of a drama queen.":  "",
		"We asked them to stop calling people needy.":   "",
		"She was called lazy at school.":                "",
		"He is afraid that staff see him as demanding.": "",
		"Staff see him as demanding.":                   "demanding",
		"Calling a child naughty helps nobody.":         "",
	},
	"said of a thing before it": {
		"It is challenging.":                    "",
		"He is challenging.":                    "challenging",
		"The car is a bit of a nightmare.":      "",
		"Her manner was hostile.":               "hostile",
		"The Londoner was hostile.":             "hostile",
		"This morning was hostile to staff.":    "hostile",
		"Mr Lock is hostile.":                   "hostile",
		"The flat was squalid.":                 "squalid",
		"Left the room aggressive.":             "aggressive",
		"Her handwriting is hopeless.":          "",
		"Dad's old van is hopeless.":            "",
		"The bins in the yard are a nightmare.": "",
		"The man in the yard is a nightmare.":   "a nightmare",
		"The way he looks is hostile.":          "hostile",
		"The machine refused my coin.":          "",
		"Printer refuses to work.":              "",
		"The council is hostile.":               "",
		"Aggressive again on the ward.":         "Aggressive",
		"He was stubborn about it.":             "stubborn",
	},
	"said of a thing earlier in the clause": {
		"The tap is loose and moans.":        "",
		"The girl is upset and moans.":       "moans",
		"He opened the door and was hostile": "hostile",
	},
	"said of a thing behind it": {
		"He refused treatment.":           "refused",
		"Cheap chaotic little market.":    "",
		"A crazy big old bloke rang.":     "crazy",
		"He is a drain on services.":      "drain on",
		"It went up by a crazy amount.":   "",
		"A hostile wind blew.":            "",
		"Hostile weather on the tops.":    "",
		"He gave a hostile stare.":        "hostile",
		"A crazy old man rang.":           "crazy",
		"An aggressive bus passenger.":    "aggressive",
		"She is a victim of her illness.": "a victim of",
	},
	"what must follow is no part of it": {
		"She claims he hit her.":        "claims",
		"He was caught smoking again.":  "caught",
		"He won't take his tablets now": "won't take",
	},
	"two that are one": {
		"He was told to take responsibility.": "was told to take responsibility",
	},
	"a name": {
		"She was singing Crazy in the kitchen.": "",
		"She likes Hysteria by Muse.":           "",
		"We listened to Childish Gambino.":      "",
		"She sang Crazy by Patsy Cline.":        "",
		"Stubborn Mr Hall.":                     "Stubborn",
	},
}

func TestTheRulesOfPhrases(t *testing.T) {
	for rule, texts := range phraseRules {
		for text, want := range texts {
			var got []string
			for _, f := range Rephrase(text) {
				got = append(got, f.Said)
			}
			if strings.Join(got, "|") != want {
				t.Errorf("%s: %q: %q, want %q", rule, text, got, want)
			}
		}
	}
}
