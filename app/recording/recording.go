// Package recording takes a recording of somebody's voice apart and puts together
// anew what is needed to play it: sound, how it is coded, and how long it is. Titles, dates,
// places, pictures and the names of programs stay behind, with everything else that it does not
// know (SAFETY.md 19). What it cannot take apart surely it must not take.
package recording

import (
	"bytes"

	"handrail/models"
)

// Recording is one that was put together anew.
type Recording struct {
	Content []byte
	Media   string // content type
}

// What can be wrong with a recording.
var (
	errUnknown = models.Wrong("file", "recording.unknown")  // no format or no coding that is taken
	errBroken  = models.Wrong("file", "recording.broken")   // it does not end where it says, or holds no sound
	errVideo   = models.Wrong("file", "recording.video")    // there are pictures in it
	errTooBig  = models.Wrong("file", "recording.too_long") // more than is kept
)

// mark is what stands where a format asks for the name of a program.
const mark = "handrail"

// format is how a recording is known by its first bytes and taken apart.
type format struct {
	media string
	is    func(content []byte) bool
	anew  func(content []byte) ([]byte, error)
}

var formats = []format{
	{"audio/webm", func(b []byte) bool { return bytes.HasPrefix(b, []byte("\x1a\x45\xdf\xa3")) }, webm},
	{"audio/ogg", func(b []byte) bool { return bytes.HasPrefix(b, []byte("OggS")) }, ogg},
	{"audio/aac", func(b []byte) bool { return len(b) > 12 && string(b[4:8]) == "ftyp" }, mp4},
}

// Is reports whether content begins like a recording of a kind that is taken.
func Is(content []byte) bool {
	for _, f := range formats {
		if f.is(content) {
			return true
		}
	}
	return false
}

// Anew puts a recording together anew. What is wrong with it is an Invalid error about
// the field "file".
func Anew(content []byte) (*Recording, error) {
	for _, f := range formats {
		if !f.is(content) {
			continue
		}
		made, err := f.anew(content)
		if err == nil && len(made) > models.MaxRecording {
			err = errTooBig
		}
		if err != nil {
			return nil, err
		}
		return &Recording{Content: made, Media: f.media}, nil
	}
	return nil, errUnknown
}

// opusHead is what a decoder of Opus must know, of one or two channels (RFC 7845,
// section 5.1, mapping family 0): 19 bytes in which nothing can be written.
func opusHead(b []byte) ([]byte, error) {
	if len(b) < 19 || string(b[:8]) != "OpusHead" || b[8]&0xf0 != 0 || b[9] < 1 || b[9] > 2 || b[18] != 0 {
		return nil, errUnknown
	}
	return b[:19:19], nil
}
