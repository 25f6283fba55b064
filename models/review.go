package models

// Review is where a goal stood on a day. Parent is the goal.
type Review struct {
	Record
	Words ReviewWords
}

// ReviewWords is the sealed part. Mark is 0–10 in the person's own measure; More is
// what one point more would look like.
type ReviewWords struct {
	Day   Day
	Mark  int
	Words string
	More  string
}

// Kind is Reviews.
func (r *Review) Kind() Kind { return Reviews }

// Body is the mark and the words.
func (r *Review) Body() any { return &r.Words }

// Needs lets whoever sees the goal see its reviews, and whoever works on it together
// with the person add one; taking one back is the owner's or the writer's.
func (r *Review) Needs(act Act) Right {
	switch act {
	case ActSee:
		return RightSee
	case ActAdd:
		return RightWork
	}
	return RightAuthor
}

// Check is nil or an Invalid error that names each part that cannot be kept.
func (w ReviewWords) Check() error {
	var problems []Problem
	if w.Mark < 0 || w.Mark > 10 {
		problems = append(problems, Problem{Field: "mark", Key: "field.not_a_mark"})
	}
	if !isDate(string(w.Day)) {
		problems = append(problems, Problem{Field: "day", Key: "field.not_a_date"})
	}
	problems = checkWords(problems, "words", w.Words, MaxWords)
	return invalid(checkWords(problems, "more", w.More, MaxWords))
}

// checkWords adds what is wrong with a text, if anything is.
func checkWords(problems []Problem, name, text string, most int) []Problem {
	if p, bad := (Field{Key: name, Kind: Words, Max: most}).check(text); bad {
		return append(problems, p)
	}
	return problems
}
