package models

// window is the length of a passage that cannot well be common by chance.
const window = 32

// passage finds where the longest passage of window or more characters that base
// and text have in common begins in each. It keeps a long paste in one place
// from blurring what else changed when counting single differences is too dear.
func (d *differ) passage(base, text []sign) (x, y int, ok bool) {
	d.left -= window * (len(base) + len(text))
	if d.left < 0 || len(base) < window || len(text) < window {
		return 0, 0, false
	}
	places := make(map[[window]sign]int, len(base)/window)
	for at := len(base)/window*window - window; at >= 0; at -= window {
		places[[window]sign(base[at:])] = at
	}
	longest := 0
	for from := 0; from+window <= len(text); {
		at, found := places[[window]sign(text[from:])]
		if !found {
			from++
			continue
		}
		before := commonEnd(base[:at], text[:from])
		length := before + commonStart(base[at:], text[from:])
		if length > longest {
			longest, x, y = length, at-before, from-before
		}
		from += length - before
	}
	return x, y, longest > 0
}

// commonStart is how many characters two texts have in common from the beginning.
func commonStart(a, b []sign) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// commonEnd is how many they have in common before the end.
func commonEnd(a, b []sign) int {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n
}
