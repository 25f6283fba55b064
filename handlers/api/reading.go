package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
)

// jsonFormat is JSON that is kept exactly as it was sent or refused. The standard
// library would put U+FFFD in place of what is no character, and the last of two values of one name.
var jsonFormat = huma.Format{
	Marshal: huma.DefaultJSONFormat.Marshal,
	Unmarshal: func(data []byte, v any) error {
		if _, first := v.(*any); first { // huma reads a body twice; the first time to check it
			if err := readable(data); err != nil {
				return err
			}
		}
		return json.Unmarshal(data, v)
	},
}

var (
	errNotText = errors.New("api: not text")
	errTwice   = errors.New("api: a name stands twice")
	errDeep    = errors.New("api: too deep")
)

// deepest is how deep a body may be nested; none of ours is deeper than four.
const deepest = 16

func readable(data []byte) error {
	if !utf8.Valid(data) || unpaired(data) {
		return errNotText
	}
	return eachOnce(json.NewDecoder(bytes.NewReader(data)), 0)
}

// eachOnce reads one value in which no object has two members of one name.
func eachOnce(d *json.Decoder, depth int) error {
	token, err := d.Token()
	open, nested := token.(json.Delim)
	if err != nil || !nested {
		return err
	}
	if depth == deepest {
		return errDeep
	}
	names := make(map[string]bool)
	for d.More() {
		if open == '{' {
			token, err := d.Token()
			if err != nil {
				return err
			}
			name, _ := token.(string)
			if names[name] {
				return errTwice
			}
			names[name] = true
		}
		if err := eachOnce(d, depth+1); err != nil {
			return err
		}
	}
	_, err = d.Token() // what closes it
	return err
}

// unpaired reports whether an escape stands for half a character (RFC 8259
// section 8.2).
func unpaired(data []byte) bool {
	for i := 0; i+1 < len(data); i++ {
		if data[i] != '\\' {
			continue
		}
		half := surrogate(data[i:])
		switch {
		case half == 0:
			i++
		case half >= 0xDC00 || surrogate(data[i+6:]) < 0xDC00:
			return true
		default:
			i += 11
		}
	}
	return false
}

// surrogate is the half of a character that an escape at the beginning of data
// stands for; 0 where there is none.
func surrogate(data []byte) uint64 {
	if len(data) < 6 || data[0] != '\\' || data[1] != 'u' {
		return 0
	}
	code, err := strconv.ParseUint(string(data[2:6]), 16, 16)
	if err != nil || code < 0xD800 || code > 0xDFFF {
		return 0
	}
	return code
}
