package models

// mostApart is how far, in characters of the base, a rare character is looked for.
const mostApart = 256

// hold lets a rare character stay where a shortest difference would move it over a run of
// one other character: in "....x" that became "x....." it is the dots that went from one
// side of it to the other. Two who both seemed to have moved it would put it there twice.
func (d *differ) hold() {
	if len(d.changes) < 2 {
		return
	}
	often := make(map[sign]int)
	for _, s := range d.base {
		often[s]++
	}
	for q, tries := 0, 0; q < len(d.changes) && tries < 1000; q++ {
		for step := -1; step <= 1; step += 2 {
			if p, j, i, ok := d.moved(q, step, often); ok {
				lo := min(p, q)
				at := d.changes[lo].at
				d.align(lo, max(p, q), j, i)
				for q = min(lo, len(d.changes)-1); q >= 0 && at-d.changes[q].to <= mostApart; q-- {
				} // those before it may fit now
				tries++
				break
			}
		}
	}
}

// moved looks, from a change on in one direction, for another that puts in a character which
// this one takes out, with nothing kept between the two but one more frequent character. It answers with
// that change and the places of the character in base and text.
func (d *differ) moved(q, step int, often map[sign]int) (p, j, i int, ok bool) {
	var run sign
	near := false // run is known
	for p = q + step; p >= 0 && p < len(d.changes); p += step {
		lo, hi := d.changes[min(p, p-step)], d.changes[max(p, p-step)]
		if apart(d.changes[q], d.changes[p]) > mostApart {
			return 0, 0, 0, false
		}
		for _, s := range d.base[lo.to:hi.at] {
			if near && s != run {
				return 0, 0, 0, false
			}
			run, near = s, true
		}
		if j, i, ok = d.rarer(d.changes[q], d.changes[p], often[run], often); ok {
			return p, j, i, true
		}
		for _, s := range d.base[d.changes[p].at:d.changes[p].to] {
			if s != run {
				return 0, 0, 0, false
			}
		}
	}
	return 0, 0, 0, false
}

// rarer finds a character that one change takes out and the other puts in, less frequent
// than so many times.
func (d *differ) rarer(out, in change, most int, often map[sign]int) (j, i int, ok bool) {
	for j = out.at; j < out.to; j++ {
		if often[d.base[j]] >= most {
			continue
		}
		for i = in.from; i < in.till; i++ {
			if d.base[j] == d.text[i] {
				return j, i, true
			}
		}
	}
	return 0, 0, false
}

func apart(a, b change) int { return max(b.at-a.to, a.at-b.to) }

// align finds the changes from lo to hi anew, with base[j] as text[i].
func (d *differ) align(lo, hi, j, i int) {
	first, last, rest := d.changes[lo], d.changes[hi], append([]change{}, d.changes[hi+1:]...)
	d.changes = d.changes[:lo]
	d.compare(first.at, j, first.from, i)
	d.compare(j+1, last.to, i+1, last.till)
	d.changes = append(d.changes, rest...)
}
