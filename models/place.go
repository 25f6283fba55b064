package models

import "unicode"

// slide moves each pure insertion and deletion to the last place at which it
// makes the same text, and joins those that come to touch.
func (d *differ) slide() {
	last := len(d.changes) // changes[last:] are done
	for i := len(d.changes) - 1; i >= 0; i-- {
		c := d.changes[i]
		for {
			if last < len(d.changes) && d.changes[last].at == c.to {
				c.to, c.till = d.changes[last].to, d.changes[last].till
				last++
			}
			if !d.movesOn(c) {
				break
			}
			c = c.moved(1)
		}
		last--
		d.changes[last] = c
	}
	d.changes = d.changes[last:]
}

// settle moves each back to the place where its ends cut least, the last of those
// that are as good.
func (d *differ) settle() {
	before := -1 // where the change before ends
	for i, c := range d.changes {
		best := c
		for d.movesBack(c) && c.at-1 > before {
			if c = c.moved(-1); d.neat(c) > d.neat(best) {
				best = c
			}
		}
		d.changes[i], before = best, best.to
	}
}

func (c change) moved(n int) change { return change{c.at + n, c.to + n, c.from + n, c.till + n} }

// movesOn reports whether c makes the same text one character further on.
func (d *differ) movesOn(c change) bool {
	switch {
	case c.to == len(d.base):
		return false
	case c.deleted() == 0:
		return d.text[c.from] == d.base[c.to]
	case c.inserted() == 0:
		return d.base[c.at] == d.base[c.to]
	}
	return false
}

// movesBack reports whether c makes the same text one character before.
func (d *differ) movesBack(c change) bool {
	switch {
	case c.at == 0:
		return false
	case c.deleted() == 0:
		return d.text[c.till-1] == d.base[c.at-1]
	case c.inserted() == 0:
		return d.base[c.to-1] == d.base[c.at-1]
	}
	return false
}

// neat is greater the less the ends of a pure insertion or deletion cut.
func (d *differ) neat(c change) int {
	if c.deleted() == 0 {
		return edge(d.text, c.from) + edge(d.text, c.till)
	}
	return edge(d.base, c.at) + edge(d.base, c.to)
}

// edge is 2 where a line begins or the text ends, 1 where a word begins or ends, 0 inside a word.
func edge(text []sign, i int) int {
	switch {
	case i == 0 || i == len(text) || text[i-1] == '\n':
		return 2
	case inWord(text[i-1]) && inWord(text[i]):
		return 0
	}
	return 1
}

// inWord takes every character of several code points for a letter.
func inWord(s sign) bool {
	return s > unicode.MaxRune || unicode.IsLetter(rune(s)) || unicode.IsDigit(rune(s))
}
