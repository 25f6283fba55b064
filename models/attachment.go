package models

// Attachment is a picture or a recording that hangs on an entry, its Parent. What is
// in it never changes: another picture is another attachment.
type Attachment struct {
	Record
	Words AttachmentWords
}

// AttachmentWords is the sealed part: what it is, what the person says is in it, and
// the hash (SHA-256) of the bytes that are kept in its parts.
type AttachmentWords struct {
	Media  string // content type
	About  string
	Size   int // bytes
	Width  int `json:",omitempty"` // of a picture, in pixels
	Height int `json:",omitempty"`
	Hash   []byte

	Past []string `json:",omitempty"` // what was said of it before; the owner's alone
}

// Said is the words with something else said of what is in it.
func (w AttachmentWords) Said(about string) AttachmentWords {
	if about != w.About && w.About != "" {
		w.Past = append(w.Past[:len(w.Past):len(w.Past)], w.About)
	}
	w.About = about
	return w
}

// Most bytes of a picture after it was made anew, of a recording, and of all that hangs
// on the entries of one plan, with what was taken out and can be brought back.
const (
	MaxPicture   = 5 << 20
	MaxRecording = 10 << 20
	MaxAttached  = 200 << 20
)

// Kind is Attachments.
func (a *Attachment) Kind() Kind { return Attachments }

// Body is what it is, in words.
func (a *Attachment) Body() any { return &a.Words }

// Needs lets whoever sees the entry see what hangs on it; the rest is the owner's.
func (a *Attachment) Needs(act Act) Right {
	if act == ActSee {
		return RightSee
	}
	return RightOwn
}

// Check is nil or an Invalid error that names each part that cannot be kept.
func (w AttachmentWords) Check() error {
	return invalid(checkWords(nil, "description", w.About, MaxLine))
}

// AttachmentPart is some of the bytes of an attachment, its Parent; Position counts
// them from 1. Small parts are moved, copied and checked like rows of words.
type AttachmentPart struct {
	Record
	Bytes PartBytes
}

// PartSize is how many bytes a part holds; the last may hold fewer.
const PartSize = 64 << 10

// PartBytes is bytes as they are, not written as JSON before they are sealed.
type PartBytes []byte

// AppendBinary writes the bytes.
func (b PartBytes) AppendBinary(to []byte) ([]byte, error) { return append(to, b...), nil }

// UnmarshalBinary takes a copy of the bytes.
func (b *PartBytes) UnmarshalBinary(data []byte) error {
	*b = append((*b)[:0], data...)
	return nil
}

// Kind is AttachmentParts.
func (p *AttachmentPart) Kind() Kind { return AttachmentParts }

// Body is the bytes.
func (p *AttachmentPart) Body() any { return &p.Bytes }

// Needs is RightOwn: to everybody else parts come joined, through their attachment.
func (p *AttachmentPart) Needs(Act) Right { return RightOwn }
