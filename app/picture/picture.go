// Package picture makes pictures anew: what it gives holds the points of the picture
// and nothing else that came with it, such as where it was taken (SAFETY.md 19). It must
// never hand on a byte that it did not write itself.
package picture

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/draw"
	"golang.org/x/image/webp"

	"handrail/models"
)

// Longest is the longer side of a picture that is kept, in pixels.
const Longest = 2048

// mostBytes is what opening a picture may take: 40 million pixels of the usual four bytes.
const mostBytes = 4 * 40_000_000

// quality is of the JPEG that is written: more is larger and looks the same.
const quality = 85

// Picture is one that was made anew.
type Picture struct {
	Content       []byte
	Media         string // content type
	Width, Height int
}

// kind is how a picture that somebody brings is opened.
type kind struct {
	size func(io.Reader) (image.Config, error)
	open func(io.Reader) (image.Image, error)
}

// kindOf goes by the first bytes, never by what a name or a header says.
func kindOf(content []byte) (kind, bool) {
	switch {
	case bytes.HasPrefix(content, []byte("\xff\xd8\xff")):
		return kind{jpeg.DecodeConfig, jpeg.Decode}, true
	case bytes.HasPrefix(content, []byte("\x89PNG\r\n\x1a\n")):
		return kind{png.DecodeConfig, png.Decode}, true
	case bytes.HasPrefix(content, []byte("GIF8")):
		return kind{gif.DecodeConfig, gif.Decode}, true
	case len(content) > 12 && string(content[:4]) == "RIFF" && string(content[8:12]) == "WEBP":
		return kind{webp.DecodeConfig, webp.Decode}, true
	}
	return kind{}, false
}

// Is reports whether content begins like a picture of any kind, one that cannot be
// taken too.
func Is(content []byte) bool {
	_, known := kindOf(content)
	return known || isHEIC(content)
}

// isHEIC knows the format in which newer phones keep their photographs (ISO/IEC 23008-12).
func isHEIC(content []byte) bool {
	if len(content) < 12 || string(content[4:8]) != "ftyp" {
		return false
	}
	switch string(content[8:12]) {
	case "heic", "heix", "hevc", "heim", "heis", "mif1", "msf1", "avif", "avis":
		return true
	}
	return false
}

// until reads while somebody waits: a small file can ask for hours of work.
type until struct {
	ctx context.Context
	r   io.Reader
}

func (u until) Read(b []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.Read(b)
}

// turn is whose picture is being opened: one at a time, since each takes memory.
var turn = make(chan struct{}, 1)

// Anew opens a picture, turns it the right way up, makes it no larger than it need be
// and writes it anew. What is wrong with it is an Invalid error about the field "file".
func Anew(ctx context.Context, content []byte) (*Picture, error) {
	if isHEIC(content) {
		return nil, models.Wrong("file", "picture.heic")
	}
	k, known := kindOf(content)
	if !known {
		return nil, models.Wrong("file", "picture.unknown")
	}
	size, err := k.size(bytes.NewReader(content))
	if err != nil || size.Width < 1 || size.Height < 1 {
		return nil, models.Wrong("file", "picture.unreadable")
	}
	if int64(size.Width)*int64(size.Height)*bytesOf(size, content) > mostBytes {
		return nil, models.Wrong("file", "picture.too_many")
	}
	select {
	case turn <- struct{}{}:
		defer func() { <-turn }()
	case <-ctx.Done():
		return nil, &models.Error{Kind: models.Unavailable, Key: "error.unavailable", Err: ctx.Err()}
	}
	opened, err := k.open(until{ctx, bytes.NewReader(content)})
	if err != nil {
		return nil, models.Wrong("file", "picture.unreadable")
	}
	return written(smaller(opened, orientation(content)))
}

// bytesOf is how much memory a pixel takes while the picture is opened.
func bytesOf(size image.Config, content []byte) int64 {
	switch {
	case progressive(content):
		return 12
	case size.ColorModel == color.RGBA64Model || size.ColorModel == color.NRGBA64Model:
		return 8
	}
	return 4
}

// smaller is the picture drawn afresh, no longer than Longest, and turned.
func smaller(from image.Image, way int) *image.RGBA {
	w, h := from.Bounds().Dx(), from.Bounds().Dy()
	if long := max(w, h); long > Longest {
		w, h = max(1, w*Longest/long), max(1, h*Longest/long)
	}
	to := image.NewRGBA(image.Rect(0, 0, w, h))
	if w == from.Bounds().Dx() && h == from.Bounds().Dy() {
		draw.Draw(to, to.Bounds(), from, from.Bounds().Min, draw.Src)
	} else {
		draw.ApproxBiLinear.Scale(to, to.Bounds(), from, from.Bounds(), draw.Src, nil)
	}
	return turned(to, way)
}

func written(p *image.RGBA) (*Picture, error) {
	out := &Picture{Media: "image/jpeg", Width: p.Bounds().Dx(), Height: p.Bounds().Dy()}
	var b bytes.Buffer
	var err error
	if p.Opaque() {
		err = jpeg.Encode(&b, p, &jpeg.Options{Quality: quality})
	} else {
		out.Media, err = "image/png", png.Encode(&b, p)
	}
	if out.Content = b.Bytes(); err == nil && b.Len() > models.MaxPicture {
		return nil, models.Wrong("file", "picture.too_big")
	}
	return out, err
}
