package picture

import (
	"encoding/binary"
	"image"
)

// upright is the orientation of a picture that needs no turning.
const upright = 1

// orientation is how the camera was held, 1 to 8, as a JPEG's Exif block says it (CIPA
// DC-008, tag 0x0112). What cannot be read is upright: nothing else of the block matters.
func orientation(content []byte) int {
	way := upright
	eachBlock(content, func(marker byte, block []byte) {
		if marker == 0xe1 && way == upright && len(block) > 14 && string(block[:6]) == "Exif\x00\x00" {
			way = inTIFF(block[6:])
		}
	})
	return way
}

// progressive reports whether a JPEG is drawn in several goes, which takes much more
// memory to open (ITU-T T.81, SOF2).
func progressive(content []byte) (is bool) {
	eachBlock(content, func(marker byte, _ []byte) { is = is || marker == 0xc2 })
	return is
}

// eachBlock gives the blocks of a JPEG that stand before the points of the picture.
func eachBlock(content []byte, do func(marker byte, block []byte)) {
	if len(content) < 4 || content[0] != 0xff || content[1] != 0xd8 {
		return
	}
	for at := 2; at+4 <= len(content) && content[at] == 0xff; {
		marker, size := content[at+1], int(binary.BigEndian.Uint16(content[at+2:]))
		if marker == 0xff { // padding
			at++
			continue
		}
		end := at + 2 + size
		if marker == 0xda || size < 2 || end > len(content) {
			return
		}
		do(marker, content[at+4:end])
		at = end
	}
}

func inTIFF(b []byte) int {
	var order binary.ByteOrder = binary.LittleEndian
	if string(b[:2]) == "MM" {
		order = binary.BigEndian
	}
	at := int(order.Uint32(b[4:]))
	if at < 8 || at+2 > len(b) {
		return upright
	}
	n := int(order.Uint16(b[at:]))
	for at += 2; n > 0 && at+12 <= len(b); n, at = n-1, at+12 {
		if order.Uint16(b[at:]) == 0x0112 {
			if way := int(order.Uint16(b[at+8:])); way >= upright && way <= 8 {
				return way
			}
			return upright
		}
	}
	return upright
}

// turned is the picture as it was seen: 2 to 4 are mirrored or upside down, 5 to 8
// lie on their side.
func turned(p *image.RGBA, way int) *image.RGBA {
	if way == upright {
		return p
	}
	w, h := p.Bounds().Dx(), p.Bounds().Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if way >= 5 {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			tx, ty := place(way, x, y, w-1, h-1)
			copy(out.Pix[out.PixOffset(tx, ty):][:4], p.Pix[p.PixOffset(x, y):][:4])
		}
	}
	return out
}

// place is where a pixel goes; r and b are the last column and row.
func place(way, x, y, r, b int) (tx, ty int) {
	switch way {
	case 2:
		return r - x, y
	case 3:
		return r - x, b - y
	case 4:
		return x, b - y
	case 5:
		return y, x
	case 6:
		return b - y, x
	case 7:
		return b - y, r - x
	case 8:
		return y, r - x
	}
	return x, y
}
