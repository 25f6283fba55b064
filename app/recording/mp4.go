package recording

import "encoding/binary"

// tape is what is found in an MP4 (ISO/IEC 14496-12): where each packet of sound lies.
type tape struct {
	content []byte
	track   uint32 // the one with the sound
	config  []byte // how it is coded (ISO/IEC 14496-3, AudioSpecificConfig)
	size    uint32 // of a packet, where a fragment does not say
	table   samples
	packets [][]byte
	taken   int
}

// samples is the table of packets in a file that was not recorded in fragments.
type samples struct {
	sizes, chunks []uint32
	runs          [][2]uint32 // first chunk, packets in each from there
}

// mp4 takes the sound, coded as AAC-LC, out of an MP4 as Safari and telephones
// record it, and puts it together as a bare stream in which nothing else can stand (ADTS).
func mp4(content []byte) ([]byte, error) {
	t := &tape{content: content}
	if err := boxes(content, t.takeTop); err != nil {
		return nil, err
	}
	if t.config == nil {
		return nil, errUnknown
	}
	if err := t.fromTable(); err != nil {
		return nil, err
	}
	if len(t.packets) == 0 {
		return nil, errBroken
	}
	return t.written()
}

// boxes gives the boxes of a box, each with the place at which its body begins.
func boxes(b []byte, do func(kind string, body []byte, at int) error) error {
	for at := 0; at+8 <= len(b); {
		size, head := uint64(binary.BigEndian.Uint32(b[at:])), 8
		switch {
		case size == 0:
			size = uint64(len(b) - at)
		case size == 1 && at+16 <= len(b):
			size, head = binary.BigEndian.Uint64(b[at+8:]), 16
		}
		if size < uint64(head) || size > uint64(len(b)-at) {
			return errBroken
		}
		end := at + int(size)
		if err := do(string(b[at+4:at+8]), b[at+head:end], at); err != nil {
			return err
		}
		at = end
	}
	return nil
}

func (t *tape) takeTop(kind string, body []byte, at int) error {
	switch kind {
	case "moov":
		return boxes(body, func(kind string, body []byte, _ int) error {
			switch kind {
			case "trak":
				return t.takeTrack(body)
			case "mvex":
				return boxes(body, t.takeDefault)
			}
			return nil
		})
	case "moof":
		return boxes(body, func(kind string, body []byte, _ int) error {
			if kind == "traf" {
				return t.takeFragment(body, at)
			}
			return nil
		})
	}
	return nil
}

// inside is the body of a box some way inside another; nil: there is none.
func inside(b []byte, path ...string) (found []byte) {
	for _, kind := range path {
		found = nil
		_ = boxes(b, func(k string, body []byte, _ int) error {
			if k == kind && found == nil {
				found = body
			}
			return nil
		})
		b = found
	}
	return found
}

func (t *tape) takeTrack(b []byte) error {
	handler, id := inside(b, "mdia", "hdlr"), inside(b, "tkhd")
	if len(handler) < 12 || len(id) < 24 {
		return errBroken
	}
	switch string(handler[8:12]) {
	case "vide":
		return errVideo
	case "soun":
	default:
		return nil // a track of places or words: it stays behind
	}
	if t.config != nil {
		return errUnknown
	}
	t.track = binary.BigEndian.Uint32(id[12:])
	if id[0] == 1 {
		t.track = binary.BigEndian.Uint32(id[20:])
	}
	var err error
	if t.config, err = configIn(inside(b, "mdia", "minf", "stbl", "stsd")); err != nil {
		return err
	}
	t.table, err = tableIn(inside(b, "mdia", "minf", "stbl"))
	return err
}

// configIn finds how the sound is coded: AAC-LC of one or two channels and nothing else.
func configIn(stsd []byte) ([]byte, error) {
	if len(stsd) < 8+8+28 || binary.BigEndian.Uint32(stsd[4:]) != 1 || string(stsd[12:16]) != "mp4a" || binary.BigEndian.Uint16(stsd[8+8+8:]) != 0 {
		return nil, errUnknown
	}
	esds := inside(stsd[8+8+28:], "esds")
	if len(esds) < 4 {
		return nil, errUnknown
	}
	es := descriptor(esds[4:], 3)
	if len(es) < 3 || es[2] != 0 { // streams that hang on others, or lie elsewhere
		return nil, errUnknown
	}
	decoder := descriptor(es[3:], 4)
	if len(decoder) < 13 || decoder[0] != 0x40 {
		return nil, errUnknown
	}
	config := descriptor(decoder[13:], 5)
	if len(config) < 2 || config[0]>>3 != 2 || config[1]&7 != 0 {
		return nil, errUnknown
	}
	frequency, channels := config[0]&7<<1|config[1]>>7, config[1]>>3&15
	if frequency > 12 || channels < 1 || channels > 2 {
		return nil, errUnknown
	}
	return config[:2:2], nil
}

// descriptor is the body of a descriptor that must begin here (ISO/IEC 14496-1).
func descriptor(b []byte, tag byte) []byte {
	if len(b) == 0 || b[0] != tag {
		return nil
	}
	size := 0
	for i := 1; i < len(b) && i <= 4; i++ {
		size = size<<7 | int(b[i]&0x7f)
		if b[i]&0x80 == 0 {
			if size > len(b)-i-1 {
				return nil
			}
			return b[i+1 : i+1+size]
		}
	}
	return nil
}

// take keeps one packet by its place in the file.
func (t *tape) take(at, size uint64) error {
	if size == 0 {
		return nil
	}
	if at > uint64(len(t.content)) || size > uint64(len(t.content))-at || size > 1<<13-1-adtsHead {
		return errBroken
	}
	if t.taken += int(size) + adtsHead; t.taken > len(t.content)*2 {
		return errBroken // packets that lie on one another
	}
	t.packets = append(t.packets, t.content[at:at+size])
	return nil
}

// adtsHead is how many bytes stand before each packet.
const adtsHead = 7

func (t *tape) written() ([]byte, error) {
	out := make([]byte, 0, t.taken)
	frequency, channels := t.config[0]&7<<1|t.config[1]>>7, t.config[1]>>3&15
	for _, p := range t.packets {
		size := len(p) + adtsHead
		out = append(out, 0xff, 0xf1, 1<<6|frequency<<2|channels>>2, channels<<6|byte(size>>11), byte(size>>3), byte(size<<5)|0x1f, 0xfc)
		out = append(out, p...)
	}
	return out, nil
}
