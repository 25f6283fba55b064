package models

import "strings"

// spellings are right spellings, each with what is often written in its place. A
// letter once for twice, or twice for once, needs no line: see misspelt.
const spellings = `
manipulative: manipulitive manipulatve maniplative manipultive
attention: attension attenion
seeking: seaking seeeking
stubborn: stubbon stuborne
demanding: demading demandin
hysterical: histerical hystericle
schizophrenic: schizophenic skitzophrenic schitzophrenic schizofrenic
paranoid: paraniod paranoyd parinoid
psychotic: psycotic pyschotic
alcoholic: alcholic alcoholoic alchoholic
belligerent: beligerant belligerant
argumentative: argumentitive arguementative
confrontational: confrontaional
compliant: complient
compliance: complience
behaviour: behavior behavoiur behaviuor behavour behaivour
behaviours: behaviors
behavioural: behavioral behavoural
challenging: challanging chalenging challening
inappropriate: inapropiate inappropiate innapropriate
inappropriately: inappropiately
unpredictable: unpredictible unpredicatable
volatile: volitile
dangerous: dangerus dangrous dangerious
vulnerable: vunerable
nuisance: nusance nuisence nuicance
deluded: dilluded
delusional: dellusional delusionel
irresponsible: irresponsable
exaggerates: exagerates exaggarates exxagerates
exaggerating: exagerating exaggarating
entitled: intitled entiteld
refused: refuesd refsued
refuses: refusses
denies: denys denyes
abusive: abussive abusiv
hostile: hostil
defiant: defient
immature: imature immiture
dependent: dependant
uncooperative: uncoperative
lazy: lazey
suicide: sucide suicde suiside
disruptive: disruptve disrubtive
irritable: iritible irratable
institutionalised: institutionalized
unmotivated: unmotived
sabotages: sabatages sabotarges
malingering: malingring
absconded: absonded abscounded
excuses: excusses exuses
`

const longEnough = 7 // letters of a word whose doubled letters are not counted

// misspelt is how the matcher's words are spelt: by their usual misspellings, and by
// the longer ones with each letter once (agressive, comitted).
func misspelt(m *matcher) map[string]string {
	right := map[string]string{}
	learn := func(text string) {
		if len(text) >= longEnough {
			right[singled(text)] = text
		}
	}
	for _, ws := range m.whole {
		for _, w := range ws {
			for _, forms := range w.words {
				for _, f := range forms {
					learn(f.text)
				}
			}
		}
	}
	for line := range strings.Lines(spellings) {
		word, wrongs, _ := strings.Cut(strings.TrimSpace(line), ":")
		for wrong := range strings.FieldsSeq(wrongs) {
			right[singled(wrong)] = word
		}
	}
	return right
}

// spelt is a word as the list spells it; one that it does not know stays as it is.
func (m *matcher) spelt(text string) string {
	if right, known := m.right[singled(text)]; known {
		return right
	}
	return text
}

// singled is a word with each doubled letter once.
func singled(text string) string {
	var out strings.Builder
	var last rune
	for _, r := range text {
		if r != last {
			out.WriteRune(r)
		}
		last = r
	}
	return out.String()
}
