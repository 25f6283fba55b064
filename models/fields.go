package models

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"
)

// Fields are an entry's texts, in the order of the section's fields. Keys are
// unique; an empty text is left out.
type Fields []Text

// Text is one field: its key in the catalogue and the person's words.
type Text struct{ Key, Text string }

// Get is the text of a field, empty where there is none.
func (f Fields) Get(key string) string {
	for _, t := range f {
		if t.Key == key {
			return t.Text
		}
	}
	return ""
}

// With is f with one text set; an empty text takes the field away. f is not changed.
func (f Fields) With(key, text string) Fields {
	out := slices.DeleteFunc(slices.Clone(f), func(t Text) bool { return t.Key == key && text == "" })
	if text == "" {
		return out
	}
	for i := range out {
		if out[i].Key == key {
			out[i].Text = text
			return out
		}
	}
	return append(out, Text{Key: key, Text: text})
}

// Map is f as a map from key to text.
func (f Fields) Map() map[string]string {
	m := make(map[string]string, len(f))
	for _, t := range f {
		m[t.Key] = t.Text
	}
	return m
}

// Equal reports whether two sets of fields hold the same texts in any order. An
// empty text is as good as none.
func (f Fields) Equal(g Fields) bool { return f.in(g) && g.in(f) }

func (f Fields) in(g Fields) bool {
	return !slices.ContainsFunc(f, func(t Text) bool { return g.Get(t.Key) != t.Text })
}

// MarshalJSON writes an object from key to text, keys sorted.
func (f Fields) MarshalJSON() ([]byte, error) { return f.AppendJSON(nil), nil }

// AppendJSON is MarshalJSON into a buffer.
func (f Fields) AppendJSON(out []byte) []byte {
	sorted := f
	byKey := func(a, b Text) int { return strings.Compare(a.Key, b.Key) }
	if !slices.IsSortedFunc(f, byKey) {
		sorted = slices.SortedFunc(slices.Values(f), byKey)
	}
	out = append(out, '{')
	for i, t := range sorted {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(AppendQuoted(out, t.Key), ':')
		out = AppendQuoted(out, t.Text)
	}
	return append(out, '}')
}

// AppendQuoted writes a JSON string; plain text, as nearly all is, without a detour.
func AppendQuoted(out []byte, text string) []byte {
	wide := false
	for i := plainAhead(text); i < len(text); i++ {
		switch c := text[i]; {
		case c < 0x20 || c == '"' || c == '\\':
			return append(out, quoted(text)...)
		case c >= utf8.RuneSelf:
			wide = true
		}
	}
	// What is no UTF-8 and what ends lines in a script is written otherwise (U+2028, U+2029).
	if wide && (!utf8.ValidString(text) || strings.Contains(text, "\u2028") || strings.Contains(text, "\u2029")) {
		return append(out, quoted(text)...)
	}
	return append(append(append(out, '"'), text...), '"')
}

// plainAhead is how many bytes of a text, in eights, need no second look: none of them is
// below 0x20, a quotation mark, a backslash, or from beyond ASCII.
func plainAhead(text string) int {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	at := 0
	for ; at+8 <= len(text); at += 8 {
		var eight [8]byte
		copy(eight[:], text[at:at+8])
		x := binary.LittleEndian.Uint64(eight[:])
		quote, slash := x^'"'*ones, x^'\\'*ones
		if (x|(x-' '*ones)|(quote-ones)|(slash-ones))&tops != 0 {
			break
		}
	}
	return at
}

func quoted(text string) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(text) // a string always has a form
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// UnmarshalJSON reads an object from key to text.
func (f *Fields) UnmarshalJSON(data []byte) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	var m map[string]string
	if err := dec.Decode(&m); err != nil {
		return err
	}
	*f = FieldsOf(m)
	return nil
}

// FieldsOf makes fields from a map, keys sorted, empty texts left out.
func FieldsOf(m map[string]string) Fields {
	f := make(Fields, 0, len(m))
	for k, t := range m {
		if t != "" {
			f = append(f, Text{Key: k, Text: t})
		}
	}
	slices.SortFunc(f, func(a, b Text) int { return bytes.Compare([]byte(a.Key), []byte(b.Key)) })
	return f
}

// AppendBinary writes each key and text behind its length as a varint: the form
// in which fields are sealed.
func (f Fields) AppendBinary(b []byte) ([]byte, error) {
	for _, t := range f {
		b = appendString(appendString(b, t.Key), t.Text)
	}
	return b, nil
}

func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

var errFields = errors.New("models: fields cut short")

// UnmarshalBinary reads what AppendBinary wrote.
func (f *Fields) UnmarshalBinary(data []byte) error {
	*f = (*f)[:0]
	for rest := string(data); rest != ""; {
		var t Text
		var ok bool
		if t.Key, rest, ok = cutString(rest); !ok {
			return errFields
		}
		if t.Text, rest, ok = cutString(rest); !ok {
			return errFields
		}
		*f = append(*f, t)
	}
	return nil
}

func cutString(s string) (head, rest string, ok bool) {
	var size uint64
	for i := 0; i < len(s) && i < binary.MaxVarintLen64; i++ {
		size |= uint64(s[i]&0x7f) << (7 * i)
		if s[i] < 0x80 {
			s = s[i+1:]
			if size > uint64(len(s)) {
				return "", "", false
			}
			return s[:size], s[size:], true
		}
	}
	return "", "", false
}
