package models

import (
	"slices"
	"strings"
)

// spoken reports whether words are somebody's own, or said to be not so: quoted, felt,
// denied, or of the writer themselves.
func spoken(words []word, at, to int) bool {
	if slices.ContainsFunc(words[at:to], func(w word) bool { return w.quoted }) {
		return true
	}
	if words[at].begins {
		return false
	}
	i := at - 1
	for n := 0; n < 6 && (between[words[i].text] || usedTo(words, i)) && !words[i].begins; n++ {
		i--
	}
	text := words[i].text
	if felt[text] || denied[text] || ofWriter[text] {
		return true
	}
	return saidOfSelf(words, i) || thoughtByNobody(words, i) || onlyNamed(words, at)
}

// onlyNamed is for words about a word: "calls himself an addict", "stop calling people
// needy", "was called a liar", "is afraid that they see her as lazy".
func onlyNamed(words []word, at int) bool {
	i, as := at, false
	for n := 0; n < 8 && follows(words, i) && !being[words[i-1].text] && !joining[words[i-1].text]; n++ {
		i--
		as = as || words[i].text == "as" || words[i].text == "like"
		if naming[words[i].text] || as && seeing[words[i].text] {
			return named(words, i)
		}
	}
	return false
}

// named reports whether a verb of naming is somebody's of themselves, is not the
// writer's, or is what should not be done.
func named(words []word, verb int) bool {
	text := words[verb].text
	if ofThemselves[words[verb+1].text] || words[verb].begins && strings.HasSuffix(text, "ing") {
		return true
	}
	if text == "called" && follows(words, verb) && passive[words[verb-1].text] {
		return true
	}
	for i, n := verb, 0; n < 6 && follows(words, i); n++ {
		i--
		if against[words[i].text] {
			return true
		}
	}
	return false
}

func usedTo(words []word, i int) bool {
	return follows(words, i) && words[i].text == "to" && words[i-1].text == "used"
}

// saidOfSelf is for "she is worried that she is a burden", not for "staff feel she is
// a burden": who thinks so is who it is said of.
func saidOfSelf(words []word, i int) bool {
	who, is := oneself[words[i].text]
	for n := 0; is && n < 4 && !words[i].begins; n++ {
		i--
		if !thought[words[i].text] {
			continue
		}
		for back := 1; back <= 2 && i-back >= 0 && !words[i-back+1].begins; back++ {
			if oneself[words[i-back].text] == who {
				return true
			}
		}
		return !words[i].begins && words[i-1].title && !people[words[i-1].text] && !words[i-1].begins
	}
	return false
}

// thoughtByNobody is for "nobody thinks she is lazy" and "I don't think he is rude".
func thoughtByNobody(words []word, i int) bool {
	for n := 0; n < 3 && i > 0 && !words[i].begins; n++ {
		i--
		if thought[words[i].text] || words[i].text == "think" || words[i].text == "believe" {
			return slices.ContainsFunc(words[max(0, i-3):i], func(w word) bool { return denied[w.text] })
		}
	}
	return false
}

var (
	felt         = setOf(`feel feels felt feeling`)
	ofThemselves = setOf(`himself herself themselves themself myself`)
	ofWriter     = setOf(`i we i'm i've i'd we're we've`)
	between      = setOf(`like a an as so very too quite being just really bit of little rather is was are were am be been becoming
		such always more less any completely used here`)
	denied  = setOf(`not nobody never isn't wasn't aren't weren't didn't doesn't don't hardly nor neither without`)
	thought = setOf(`says said thinks thought worries worried feels felt fears feared afraid scared ashamed wonders wondered asked asks
		knows believes believed told describes`)
	naming = setOf(`call calls calling called label labels labelling labelled brand brands branding branded describe describes describing
		described identifies`)
	seeing  = setOf(`see sees seeing saw seen view views viewing viewed treat treats treating treated`)
	against = setOf(`stop stopped avoid against not don't never no why instead rather without hates hated frightened afraid scared worried
		worries fears ashamed upset hurt hurts wrong doesn't didn't said says told`)
	passive = setOf(`was were been being`)
	oneself = map[string]string{"he": "he", "he's": "he", "she": "she", "she's": "she", "they": "they", "they're": "they"}
)
