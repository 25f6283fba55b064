package recording

import (
	"encoding/binary"
	"math"
)

// Elements of WebM (RFC 8794 and RFC 9559). All others stay behind.
const (
	idHead, idDocType                                  = 0x1A45DFA3, 0x4282
	idSegment, idInfo, idScale, idDuration             = 0x18538067, 0x1549A966, 0x2AD7B1, 0x4489
	idMuxing, idWriting                                = 0x4D80, 0x5741
	idTracks, idTrack, idNumber, idUID, idType         = 0x1654AE6B, 0xAE, 0xD7, 0x73C5, 0x83
	idCodec, idPrivate, idDelay, idPreRoll, idEncoding = 0x86, 0x63A2, 0x56AA, 0x56BB, 0x6D80
	idAudio, idFrequency, idChannels                   = 0xE1, 0xB5, 0x9F
	idCluster, idTime, idSimple, idGroup, idBlock      = 0x1F43B675, 0xE7, 0xA3, 0xA0, 0xA1
	idCues, idCue, idCueTime, idCueTrack, idCueNumber  = 0x1C53BB6B, 0xBB, 0xB3, 0xB7, 0xF7
	idCuePlace                                         = 0xF1
)

const unknownSize = math.MaxUint64

// element reads the head of an element: its id, the size of its body and how many
// bytes the head itself takes.
func element(b []byte) (id uint32, size uint64, head int, err error) {
	n := vintLength(b)
	if n == 0 || n > 4 || len(b) <= n {
		return 0, 0, 0, errBroken
	}
	for _, c := range b[:n] {
		id = id<<8 | uint32(c)
	}
	m := vintLength(b[n:])
	if m == 0 || len(b) < n+m {
		return 0, 0, 0, errBroken
	}
	size = uint64(b[n]) & (1<<(8-m) - 1)
	ones := size == 1<<(8-m)-1
	for _, c := range b[n+1 : n+m] {
		size = size<<8 | uint64(c)
		ones = ones && c == 0xff
	}
	if ones {
		size = unknownSize
	}
	return id, size, n + m, nil
}

// vintLength is how many bytes a number takes that says so in its first byte; 0: none does.
func vintLength(b []byte) int {
	if len(b) == 0 {
		return 0
	}
	for n := 1; n <= 8; n++ {
		if b[0]&(1<<(8-n)) != 0 {
			return n
		}
	}
	return 0
}

// children gives the elements inside one, whole.
func children(b []byte, do func(id uint32, body []byte) error) error {
	for len(b) > 0 {
		id, size, head, err := element(b)
		if err != nil {
			return err
		}
		if size > uint64(len(b)-head) {
			return errBroken
		}
		end := head + int(size)
		if err := do(id, b[head:end]); err != nil {
			return err
		}
		b = b[end:]
	}
	return nil
}

func number(b []byte) (n uint64) {
	for _, c := range b[:min(len(b), 8)] {
		n = n<<8 | uint64(c)
	}
	return n
}

// sound is what is found in a WebM.
type sound struct {
	webm   bool
	scale  uint64 // nanoseconds in a unit of time
	track  *track
	blocks []block
	time   uint64 // of the cluster that is being read
}

type track struct {
	number, delay, preRoll uint64
	head                   []byte
}

type block struct {
	time uint64
	data []byte
}

// webm puts together anew a WebM with one track of Opus, as browsers record it.
func webm(content []byte) ([]byte, error) {
	s := &sound{scale: 1_000_000}
	// What holds everything else, the segment and its clusters, is walked through as if
	// its parts stood one after the other: browsers leave its size open.
	for at := 0; at < len(content); {
		id, size, head, err := element(content[at:])
		if err != nil {
			break // cut short, as when a tab is closed: what came before can be played
		}
		at += head
		if id == idSegment || id == idCluster {
			continue
		}
		if size > uint64(len(content)-at) {
			break
		}
		if err := s.take(id, content[at:at+int(size)]); err != nil {
			return nil, err
		}
		at += int(size)
	}
	if !s.webm || s.track == nil || len(s.blocks) == 0 {
		return nil, errBroken
	}
	return s.written(), nil
}

func (s *sound) take(id uint32, body []byte) error {
	switch id {
	case idHead:
		return children(body, func(id uint32, body []byte) error {
			s.webm = s.webm || id == idDocType && string(body) == "webm"
			return nil
		})
	case idInfo:
		return children(body, func(id uint32, body []byte) error {
			if id == idScale && number(body) > 0 {
				s.scale = number(body)
			}
			return nil
		})
	case idTracks:
		return children(body, s.takeTrack)
	case idTime:
		s.time = number(body)
	case idSimple:
		return s.takeBlock(body)
	case idGroup:
		return children(body, func(id uint32, body []byte) error {
			if id == idBlock {
				return s.takeBlock(body)
			}
			return nil
		})
	}
	return nil
}

func (s *sound) takeTrack(id uint32, body []byte) error {
	if id != idTrack {
		return nil
	}
	t, kind, codec := &track{}, uint64(0), ""
	err := children(body, func(id uint32, body []byte) (err error) {
		switch id {
		case idNumber:
			t.number = number(body)
		case idType:
			kind = number(body)
		case idCodec:
			codec = string(body)
		case idPrivate:
			t.head = body
		case idDelay:
			t.delay = number(body)
		case idPreRoll:
			t.preRoll = number(body)
		case idEncoding:
			return errUnknown
		}
		return nil
	})
	switch {
	case err != nil:
		return err
	case kind == 1:
		return errVideo
	case kind != 2 || codec != "A_OPUS" || s.track != nil || t.number < 1 || t.number > 126:
		return errUnknown
	}
	s.track = t
	t.head, err = opusHead(t.head)
	return err
}

// takeBlock takes one packet of sound. Several packets laced into one block are not
// what browsers write.
func (s *sound) takeBlock(b []byte) error {
	if s.track == nil || len(b) < 5 || b[3]&0x06 != 0 {
		return errBroken
	}
	if b[0] != 0x80|byte(s.track.number) {
		return errUnknown
	}
	time := int64(s.time) + int64(int16(binary.BigEndian.Uint16(b[1:])))
	if time < 0 || uint64(time) > 1<<40 || len(s.blocks) > 0 && uint64(time) < s.blocks[len(s.blocks)-1].time {
		return errBroken
	}
	s.blocks = append(s.blocks, block{time: uint64(time), data: b[4:]})
	return nil
}
