package recording

import "encoding/binary"

// page is one page of an Ogg stream (RFC 3533).
type page struct {
	flags    byte
	position [8]byte // how much sound there is up to here
	serial   uint32
	sizes    []byte
	body     []byte
}

const (
	goesOn = 1 // its first packet began on the page before
	begins = 2
	ends   = 4
)

// ogg puts together anew an Ogg with one stream of Opus (RFC 7845): the head, a
// comment in which nothing stands, and the pages of sound, numbered and summed up anew.
func ogg(content []byte) ([]byte, error) {
	first, rest, err := nextPage(content)
	if err != nil {
		return nil, err
	}
	head, err := opusHead(first.body)
	if err != nil {
		return nil, err
	}
	if first.flags&begins == 0 || len(first.body) != len(head) || len(first.sizes) != 1 {
		return nil, errUnknown
	}
	out := (&page{flags: begins, sizes: []byte{byte(len(head))}, body: head}).written(nil, 0)
	comment := append(binary.LittleEndian.AppendUint32([]byte("OpusTags"), uint32(len(mark))), mark+"\x00\x00\x00\x00"...)
	out = (&page{sizes: []byte{byte(len(comment))}, body: comment}).written(out, 1)
	if rest, err = behindComment(rest, first.serial); err != nil {
		return nil, err
	}
	return sounds(out, rest, first.serial)
}

// behindComment is what stands behind the pages of the comment, which ends its last page.
func behindComment(rest []byte, serial uint32) ([]byte, error) {
	for n := 0; ; n++ {
		p, behind, err := nextPage(rest)
		if err != nil {
			return nil, err
		}
		packets := 0
		for _, size := range p.sizes {
			if size < 255 {
				packets++
			}
		}
		switch {
		case p.serial != serial || packets > 1 || packets == 1 && p.sizes[len(p.sizes)-1] == 255,
			n == 0 && (len(p.body) < 8 || string(p.body[:8]) != "OpusTags"):
			return nil, errUnknown
		case packets == 1:
			return behind, nil
		}
		rest = behind
	}
}

func sounds(out, rest []byte, serial uint32) ([]byte, error) {
	var waits *page // the last so far: only then is it known whether it is the end
	number := uint32(2)
	for len(rest) > 0 {
		p, behind, err := nextPage(rest)
		if err != nil {
			break // cut short: what came before can be played; something else behind the end: it stays behind
		}
		if p.serial != serial || p.flags&begins != 0 {
			return nil, errUnknown // two streams, side by side or one after the other
		}
		if waits != nil {
			out = waits.written(out, number)
			number++
		}
		waits, rest = p, behind
		if p.flags&ends != 0 {
			if len(rest) > 4 && string(rest[:4]) == "OggS" {
				return nil, errUnknown // another stream: half of what was said would be lost
			}
			break
		}
	}
	if waits == nil {
		return nil, errBroken
	}
	waits.flags |= ends
	return waits.written(out, number), nil
}

func nextPage(b []byte) (*page, []byte, error) {
	const head = 27
	if len(b) < head || string(b[:4]) != "OggS" || b[4] != 0 || len(b) < head+int(b[26]) {
		return nil, nil, errBroken
	}
	p := &page{flags: b[5] & (goesOn | begins | ends), serial: binary.LittleEndian.Uint32(b[14:]), sizes: b[head : head+int(b[26])]}
	copy(p.position[:], b[6:14])
	size := 0
	for _, n := range p.sizes {
		size += int(n)
	}
	b = b[head+len(p.sizes):]
	if len(b) < size {
		return nil, nil, errBroken
	}
	p.body = b[:size]
	return p, b[size:], nil
}

// written appends the page under a number of its own, with a sum that fits.
func (p *page) written(out []byte, number uint32) []byte {
	at := len(out)
	out = append(append(out, "OggS\x00"...), p.flags)
	out = append(out, p.position[:]...)
	out = binary.LittleEndian.AppendUint32(out, 1)
	out = binary.LittleEndian.AppendUint32(out, number)
	out = append(out, 0, 0, 0, 0, byte(len(p.sizes)))
	out = append(append(out, p.sizes...), p.body...)
	binary.LittleEndian.PutUint32(out[at+22:], sumOf(out[at:]))
	return out
}

// sumOf is Ogg's cyclic sum: the polynomial of CRC-32, unreflected and begun at zero.
func sumOf(b []byte) (sum uint32) {
	for _, c := range b {
		sum = sum<<8 ^ sums[byte(sum>>24)^c]
	}
	return sum
}

var sums = func() (t [256]uint32) {
	for i := range t {
		r := uint32(i) << 24
		for range 8 {
			if r&0x80000000 != 0 {
				r = r<<1 ^ 0x04c11db7
			} else {
				r <<= 1
			}
		}
		t[i] = r
	}
	return t
}()
