package picture

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"handrail/models"
)

const canary = "zebracanary"

// drawn is red at the top left and blue at the bottom right, wider than high.
func drawn(w, h int) *image.RGBA {
	p := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{0, 0, 255, 255}
			if x < w/2 && y < h/2 {
				c = color.RGBA{255, 0, 0, 255}
			}
			p.SetRGBA(x, y, c)
		}
	}
	return p
}

func asJPEG(t *testing.T, p image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, p, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(t *testing.T, p image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// exif is a block that says how the camera was held and where it was.
func exif(way uint16, order binary.AppendByteOrder, mark string) []byte {
	b := append([]byte("Exif\x00\x00"), mark...)
	b = order.AppendUint16(b, 42)
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 2)
	entry := func(tag, kind uint16, n, value uint32) {
		b = order.AppendUint16(b, tag)
		b = order.AppendUint16(b, kind)
		b = order.AppendUint32(b, n)
		if kind == 3 {
			b = order.AppendUint16(order.AppendUint16(b, uint16(value)), 0)
			return
		}
		b = order.AppendUint32(b, value)
	}
	entry(0x0112, 3, 1, uint32(way))
	entry(0x8825, 4, 1, 38) // where the place begins
	b = order.AppendUint32(b, 0)
	return append(b, "GPS 55.9533 "+canary...)
}

// withBlocks puts blocks behind the first two bytes of a JPEG.
func withBlocks(content []byte, blocks ...[]byte) []byte {
	out := append([]byte{}, content[:2]...)
	for _, b := range blocks {
		out = append(out, 0xff, b[0])
		out = binary.BigEndian.AppendUint16(out, uint16(len(b)+1))
		out = append(out, b[1:]...)
	}
	return append(out, content[2:]...)
}

func withChunk(content []byte, kind, data string) []byte {
	const ends = 12 // the last chunk
	out := append([]byte{}, content[:len(content)-ends]...)
	out = binary.BigEndian.AppendUint32(out, uint32(len(data)))
	out = append(out, kind+data...)
	out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE([]byte(kind+data)))
	return append(out, content[len(content)-ends:]...)
}

func anew(t *testing.T, content []byte) (*Picture, image.Image) {
	t.Helper()
	p, err := Anew(context.Background(), content)
	if err != nil {
		t.Fatal(err)
	}
	opened, _, err := image.Decode(bytes.NewReader(p.Content))
	if err != nil {
		t.Fatal(err)
	}
	if b := opened.Bounds(); b.Dx() != p.Width || b.Dy() != p.Height {
		t.Errorf("it says %d by %d and is %v", p.Width, p.Height, b)
	}
	return p, opened
}

func red(p image.Image, x, y int) bool {
	r, _, b, _ := p.At(x, y).RGBA()
	return r > 0xc000 && b < 0x4000
}

// Whatever came with a picture stays behind: where it was taken, what a program wrote
// into it, and another file behind its end.
func TestNothingThatCameWithAPictureIsKept(t *testing.T) {
	plain := asJPEG(t, drawn(64, 32))
	var gifs bytes.Buffer
	if err := gif.Encode(&gifs, drawn(64, 32), nil); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{
		"place":      withBlocks(plain, append([]byte{0xe1}, exif(1, binary.LittleEndian, "II")...)),
		"XMP":        withBlocks(plain, append([]byte{0xe1}, "http://ns.adobe.com/xap/1.0/\x00<x>"+canary+"</x>"...)),
		"profile":    withBlocks(plain, append([]byte{0xe2}, "ICC_PROFILE\x00\x01\x01"+canary...)),
		"comment":    withBlocks(plain, append([]byte{0xfe}, canary...)),
		"zip behind": append(bytes.Clone(plain), "PK\x03\x04"+canary...),
		"PNG text":   withChunk(asPNG(t, drawn(64, 32)), "tEXt", "Comment\x00"+canary),
		"PNG Exif":   withChunk(asPNG(t, drawn(64, 32)), "eXIf", canary),
		"GIF behind": append(gifs.Bytes(), "<script>"+canary...),
	} {
		if !bytes.Contains(content, []byte(canary)) {
			t.Errorf("%s: the test brings nothing to lose", name)
		}
		p, opened := anew(t, content)
		for _, no := range []string{canary, "GPS", "Exif", "xap", "PK\x03\x04", "ICC_", "tEXt"} {
			if bytes.Contains(p.Content, []byte(no)) {
				t.Errorf("%s: %q is still there", name, no)
			}
		}
		if !red(opened, 2, 2) || red(opened, 60, 30) {
			t.Errorf("%s: it is another picture", name)
		}
	}
}

// Each way of holding a camera, by where the red corner of the stored picture belongs.
func TestPicturesAreTurnedUpright(t *testing.T) {
	for way, corner := range map[uint16]image.Point{
		1: {0, 0}, 2: {1, 0}, 3: {1, 1}, 4: {0, 1}, 5: {0, 0}, 6: {1, 0}, 7: {1, 1}, 8: {0, 1}, 0: {0, 0}, 9: {0, 0},
	} {
		for mark, order := range map[string]binary.AppendByteOrder{"II": binary.LittleEndian, "MM": binary.BigEndian} {
			p, opened := anew(t, withBlocks(asJPEG(t, drawn(64, 32)), append([]byte{0xe1}, exif(way, order, mark)...)))
			if onSide := p.Height > p.Width; onSide != (way >= 5 && way <= 8) {
				t.Errorf("way %d: %d by %d", way, p.Width, p.Height)
			}
			for _, at := range []image.Point{{0, 0}, {1, 0}, {0, 1}, {1, 1}} {
				if got := red(opened, 4+at.X*(p.Width-8), 4+at.Y*(p.Height-8)); got != (at == corner) {
					t.Errorf("way %d (%s): corner %v is red: %v", way, mark, at, got)
				}
			}
		}
	}
}

func TestPicturesAreMadeNoLargerThanNeeded(t *testing.T) {
	p, opened := anew(t, asJPEG(t, drawn(4000, 1000)))
	if p.Width != Longest || p.Height != 512 || !red(opened, 10, 10) {
		t.Errorf("%d by %d", p.Width, p.Height)
	}
	if p, _ := anew(t, asJPEG(t, drawn(30, 20))); p.Width != 30 || p.Height != 20 || p.Media != "image/jpeg" {
		t.Errorf("a small one became %d by %d, %s", p.Width, p.Height, p.Media)
	}
	clear := image.NewNRGBA(image.Rect(0, 0, 20, 20))
	if p, _ := anew(t, asPNG(t, clear)); p.Media != "image/png" {
		t.Errorf("what can be seen through became %s", p.Media)
	}
}

// tiny says of itself that it is huge.
func tiny(w, h uint32) []byte {
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)
	head = append(head, 8, 6, 0, 0, 0)
	out := binary.BigEndian.AppendUint32([]byte("\x89PNG\r\n\x1a\n"), uint32(len(head)))
	out = append(append(out, "IHDR"...), head...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(append([]byte("IHDR"), head...)))
}

func TestWhatIsNoPictureIsNotTaken(t *testing.T) {
	heic := []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00")
	plain := asJPEG(t, drawn(64, 32))
	for name, c := range map[string]struct {
		content []byte
		key     string
	}{
		"a bomb":                 {tiny(60_000, 60_000), "picture.too_many"},
		"just too many":          {tiny(8_001, 5_000), "picture.too_many"},
		"no points":              {tiny(10, 10), "picture.unreadable"},
		"HEIC":                   {heic, "picture.heic"},
		"a page with a picture":  {append([]byte("<html><script>alert(1)</script>"), plain...), "picture.unknown"},
		"a zip with a picture":   {append([]byte("PK\x03\x04"), plain...), "picture.unknown"},
		"a drawing with scripts": {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>`), "picture.unknown"},
		"a GIF that is a script": {[]byte("GIF89a/*\x00\x00\x00*/=1;alert(1)"), "picture.unreadable"},
		"cut short":              {plain[:len(plain)/2], "picture.unreadable"},
		"nothing":                {nil, "picture.unknown"},
	} {
		_, err := Anew(context.Background(), c.content)
		e, is := errors.AsType[*models.Error](err)
		if !is || len(e.Fields) != 1 || e.Fields[0].Key != c.key {
			t.Errorf("%s: %v, not %s", name, err, c.key)
		}
	}
}

// A page that is a GIF too becomes a picture and nothing else.
func TestAPictureThatIsSomethingElseTooIsOnlyAPictureAfterwards(t *testing.T) {
	both := withBlocks(asJPEG(t, drawn(16, 16)), append([]byte{0xfe}, "<script>alert(1)</script>"...))
	if p, _ := anew(t, both); strings.Contains(string(p.Content), "script") {
		t.Error("the script is still there")
	}
}

// Who gives up waiting is let go, and a picture that asks for hours of work ends with them.
func TestWhoWaitsNoLongerIsLetGo(t *testing.T) {
	over, cancel := context.WithCancel(context.Background())
	cancel()
	turn <- struct{}{}
	_, err := Anew(over, asJPEG(t, drawn(16, 16)))
	<-turn
	if models.KindOf(err) != models.Unavailable {
		t.Errorf("in the queue: %v", err)
	}
	if _, err := (until{over, bytes.NewReader([]byte("x"))}).Read(make([]byte, 1)); err == nil {
		t.Error("it reads on")
	}
}

func FuzzAnew(f *testing.F) {
	var b bytes.Buffer
	_ = jpeg.Encode(&b, drawn(8, 8), nil)
	f.Add(withBlocks(b.Bytes(), append([]byte{0xe1}, exif(6, binary.BigEndian, "MM")...)))
	f.Add(tiny(4, 4))
	f.Fuzz(func(t *testing.T, content []byte) {
		p, err := Anew(context.Background(), content)
		if err == nil && max(p.Width, p.Height) > Longest {
			t.Errorf("%d by %d", p.Width, p.Height)
		}
	})
}
