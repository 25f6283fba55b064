package static

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"testing"
)

// The icons of the home screen are drawn here, from the lines of icons/handrail.svg,
// so that nothing made elsewhere is among them. HANDRAIL_ICONS=draw writes them anew.
func TestIconsAreDrawnFromOurOwnLines(t *testing.T) {
	paper, loch := color.NRGBA{0xfa, 0xf7, 0xf1, 0xff}, color.NRGBA{0x0d, 0x57, 0x57, 0xff}
	for _, icon := range []struct {
		name     string
		size     int
		room     float64 // of the whole that the drawing takes; a mask may cut off the rest (W3C: 80 %)
		on, line color.NRGBA
	}{
		{"handrail-192.png", 192, .86, paper, loch}, {"handrail-512.png", 512, .86, paper, loch}, {"handrail-mask-512.png", 512, .56, loch, paper},
	} {
		drawn := drawing(icon.size, icon.room, icon.on, icon.line)
		if os.Getenv("HANDRAIL_ICONS") == "draw" {
			var out bytes.Buffer
			if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, drawn); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile("icons/"+icon.name, out.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		data, err := os.ReadFile("icons/" + icon.name)
		if err != nil {
			t.Fatal(err)
		}
		kept, err := png.Decode(bytes.NewReader(data))
		if err != nil || kept.Bounds() != drawn.Bounds() {
			t.Fatalf("%s: %v", icon.name, err)
		}
		if differ(kept, drawn) {
			t.Errorf("%s is not what is drawn here", icon.name)
		}
	}
}

func differ(a, b image.Image) bool {
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			r, g, bl, al := a.At(x, y).RGBA()
			r2, g2, bl2, al2 := b.At(x, y).RGBA()
			if r>>8 != r2>>8 || g>>8 != g2>>8 || bl>>8 != bl2>>8 || al>>8 != al2>>8 {
				return true
			}
		}
	}
	return false
}

type spot struct{ x, y float64 }

// strokes are the lines of the drawing on its 32 × 32 ground, and how thick they are.
func strokes() map[float64][][]spot {
	var rail []spot
	for i := range 65 { // M3 24C9 24 11 9 17 9, a cubic curve
		t := float64(i) / 64
		u := 1 - t
		rail = append(rail, spot{
			u*u*u*3 + 3*u*u*t*9 + 3*u*t*t*11 + t*t*t*17,
			u*u*u*24 + 3*u*u*t*24 + 3*u*t*t*9 + t*t*t*9})
	}
	rail = append(rail, spot{29, 9}) // h12
	return map[float64][][]spot{3: {rail}, 2: {{{8, 23}, {8, 29}}, {{16, 11}, {16, 29}}, {{25, 10}, {25, 29}}}}
}

func drawing(size int, room float64, on, line color.NRGBA) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	scale := float64(size) * room / 32
	all, edge := strokes(), float64(size)*(1-room)/2
	for y := range size {
		for x := range size {
			at := spot{(float64(x) + .5 - edge) / scale, (float64(y) + .5 - edge) / scale}
			cover := 0.0
			for width, lines := range all {
				for _, l := range lines {
					cover = math.Max(cover, math.Min(1, math.Max(0, .5+(width/2-far(at, l))*scale)))
				}
			}
			img.SetNRGBA(x, y, mixed(on, line, cover))
		}
	}
	return img
}

// far is how far a spot is from a line of straight pieces.
func far(p spot, line []spot) float64 {
	best := math.Inf(1)
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		dx, dy := b.x-a.x, b.y-a.y
		t := math.Min(1, math.Max(0, ((p.x-a.x)*dx+(p.y-a.y)*dy)/(dx*dx+dy*dy)))
		best = math.Min(best, math.Hypot(p.x-a.x-t*dx, p.y-a.y-t*dy))
	}
	return best
}

func mixed(on, line color.NRGBA, cover float64) color.NRGBA {
	mix := func(a, b uint8) uint8 { return uint8(math.Round(float64(a) + (float64(b)-float64(a))*cover)) }
	return color.NRGBA{mix(on.R, line.R), mix(on.G, line.G), mix(on.B, line.B), 0xff}
}
