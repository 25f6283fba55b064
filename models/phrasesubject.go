package models

import "strings"

// A phrase judges somebody only where it is said of somebody: the lock that is
// stubborn, the wind that is hostile and the printer that refuses are left alone.
// Who or what it is stands before "is stubborn" and behind "a stubborn".

// ofThing reports whether the words from at to before to are said of a thing, or are
// the name of one.
func ofThing(p *phrase, words []word, at, to int) bool {
	if p.Of == ofAnything {
		return false
	}
	return isName(words, at, to) || !p.Deed && thingBehind(words, at, to) || thingBefore(p, words, at)
}

// follows is whether a word goes on from the one before it.
func follows(words []word, i int) bool {
	return i > 0 && i < len(words) && !words[i].begins && !words[i].pause
}

// thingBehind is for "a crazy amount" and "hostile weather", not for "a crazy old
// man", "a hostile stare" or "an aggressive bus passenger".
func thingBehind(words []word, at, to int) bool {
	article := follows(words, at) && articles[words[at-1].text]
	if prepositions[words[to-1].text] {
		return false
	}
	for follows(words, to) && filling[words[to].text] {
		to++
	}
	if !follows(words, to) || follows(words, to+1) && people[words[to+1].text] {
		return false
	}
	return isThing(words, to) || times[words[to].text] || article && isNoun(words[to])
}

// isNoun reports whether a word behind an article and a phrase can only be what both
// are of.
func isNoun(w word) bool {
	return !w.title && !plain[w.text] && !linking[w.text] && !prepositions[w.text] && !articles[w.text] && !people[w.text] && !conduct[w.text] &&
		!strings.HasSuffix(w.text, "ly") && !strings.HasSuffix(w.text, "ing") && w.text[0] > '9'
}

// thingBefore is for "her handwriting is hopeless", "the bins in the yard are a
// nightmare" and "the printer refuses", not for "the man in the yard" or "the way he looks".
func thingBefore(p *phrase, words []word, at int) bool {
	i, verb := at, p.Deed
	for follows(words, i) && linking[words[i-1].text] {
		i--
		verb = verb || being[words[i].text]
	}
	if !follows(words, i) || prepositions[words[i-1].text] {
		return false
	}
	if joining[words[i-1].text] {
		return clauseOfThing(words, i-1)
	}
	if p.Of == ofSomebody && nothing[words[i-1].text] {
		return true
	}
	return (verb || isThing(words, i-1)) && subjectIsThing(words, i)
}

// subjectIsThing reads back from a verb to what does it.
func subjectIsThing(words []word, verb int) bool {
	placed := false
	for i := verb; i > verb-farthest && follows(words, i); i-- {
		switch one := words[i-1]; {
		case articles[one.text] && i == verb, pointing[one.text] && times[words[i].text]:
			return false
		case articles[one.text], i < verb && strings.HasSuffix(one.text, "'s"):
			if !follows(words, i-1) || !prepositions[words[i-2].text] {
				return true
			}
			placed = true
		case people[one.text], conduct[one.text], one.title && !isThing(words, i-1):
			return false
		case prepositions[one.text]:
			placed = true
		case !follows(words, i-1):
			return isThing(words, i-1) || !placed && isThing(words, verb-1)
		}
	}
	return false
}

// clauseOfThing reports whether the clause up to a word begins with a thing: "the tap
// is loose and moans".
func clauseOfThing(words []word, i int) bool {
	from := i
	for from > i-farthest && follows(words, from) {
		from--
	}
	if !articles[words[from].text] && !strings.HasSuffix(words[from].text, "'s") {
		return false
	}
	for k := from + 1; k < i; k++ {
		switch one := words[k]; {
		case linking[one.text], prepositions[one.text]:
			return k > from+1
		case people[one.text]:
			return k > from+1 && pronouns[one.text]
		case conduct[one.text], one.title:
			return false
		}
	}
	return false
}

// isThing reports whether a word is of the list of things, one or many.
func isThing(words []word, i int) bool {
	text := strings.TrimSuffix(words[i].text, "'s")
	one, many := strings.CutSuffix(text, "es")
	return things[text] || things[strings.TrimSuffix(text, "s")] || many && things[one]
}
