package models

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
)

// Pack is what one place asks of a document in which somebody says how they want
// to be treated: its parts, who may witness it and what they certify, what makes it
// not valid, how it is withdrawn and who should hold a copy. It is data, in packs/;
// a change is a new version, and the old one stays for what was signed with it. It
// is no legal advice.
type Pack struct {
	Key          string            `json:"key"`
	Version      int               `json:"version"`
	Written      string            `json:"written"` // the day on which it was written down
	Date         string            `json:"date"`    // how a day is written in the document
	ReviewMonths int               `json:"review_months"`
	Title        string            `json:"title"`
	Place        string            `json:"place"`
	Law          string            `json:"law"`
	About        string            `json:"about"`
	Parts        []PackPart        `json:"parts"`
	Lines        map[string]string `json:"lines"` // sentences of the document itself
	Witness      PackWitness       `json:"witness"`
	Withdrawal   struct {
		Witnessed bool `json:"witnessed"` // it counts once it is witnessed, not before
	} `json:"withdrawal"`
	Rules       []Rule `json:"rules"`
	NamedPerson []Rule `json:"named_person,omitempty"` // of somebody whom the law lets the person choose to look after their interests
}

// PackPart is one part of the document: from the section's field of that key, or
// a detail asked for at signing.
type PackPart struct {
	Key         string `json:"key"`
	From        string `json:"from"`           // FromSection or FromDetails
	Kind        string `json:"kind,omitempty"` // of a detail: line, text or tick
	Needed      bool   `json:"needed,omitempty"`
	AsksWitness bool   `json:"asks_witness,omitempty"` // filled in, it needs a witness
	Label       string `json:"label"`
}

// Where a part comes from.
const (
	FromSection = "section"
	FromDetails = "details"
)

// PackWitness is whether a witness is needed and who may be one.
type PackWitness struct {
	When    string         `json:"when"` // WitnessAlways, WitnessAsked or WitnessNever
	Classes []WitnessClass `json:"classes"`
}

// A witness is needed always, where a part asks for one, or never.
const (
	WitnessAlways = "always"
	WitnessAsked  = "asked"
	WitnessNever  = "never"
)

// Cited is where a rule stands, when it was written down here, and how sure that is.
type Cited struct {
	Source struct {
		Act     string `json:"act"`
		Section string `json:"section"`
	} `json:"source"`
	Written  string `json:"written"`
	Verified string `json:"verified"`      // text: held against the Act or its official notes; notes: as our notes of the field have it; check: the text was not found; own: ours, not a law
	InForce  string `json:"in_force"`      // yes, no, check; none: not a law
	Ask      string `json:"ask,omitempty"` // with whom to check what is not sure; empty where it is
}

// Sure reports whether nobody needs to be asked about it.
func (c Cited) Sure() bool {
	return c.Verified != "check" && (c.InForce == "yes" || c.InForce == "none")
}

// WitnessClass is a kind of person who may witness.
type WitnessClass struct {
	Key   string `json:"key"`
	Label string `json:"label"`
	Cited
}

// Rule is one rule. By says whether the app can check it.
type Rule struct {
	Key   string `json:"key"`
	About string `json:"about"` // making, witness, certify, not_valid, effect, withdraw, copies or review; named_person
	By    string `json:"by"`    // app or nobody
	Text  string `json:"text"`
	Cited
}

//go:embed packs/*.json
var packFiles embed.FS

// packs is every pack there ever was, in the order in which they are offered. They
// are read when the first is asked for: a server that rests need not hold them.
var packs = sync.OnceValue(func() []Pack {
	all, err := readPacks(packFiles)
	if err != nil {
		panic("models: " + err.Error()) // the files are embedded: only a broken build gets here
	}
	return all
})

func readPacks(files fs.FS) ([]Pack, error) {
	names, err := fs.Glob(files, "packs/*.json")
	if err != nil {
		return nil, err
	}
	var all []Pack
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		var p Pack
		if err := json.Unmarshal(text, &p); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all = append(all, p)
	}
	order := []string{"scotland", "england-wales-choice", "england-wales-refusal", "elsewhere"}
	slices.SortStableFunc(all, func(a, b Pack) int {
		return (slices.Index(order, a.Key)-slices.Index(order, b.Key))*1000 + b.Version - a.Version
	})
	return all, nil
}

// Packs is the newest version of every pack, as they are offered.
func Packs() []Pack {
	var out []Pack
	for _, p := range packs() {
		if !slices.ContainsFunc(out, func(q Pack) bool { return q.Key == p.Key }) {
			out = append(out, p)
		}
	}
	return out
}

// PackOf is one version of a pack; 0: the newest.
func PackOf(key string, version int) (Pack, bool) {
	i := slices.IndexFunc(packs(), func(p Pack) bool { return p.Key == key && (version == 0 || p.Version == version) })
	if i < 0 {
		return Pack{}, false
	}
	return packs()[i], true
}

// RulesOn is the rules about one thing, such as "witness".
func (p Pack) RulesOn(about string) []Rule {
	return slices.DeleteFunc(slices.Clone(p.Rules), func(r Rule) bool { return r.About != about })
}

// CheckedBy is the rules that the app checks, or that it cannot.
func (p Pack) CheckedBy(by string) []Rule {
	return slices.DeleteFunc(slices.Clone(p.Rules), func(r Rule) bool { return r.By != by })
}

// Class is a kind of witness.
func (p Pack) Class(key string) (WitnessClass, bool) {
	i := slices.IndexFunc(p.Witness.Classes, func(c WitnessClass) bool { return c.Key == key })
	if i < 0 {
		return WitnessClass{}, false
	}
	return p.Witness.Classes[i], true
}

// Details is the parts that are asked for at signing.
func (p Pack) Details() []PackPart {
	return slices.DeleteFunc(slices.Clone(p.Parts), func(d PackPart) bool { return d.From != FromDetails })
}

// line is a sentence of the document with its names filled in.
func (p Pack) line(key string, names ...string) string {
	return strings.NewReplacer(names...).Replace(p.Lines[key])
}
