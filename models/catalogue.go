package models

// Catalogue is every chapter and section that a plan has, in reading order
// (PRODUCT.md). The words shown for each are in the message catalogue. A new
// section is one element here and its words there.
var Catalogue = []Chapter{
	{Key: "about-me", Sections: []Section{
		{Key: "hopes", Many: true, Attaches: true, Fields: []Field{need("hope"), words("why")}},
		{Key: "well", Many: true, Attaches: true, Fields: []Field{need("well")}},
		{Key: "needs", Many: true, Fields: []Field{need("now"), oneOf("area", "home", "money", "food", "health", "safety", "daily_life", "company"), words("help"), words("who"), tick("done")}},
		{Key: "connections", Many: true, Fields: []Field{need("who"), words("next")}},
	}},
	{Key: "strengths", Sections: []Section{
		{Key: "strengths", Many: true, Fields: []Field{need("strength"), oneOf("area", "home", "money", "work", "people", "health", "leisure", "spirit"), oneOf("when", "now", "before", "hoped_for"), words("use")}},
	}},
	{Key: "goals", Sections: []Section{
		{Key: "goals", Many: true, Fields: []Field{need("goal"), words("matters"), words("know"), scale("mark"), words("steps"), oneOf("state", "thinking", "doing", "paused", "reached", "changed", "let_go"), words("why"), line("with")}},
	}},
	{Key: "staying-well", Sections: []Section{
		{Key: "toolbox", Many: true, Attaches: true, Fields: []Field{need("helps"), words("how"), line("often")}},
		{Key: "daily", Many: true, Fields: []Field{need("what"), line("when"), oneOf("often", "every_day", "some_days", "now_and_then")}},
	}},
	{Key: "noticing", Sections: []Section{
		{Key: "triggers", Many: true, Fields: []Field{need("trigger"), words("do")}},
		{Key: "warnings", Many: true, Fields: []Field{need("sign"), words("do"), line("who")}},
		{Key: "breaking-down", Many: true, Fields: []Field{need("sign"), words("do"), words("who")}},
	}},
	{Key: "crisis", Sections: []Section{
		{Key: "crisis-well", Many: true, Fields: []Field{need("well")}},
		{Key: "crisis-signs", Many: true, Fields: []Field{need("sign")}},
		{Key: "crisis-supporters", Many: true, Fields: []Field{needLine("who"), line("phone"), words("reach"), words("takes_on"), words("disagree")}},
		{Key: "crisis-not-involved", Many: true, OnlyMe: true, Fields: []Field{needLine("who"), words("why")}},
		{Key: "crisis-medication", Many: true, Fields: []Field{need("take"), words("accept"), words("not_accept"), words("allergies")}},
		{Key: "crisis-treatments", Many: true, Fields: []Field{need("helps"), words("avoid")}},
		{Key: "crisis-places", Many: true, Fields: []Field{need("place"), words("not_there")}},
		{Key: "crisis-help", Many: true, Fields: []Field{need("helps"), words("worse"), words("task"), line("who")}},
		{Key: "crisis-end", Many: true, Fields: []Field{need("know")}},
	}},
	{Key: "after-crisis", Sections: []Section{
		{Key: "after-return", Many: true, Fields: []Field{need("take_back"), line("when")}},
		{Key: "after-people", Many: true, Fields: []Field{needLine("who"), words("say")}},
		{Key: "after-learned", Many: true, Fields: []Field{need("learned")}},
		{Key: "after-changes", Many: true, Fields: []Field{need("change"), line("where")}},
	}},
	{Key: "advance", Sections: []Section{
		{Key: "advance", Fields: []Field{need("want"), words("not_want"), words("why"), words("copies")}},
		{Key: "personal-statement", Fields: []Field{need("statement"), words("home"), words("money"), words("told")}},
		{Key: "named-person", Fields: []Field{needLine("who"), words("agreement"), line("signed")}},
	}},
	{Key: "notes", Sections: []Section{
		{Key: "notes", Many: true, Attaches: true, Fields: []Field{need("note"), date("date"), line("tags")}},
		{Key: "check-ins", Many: true, Fields: []Field{mustBe("how", "very_hard", "hard", "up_and_down", "all_right", "good"), words("words"), date("date"), words("measures")}},
	}},
}

// What "I need help now" takes from its owner beside the crisis plan and the toolbox: the
// lines at its top, and the sentence that a text to one of their people begins with. They
// stand in no chapter and can be shared with nobody.
const (
	HelpLines SectionKey = "help-lines"
	HelpText  SectionKey = "help-text"
)

var helpSections = []Section{
	{Key: HelpLines, Many: true, OnlyMe: true, Fields: []Field{{Key: "line", Kind: Words, Required: true, Max: MaxLine}}},
	{Key: HelpText, OnlyMe: true, Fields: []Field{{Key: "text", Kind: Words, Required: true, Max: MaxLine}}},
}

// ForHelp reports whether the section is one of these.
func (k SectionKey) ForHelp() bool { return k == HelpLines || k == HelpText }

// ownFields is the shape of every section of a person's own.
var ownFields = []Field{need("words")}

func need(key string) Field     { return Field{Key: key, Kind: Words, Required: true, Max: MaxWords} }
func needLine(key string) Field { return Field{Key: key, Kind: Line, Required: true, Max: MaxLine} }
func words(key string) Field    { return Field{Key: key, Kind: Words, Max: MaxWords} }
func line(key string) Field     { return Field{Key: key, Kind: Line, Max: MaxLine} }
func date(key string) Field     { return Field{Key: key, Kind: Date, Max: 10} }
func tick(key string) Field     { return Field{Key: key, Kind: Tick, Max: 3} }
func scale(key string) Field    { return Field{Key: key, Kind: Scale, Max: 2} }

func oneOf(key string, options ...string) Field {
	return Field{Key: key, Kind: Choice, Max: MaxLine, Options: options}
}

func mustBe(key string, options ...string) Field {
	return Field{Key: key, Kind: Choice, Required: true, Max: MaxLine, Options: options}
}
