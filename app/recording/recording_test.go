package recording

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"

	"handrail/models"
)

const canary = "zebracanary"

var head = []byte("OpusHead\x01\x01\x38\x01\x80\xbb\x00\x00\x00\x00\x00")

// packets are three of sound, in so far as these tests can hear it.
var packets = [][]byte{bytes.Repeat([]byte{0xfc, 1}, 90), bytes.Repeat([]byte{0xfc, 2}, 300), {0xfc, 0xff, 0xfe}}

func keyOf(err error) string {
	e, is := errors.AsType[*models.Error](err)
	if !is || len(e.Fields) != 1 {
		return ""
	}
	return e.Fields[0].Key
}

// aWebM is a recording as a browser might write it, with everything that could be
// told about somebody, and its sizes left open.
func aWebM(codec string, kind uint64, more ...byte) []byte {
	open := func(b []byte, id uint32) []byte {
		return append(binary.BigEndian.AppendUint32(b, id), 0x01, 255, 255, 255, 255, 255, 255, 255)
	}
	info := putNumber(nil, idScale, 1_000_000)
	for _, id := range []uint32{idMuxing, idWriting, 0x7BA9, 0x73A4, 0x4461, 0xEC} { // title, id, date, void
		info = put(info, id, []byte(canary))
	}
	track := putNumber(putNumber(putNumber(nil, idNumber, 7), idUID, 0x5555555555), idType, kind)
	track = put(put(put(track, 0x536E, []byte(canary)), idCodec, []byte(codec)), idPrivate, head)
	track = put(put(track, 0x22B59C, []byte("gla"+canary)), idAudio, putNumber(nil, idChannels, 1))
	tags := put(nil, 0x7373, put(nil, 0x67C8, put(nil, 0x4487, []byte("55.9533 "+canary))))

	b := put(nil, idHead, put(webmHead(), 0xEC, []byte(canary)))
	b = open(b, idSegment)
	b = put(put(b, 0x114D9B74, []byte(canary)), idInfo, info)
	b = put(b, idTracks, put(nil, idTrack, append(track, more...)))
	b = put(put(put(b, 0x1254C367, tags), 0x1941A469, []byte(canary)), 0x1043A770, []byte(canary)) // tags, attachments, chapters
	b = putNumber(open(b, idCluster), idTime, 1000)
	b = put(put(b, idSimple, append([]byte{0x87, 0, 0, 0x80}, packets[0]...)), 0xA7, []byte(canary))
	b = put(b, idGroup, put(put(nil, idBlock, append([]byte{0x87, 0, 60, 0}, packets[1]...)), 0x75A1, []byte(canary)))
	b = putNumber(open(b, idCluster), idTime, 9000)
	b = put(b, idSimple, append([]byte{0x87, 0, 0, 0x80}, packets[2]...))
	return put(b, 0x1254C367, tags)
}

func anOgg(serial uint32, extra string) []byte {
	page := func(out []byte, p page, number uint32) []byte {
		at := len(out)
		out = p.written(out, number)
		binary.LittleEndian.PutUint32(out[at+14:], serial)
		return out
	}
	sizes := func(n int) (s []byte) {
		for ; n >= 255; n -= 255 {
			s = append(s, 255)
		}
		return append(s, byte(n))
	}
	long := "OpusTags\x09\x00\x00\x00" + "MozillaXX" + "\x01\x00\x00\x00" + "GEO_LOCATION=55.9533 " + canary + strings.Repeat("x", 300)
	b := page(nil, page0(head, begins), 0)
	b = page(b, page0ofSizes([]byte(long[:255]), []byte{255}), 1)
	b = page(b, page0ofSizes([]byte(long[255:]), sizes(len(long)-255)), 2)
	for i, p := range packets {
		b = page(b, page0ofSizes(p, sizes(len(p))), uint32(i+3))
	}
	return append(b, extra...)
}

func page0(body []byte, flags byte) page {
	return page{flags: flags, sizes: []byte{byte(len(body))}, body: body}
}

func page0ofSizes(body, sizes []byte) page {
	return page{position: [8]byte{1, 2}, sizes: sizes, body: body}
}

// box is one of an MP4.
func box(kind string, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(len(body)+8)), kind...), body...)
}

func u32(all ...uint32) (b []byte) {
	for _, n := range all {
		b = binary.BigEndian.AppendUint32(b, n)
	}
	return b
}

// aTrack is one track with its table of packets; config is two bytes that say how it is coded.
func aTrack(id uint32, handler, entry string, config []byte, stbl ...[]byte) []byte {
	decoder := append([]byte{4, byte(15 + len(config)), 0x40, 0x15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, byte(len(config))}, config...)
	es := append([]byte{3, 0x80, 0x80, byte(3 + len(decoder)), 0, 1, 0}, decoder...)
	sample := append(append(make([]byte, 8), make([]byte, 20)...), box("esds", u32(0), es)...)
	parts := append([][]byte{box("stsd", u32(0, 1), box(entry, sample))}, stbl...)
	return box("trak", box("tkhd", u32(7, 0x5f5f5f5f, 0x5f5f5f5f, id, 0, 0, 0)), box("udta", []byte(canary)),
		box("mdia", box("mdhd", u32(0, 0x5f5f5f5f, 0x5f5f5f5f, 48000)), box("hdlr", u32(0, 0), []byte(handler+"0000"+canary)), box("minf", box("stbl", parts...))))
}

var lc = []byte{2<<3 | 3>>1, 3<<7&0xff | 1<<3}

// anMP4 has its packets in a table, between bytes that belong to nobody.
func anMP4(handler, entry string, config []byte) []byte {
	front := append(box("ftyp", []byte("M4A 0000")), box("uuid", []byte(canary))...)
	at := uint32(len(front) + 8 + len(canary))
	data := box("mdat", []byte(canary), packets[0], packets[1], []byte(canary), packets[2], []byte(canary))
	sizes, second := u32(0, 0, 3, uint32(len(packets[0])), uint32(len(packets[1])), 3), at+uint32(len(packets[0])+len(packets[1])+len(canary))
	track := aTrack(2, handler, entry, config, box("stsz", sizes), box("stsc", u32(0, 2, 1, 2, 1, 2, 1, 1)), box("stco", u32(0, 2, at, second)))
	places := aTrack(3, "meta", "mebx", nil)
	return slicesConcat(front, data, box("moov", box("mvhd", u32(0, 0x5f5f5f5f)), places, track, box("udta", box("\xa9xyz", []byte("+55.9533-003.1883/"+canary)))), box("free", []byte(canary)))
}

// inFragments is the same as Safari writes it.
func inFragments() []byte {
	empty := [][]byte{box("stsz", u32(0, 0, 0)), box("stsc", u32(0, 0)), box("stco", u32(0, 0))}
	front := slicesConcat(box("ftyp", []byte("iso50000")), box("moov", aTrack(1, "soun", "mp4a", lc, empty...), box("mvex", box("trex", u32(0, 1, 1, 1024, 3, 0))), box("meta", []byte(canary))))
	fragment := func(offset uint32) []byte {
		return box("moof", box("mfhd", u32(0, 1)), box("traf", box("tfhd", u32(0x20000, 1)), box("trun", u32(0x201, 2, offset, uint32(len(packets[0])), uint32(len(packets[1]))))))
	}
	first := fragment(uint32(len(fragment(0)) + 8))
	last := func(offset uint32) []byte {
		return box("moof", box("traf", box("tfhd", u32(0x20000, 1)), box("trun", u32(0x1, 1, offset))))
	}
	return slicesConcat(front, first, box("mdat", packets[0], packets[1], []byte(canary)), last(uint32(len(last(0))+8)), box("mdat", packets[2]), box("mfra", []byte(canary)))
}

func slicesConcat(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

// Whatever stands beside the sound stays behind, and every packet of it is there, in order.
func TestOnlyTheSoundIsKept(t *testing.T) {
	for name, c := range map[string]struct {
		content []byte
		media   string
	}{
		"WebM":             {aWebM("A_OPUS", 2), "audio/webm"},
		"Ogg":              {anOgg(77, ""), "audio/ogg"},
		"Ogg, more behind": {anOgg(77, "PK\x03\x04"+canary), "audio/ogg"},
		"MP4":              {anMP4("soun", "mp4a", lc), "audio/aac"},
		"MP4 in fragments": {inFragments(), "audio/aac"},
	} {
		t.Run(name, func(t *testing.T) {
			if !bytes.Contains(c.content, []byte(canary)) || !Is(c.content) {
				t.Fatal("the test brings nothing to lose")
			}
			r, err := Anew(c.content)
			if err != nil {
				t.Fatal(err)
			}
			if r.Media != c.media {
				t.Errorf("it is %s", r.Media)
			}
			for _, no := range []string{canary, "55.9533", "Mozilla", "____", "UUUUU", "PK\x03\x04"} {
				if bytes.Contains(r.Content, []byte(no)) {
					t.Errorf("%q is still there", no)
				}
			}
			rest := r.Content
			for i, p := range packets {
				at := bytes.Index(rest, p)
				if at < 0 {
					t.Fatalf("packet %d is lost", i)
				}
				rest = rest[at+len(p):]
			}
			if again, err := Anew(r.Content); c.media != "audio/aac" && (err != nil || !bytes.Equal(again.Content, r.Content)) {
				t.Errorf("put together once more it is another: %v", err)
			}
		})
	}
}

// What a player needs of a WebM that was put together anew: how long it is, and where
// its clusters begin.
func TestAWebMSaysHowLongItIs(t *testing.T) {
	r, err := Anew(aWebM("A_OPUS", 2))
	if err != nil {
		t.Fatal(err)
	}
	_, headSize, n, _ := element(r.Content)
	at := n + int(headSize)
	_, size, m, _ := element(r.Content[at:])
	inside := r.Content[at+m:]
	if size != uint64(len(inside)) {
		t.Errorf("the segment says %d, there are %d", size, len(inside))
	}
	var cues [][2]uint64
	var long []byte
	err = children(inside, func(id uint32, body []byte) error {
		switch id {
		case idInfo:
			return children(body, func(id uint32, body []byte) error {
				if id == idDuration {
					long = body
				}
				return nil
			})
		case idCues:
			return children(body, func(_ uint32, body []byte) error {
				var c [2]uint64
				defer func() { cues = append(cues, c) }()
				return children(body, func(id uint32, body []byte) error {
					if id == idCueTime {
						c[0] = number(body)
						return nil
					}
					return children(body, func(id uint32, body []byte) error {
						if id == idCuePlace {
							c[1] = number(body)
						}
						return nil
					})
				})
			})
		}
		return nil
	})
	if err != nil || number(long) != 0x40bf540000000000 { // 8020 ms
		t.Errorf("duration %x, %v", long, err)
	}
	if len(cues) != 2 || cues[0][0] != 0 || cues[1][0] != 8000 {
		t.Fatalf("cues %v", cues)
	}
	for _, c := range cues {
		if id, _, _, err := element(inside[c[1]:]); err != nil || id != idCluster {
			t.Errorf("at %d there is no cluster: %x %v", c[1], id, err)
		}
	}
}

// The sum of Ogg pages, by the worked value of a page that a known program wrote is not at
// hand; so by its definition: a page with its sum put in has the sum that the format asks for.
func TestOggPagesSumUp(t *testing.T) {
	r, err := Anew(anOgg(9, ""))
	if err != nil {
		t.Fatal(err)
	}
	pages := 0
	for b := r.Content; len(b) > 0; pages++ {
		p, rest, err := nextPage(b)
		if err != nil {
			t.Fatal(err)
		}
		one := bytes.Clone(b[:len(b)-len(rest)])
		want := binary.LittleEndian.Uint32(one[22:])
		copy(one[22:26], "\x00\x00\x00\x00")
		var sum uint32
		for _, c := range one { // bit by bit
			for bit := 7; bit >= 0; bit-- {
				top := sum>>31 ^ uint32(c>>bit&1)
				sum <<= 1
				if top == 1 {
					sum ^= 0x04c11db7
				}
			}
		}
		if sum != want || binary.LittleEndian.Uint32(one[18:]) != uint32(pages) || p.serial != 1 {
			t.Errorf("page %d: sum %x, says %x", pages, sum, want)
		}
		if last := len(rest) == 0; (p.flags&ends != 0) != last {
			t.Errorf("page %d: flags %x", pages, p.flags)
		}
		b = rest
	}
	if pages != 5 {
		t.Errorf("%d pages", pages)
	}
}

func TestWhatIsNoRecordingIsNotTaken(t *testing.T) {
	for name, c := range map[string]struct {
		content []byte
		key     string
	}{
		"nothing":               {nil, "recording.unknown"},
		"MP3":                   {[]byte("ID3\x04"), "recording.unknown"},
		"a film":                {aWebM("V_VP9", 1), "recording.video"},
		"WebM with Vorbis":      {aWebM("A_VORBIS", 2), "recording.unknown"},
		"WebM in cipher":        {aWebM("A_OPUS", 2, put(nil, idEncoding, nil)...), "recording.unknown"},
		"WebM without sound":    {aWebM("A_OPUS", 2)[:200], "recording.broken"},
		"Matroska":              {bytes.Replace(aWebM("A_OPUS", 2), []byte("webm"), []byte("matr"), 1), "recording.broken"},
		"two streams":           {append(anOgg(1, ""), anOgg(2, "")...), "recording.unknown"},
		"two streams, ended":    {append(ended(anOgg(1, "")), anOgg(2, "")...), "recording.unknown"},
		"Ogg without sound":     {anOgg(1, "")[:200], "recording.broken"},
		"Ogg with Vorbis":       {bytes.Replace(anOgg(1, ""), []byte("OpusHead"), []byte("vorbis__"), 1), "recording.unknown"},
		"a film in MP4":         {anMP4("vide", "avc1", lc), "recording.video"},
		"MP4 with ALAC":         {anMP4("soun", "alac", lc), "recording.unknown"},
		"MP4 with another AAC":  {anMP4("soun", "mp4a", []byte{5<<3 | 1, 8}), "recording.unknown"},
		"MP4 without sound":     {anMP4("text", "text", lc), "recording.unknown"},
		"MP4, packets outside":  {anMP4("soun", "mp4a", lc)[40:], "recording.unknown"},
		"MP4 with a huge table": {bytes.Replace(anMP4("soun", "mp4a", lc), u32(0, 0, 3), u32(0, 0, 1<<31), 1), "recording.broken"},
	} {
		_, err := Anew(c.content)
		if keyOf(err) != c.key {
			t.Errorf("%s: %v, not %s", name, err, c.key)
		}
	}
}

// ended is a stream whose last page says so.
func ended(b []byte) []byte {
	b[bytes.LastIndex(b, []byte("OggS"))+5] |= ends
	return b
}

func TestARecordingHasAnEnd(t *testing.T) {
	b := aWebM("A_OPUS", 2)
	for range 90 {
		b = put(b, idSimple, append([]byte{0x87, 0, 1, 0x80}, make([]byte, 120_000)...))
	}
	if _, err := Anew(b); keyOf(err) != "recording.too_long" {
		t.Errorf("%v", err)
	}
}

// Whatever comes, it ends, keeps to what it was given, and what it makes it can take apart.
func FuzzAnew(f *testing.F) {
	for _, seed := range [][]byte{aWebM("A_OPUS", 2), anOgg(1, ""), anMP4("soun", "mp4a", lc), inFragments()} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		r, err := Anew(content)
		if err != nil {
			return
		}
		if len(r.Content) > 6*len(content)+1000 {
			t.Errorf("%d bytes became %d", len(content), len(r.Content))
		}
		if _, err := Anew(r.Content); r.Media != "audio/aac" && err != nil {
			t.Errorf("it does not take what it made: %v", err)
		}
	})
}
