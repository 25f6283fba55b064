package models

import (
	"slices"
	"strings"
)

// isName is for Childish Gambino and the song Crazy.
func isName(words []word, at, to int) bool {
	if !words[at].title {
		return false
	}
	from := at
	if follows(words, from) && words[from-1].text == "the" {
		from--
	}
	if follows(words, from) && works[words[from-1].text] || follows(words, to+1) && words[to].text == "by" && words[to+1].title {
		return true
	}
	deed := slices.ContainsFunc([]string{"s", "ed", "ing"}, func(end string) bool { return strings.HasSuffix(words[to-1].text, end) })
	return to-at == 1 && !deed && follows(words, to) && words[to].title && !titles[words[to].text] && !times[words[to].text]
}

var (
	works = setOf(`song film movie book novel band album track record series programme show musical game podcast play called titled entitled
		watched singing sang by`)
	titles = setOf(`mr mrs ms miss mx dr nurse prof i`)
)
