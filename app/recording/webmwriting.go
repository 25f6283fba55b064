package recording

import (
	"encoding/binary"
	"math"
)

// inCluster is how much time one cluster holds, in units: block times count from its
// beginning in two bytes.
const inCluster = 5_000

// put appends an element. Its size takes eight bytes, whatever it is.
func put(b []byte, id uint32, body []byte) []byte {
	switch {
	case id > 0xffffff:
		b = append(b, byte(id>>24), byte(id>>16), byte(id>>8), byte(id))
	case id > 0xffff:
		b = append(b, byte(id>>16), byte(id>>8), byte(id))
	case id > 0xff:
		b = append(b, byte(id>>8), byte(id))
	default:
		b = append(b, byte(id))
	}
	b = binary.BigEndian.AppendUint64(b, 1<<56|uint64(len(body)))
	return append(b, body...)
}

func putNumber(b []byte, id uint32, n uint64) []byte {
	return put(b, id, binary.BigEndian.AppendUint64(nil, n))
}

func putFloat(b []byte, id uint32, f float64) []byte { return putNumber(b, id, math.Float64bits(f)) }

// written is the recording put together: each element in it is one of these.
func (s *sound) written() []byte {
	first, last := s.blocks[0].time, s.blocks[len(s.blocks)-1].time
	info := putNumber(nil, idScale, s.scale)
	info = putFloat(info, idDuration, float64(last-first)+20e6/float64(s.scale))
	info = put(put(info, idMuxing, []byte(mark)), idWriting, []byte(mark))

	inside := put(put(nil, idInfo, info), idTracks, put(nil, idTrack, s.track.written()))
	clusters, starts, times := s.clusters(first)
	const cueSize = 1 + 8 + (1 + 8 + 8) + 1 + 8 + 2*(1+8+8)
	begin := uint64(len(inside) + 4 + 8 + cueSize*len(starts)) // of the first cluster, in the segment
	var cues []byte
	for i := range starts {
		place := putNumber(putNumber(nil, idCueNumber, 1), idCuePlace, begin+starts[i])
		cues = put(cues, idCue, put(putNumber(nil, idCueTime, times[i]), idCueTrack, place))
	}
	inside = append(put(inside, idCues, cues), clusters...)
	return put(put(nil, idHead, webmHead()), idSegment, inside)
}

// webmHead says that this is WebM, as every file of it does.
func webmHead() []byte {
	b := putNumber(putNumber(nil, 0x4286, 1), 0x42F7, 1) // versions of EBML: written, and needed to read
	b = putNumber(putNumber(b, 0x42F2, 4), 0x42F3, 8)    // the longest id and size
	b = put(b, idDocType, []byte("webm"))
	return putNumber(putNumber(b, 0x4287, 4), 0x4285, 2) // versions of WebM
}

func (t *track) written() []byte {
	b := putNumber(putNumber(putNumber(nil, idNumber, 1), idUID, 1), idType, 2)
	b = put(b, 0x22B59C, []byte("und")) // in no language: left out, it would be English
	b = put(put(b, idCodec, []byte("A_OPUS")), idPrivate, t.head)
	b = putNumber(putNumber(b, idDelay, t.delay), idPreRoll, t.preRoll)
	return put(b, idAudio, putNumber(putFloat(nil, idFrequency, 48_000), idChannels, uint64(t.head[9])))
}

// clusters is the sound in pieces of a few seconds, counted from the first, and where and when each begins.
func (s *sound) clusters(first uint64) (all []byte, starts, times []uint64) {
	var open []byte
	var since uint64
	for _, b := range s.blocks {
		time := b.time - first
		if open == nil || time-since >= inCluster {
			if open != nil {
				all = put(all, idCluster, open)
			}
			starts, times, since = append(starts, uint64(len(all))), append(times, time), time
			open = putNumber(nil, idTime, time)
		}
		packet := binary.BigEndian.AppendUint16([]byte{0x81}, uint16(time-since))
		open = put(open, idSimple, append(append(packet, 0x80), b.data...))
	}
	return put(all, idCluster, open), starts, times
}
