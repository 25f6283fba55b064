package recording

import "encoding/binary"

// words is a list of numbers of four bytes each, behind how many there are.
func words(b []byte, each int) ([]uint32, error) {
	if len(b) < 4 {
		return nil, errBroken
	}
	n := uint64(binary.BigEndian.Uint32(b)) * uint64(each)
	if n*4 > uint64(len(b)-4) {
		return nil, errBroken
	}
	out := make([]uint32, n)
	for i := range out {
		out[i] = binary.BigEndian.Uint32(b[4+4*i:])
	}
	return out, nil
}

// tableIn reads where packets lie in a file without fragments. In one with fragments
// the table is empty.
func tableIn(stbl []byte) (s samples, err error) {
	size, chunks, runs := inside(stbl, "stsz"), inside(stbl, "stco"), inside(stbl, "stsc")
	if len(size) < 12 || len(chunks) < 8 || len(runs) < 8 {
		return s, errUnknown
	}
	if same := binary.BigEndian.Uint32(size[4:]); same != 0 {
		return s, errUnknown // AAC packets are not all of one size
	}
	if s.sizes, err = words(size[8:], 1); err != nil {
		return s, err
	}
	if s.chunks, err = words(chunks[4:], 1); err != nil {
		return s, err
	}
	flat, err := words(runs[4:], 3)
	for i := 0; i+2 < len(flat); i += 3 {
		s.runs = append(s.runs, [2]uint32{flat[i], flat[i+1]})
	}
	return s, err
}

// fromTable takes the packets that the table names.
func (t *tape) fromTable() error {
	sizes, run := t.table.sizes, 0
	for i, at := range t.table.chunks {
		for run+1 < len(t.table.runs) && uint32(i+1) >= t.table.runs[run+1][0] {
			run++
		}
		if len(t.table.runs) == 0 {
			return errBroken
		}
		place := uint64(at)
		for n := t.table.runs[run][1]; n > 0 && len(sizes) > 0; n-- {
			if err := t.take(place, uint64(sizes[0])); err != nil {
				return err
			}
			place += uint64(sizes[0])
			sizes = sizes[1:]
		}
	}
	return nil
}

// takeDefault keeps how large a packet is where a fragment does not say.
func (t *tape) takeDefault(kind string, body []byte, _ int) error {
	if kind == "trex" && len(body) >= 24 && binary.BigEndian.Uint32(body[4:]) == t.track {
		t.size = binary.BigEndian.Uint32(body[16:])
	}
	return nil
}

// fields reads numbers of a box one after the other; what is not there is broken.
type fields struct {
	b    []byte
	flag uint32
	err  error
}

func (f *fields) next(n int) (v uint64) {
	if len(f.b) < n {
		f.err = errBroken
		return 0
	}
	for _, c := range f.b[:n] {
		v = v<<8 | uint64(c)
	}
	f.b = f.b[n:]
	return v
}

// maybe is the next number where a flag says that it is there.
func (f *fields) maybe(flag uint32, n int, otherwise uint64) uint64 {
	if f.flag&flag == 0 {
		return otherwise
	}
	return f.next(n)
}

// takeFragment takes the packets of one fragment, whose own box begins at a place.
func (t *tape) takeFragment(b []byte, at int) error {
	h := &fields{b: inside(b, "tfhd")}
	h.flag = uint32(h.next(4))
	if id := uint32(h.next(4)); h.err == nil && id != t.track {
		return nil
	}
	base := h.maybe(0x1, 8, uint64(at))
	h.maybe(0x2, 4, 0)
	h.maybe(0x8, 4, 0)
	size := h.maybe(0x10, 4, uint64(t.size))
	if h.err != nil || t.config == nil {
		return errBroken
	}
	place := base
	return boxes(b, func(kind string, body []byte, _ int) (err error) {
		if kind == "trun" {
			place, err = t.takeRun(body, base, place, size)
		}
		return err
	})
}

// takeRun takes packets that lie one behind the other, and says where they end.
func (t *tape) takeRun(b []byte, base, place, size uint64) (uint64, error) {
	r := &fields{b: b}
	r.flag = uint32(r.next(4))
	n := r.next(4)
	if r.flag&0x1 != 0 {
		place = base + uint64(int64(int32(r.next(4))))
	}
	r.maybe(0x4, 4, 0)
	if r.flag&0xf00 == 0 && n > uint64(len(t.content)) {
		return 0, errBroken
	}
	for ; n > 0 && r.err == nil; n-- {
		r.maybe(0x100, 4, 0)
		each := r.maybe(0x200, 4, size)
		r.maybe(0x400, 4, 0)
		r.maybe(0x800, 4, 0)
		if r.err != nil {
			break
		}
		if err := t.take(place, each); err != nil {
			return 0, err
		}
		place += each
	}
	return place, r.err
}
