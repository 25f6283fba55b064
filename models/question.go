package models

import (
	"strconv"
	"strings"
)

// Question is one that opens something up, to be offered beside a section and
// never put into it. The question itself and why it is asked are messages
// (question.KEY, question.KEY.why).
type Question struct {
	Key     string
	Section SectionKey
	Way     Way
}

// Way is a way of asking. Most come from solution-focused practice; each looks for
// what is there before what is missing.
type Way string

// The ways of asking.
const (
	AskStrengths    Way = "strengths"
	AskExceptions   Way = "exceptions"
	AskScaling      Way = "scaling"
	AskBestHopes    Way = "best_hopes"
	AskCoping       Way = "coping"
	AskRelationship Way = "relationship"
	AskMeaning      Way = "meaning"
	AskStep         Way = "step"
)

// Ways is every way of asking.
var Ways = []Way{AskStrengths, AskExceptions, AskScaling, AskBestHopes, AskCoping, AskRelationship, AskMeaning, AskStep}

// deck is the ways in which each section is asked about, in the order of its questions.
var deck = []asked{
	{"hopes", "best_hopes meaning exceptions scaling relationship step"},
	{"well", "strengths exceptions relationship meaning scaling best_hopes"},
	{"needs", "coping scaling relationship step strengths best_hopes"},
	{"connections", "relationship exceptions strengths best_hopes step meaning"},
	{"strengths", "strengths relationship exceptions coping meaning step best_hopes"},
	{"goals", "best_hopes meaning scaling scaling exceptions step relationship coping"},
	{"toolbox", "exceptions strengths coping relationship step meaning"},
	{"daily", "exceptions scaling strengths step coping best_hopes"},
	{"triggers", "coping exceptions relationship step meaning"},
	{"warnings", "exceptions relationship coping scaling step strengths"},
	{"breaking-down", "coping relationship step strengths exceptions"},
	{"crisis-well", "strengths relationship meaning"},
	{"crisis-signs", "relationship exceptions scaling"},
	{"crisis-supporters", "relationship strengths step coping best_hopes"},
	{"crisis-not-involved", "coping relationship meaning"},
	{"crisis-medication", "exceptions coping relationship meaning"},
	{"crisis-treatments", "exceptions coping meaning"},
	{"crisis-places", "exceptions best_hopes relationship"},
	{"crisis-help", "relationship coping step strengths best_hopes"},
	{"crisis-end", "exceptions relationship scaling"},
	{"after-return", "step scaling coping"},
	{"after-people", "relationship meaning step"},
	{"after-learned", "strengths exceptions coping meaning"},
	{"after-changes", "best_hopes step relationship"},
	{"advance", "meaning exceptions coping relationship"},
	{"personal-statement", "relationship step meaning"},
	{"named-person", "relationship strengths step"},
	{"notes", "meaning exceptions strengths"},
	{"check-ins", "exceptions coping scaling relationship"},
}

// Questions is the deck for one section; for a section of the person's own, the
// one about goals and hopes.
func Questions(section SectionKey) []Question {
	var out []Question
	for _, d := range deck {
		if d.section == section || section.Own() && (d.section == "hopes" || d.section == "goals") {
			out = append(out, d.questions()...)
		}
	}
	return out
}

// AllQuestions is the whole deck.
func AllQuestions() []Question {
	var out []Question
	for _, d := range deck {
		out = append(out, d.questions()...)
	}
	return out
}

// asked is a section and, with a space between, the ways in which it is asked about.
type asked struct {
	section SectionKey
	ways    string
}

func (d asked) questions() []Question {
	var out []Question
	for i, way := range strings.Fields(d.ways) {
		out = append(out, Question{Key: string(d.section) + "-" + strconv.Itoa(i+1), Section: d.section, Way: Way(way)})
	}
	return out
}
