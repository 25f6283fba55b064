package models

import "slices"

// halfway finds a point (x, y) that a shortest way from base to text passes when
// half of it is done: the two differences base[:x] to text[:y] and base[x:] to
// text[y:] together are one of the whole (Myers 1986, section 4b). Ways grow
// from both ends, one step each in turn, until two meet. Neither text is empty and
// they differ at both ends. ok is false when that would take more than half
// of the steps that are left.
func (d *differ) halfway(base, text []sign) (x, y int, ok bool) {
	n, m := len(base), len(text)
	ahead := front{base: base, text: text}
	behind := front{base: reversed(base), text: reversed(text)}
	d.ahead, d.behind = ahead.begin(d.ahead), behind.begin(d.behind)
	most, stop := (n+m+1)/2, d.left/2
	for steps := 0; steps <= most && d.left > stop && !ok; steps++ {
		d.left -= 2*steps + 2
		if (n-m)%2 != 0 { // ways of an odd length: the one ahead makes the last step
			x, y, ok = ahead.grow(steps, &behind)
			behind.grow(steps, nil)
			continue
		}
		ahead.grow(steps, nil)
		x, y, ok = behind.grow(steps, &ahead)
		x, y = n-x, m-y
	}
	return x, y, ok && x+y > 0 && x+y < n+m
}

func reversed(s []sign) []sign {
	r := slices.Clone(s)
	slices.Reverse(r)
	return r
}

// front is how far the ways that begin at one end have come: on diagonal k, which
// holds the points with x - y = k counted from that end, to x = far[k+zero];
// -1 is nowhere yet.
type front struct {
	base, text []sign
	far        []int
	zero       int
}

// begin gives the front its diagonals, in the memory of an earlier one where that is enough.
func (f *front) begin(memory []int) []int {
	f.zero = (len(f.base)+len(f.text)+1)/2 + 1
	f.far = slices.Grow(memory[:0], 2*f.zero+1)[:2*f.zero+1]
	for i := range f.far {
		f.far[i] = -1
	}
	return f.far
}

// grow makes each way one step longer, then as long as both texts agree. With
// another front it answers with the end of the first way that meets one of that.
func (f *front) grow(steps int, other *front) (x, y int, met bool) {
	n, m := len(f.base), len(f.text)
	first, last := diagonals(steps, n, m)
	for k := first; k <= last; k += 2 {
		i := k + f.zero
		x = f.far[i+1]
		if f.far[i-1] >= x {
			x = f.far[i-1] + 1
		}
		y = x - k
		for x < n && y < m && f.base[x] == f.text[y] {
			x, y = x+1, y+1
		}
		f.far[i] = x
		if other != nil && x <= n && y <= m && other.reaches(n-m-k, n-x) {
			return x, y, true
		}
	}
	return 0, 0, false
}

// diagonals are the first and the last that a way of so many steps can end on
// inside both texts.
func diagonals(steps, n, m int) (first, last int) {
	return max(-steps, (steps-m)&1-m), min(steps, n-(steps-n)&1)
}

// reaches reports whether a way has come as far as x on diagonal k.
func (f *front) reaches(k, x int) bool {
	i := k + f.zero
	return i >= 0 && i < len(f.far) && f.far[i] >= x
}
