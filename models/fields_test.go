package models

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestFieldsComeBackFromTheirBinaryForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.SliceOf(rapid.Custom(func(t *rapid.T) Text {
			return Text{anyText().Draw(t, "key"), anyText().Draw(t, "text")}
		})).Draw(t, "fields")
		data, err := Fields(f).AppendBinary([]byte("before"))
		if err != nil {
			t.Fatal(err)
		}
		var back Fields
		if err := back.UnmarshalBinary(data[len("before"):]); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(Fields(f), back) {
			t.Fatalf("came back as %q", back)
		}
	})
}

func TestFieldsComeBackFromJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := anyFields().Draw(t, "fields")
		data, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		var back Fields
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(f, back) {
			t.Fatalf("came back as %q", back)
		}
	})
}

// Cut between two fields, the data is simply fewer fields: that it is whole is
// for the seal to say. Cut anywhere else it is refused.
// A byte that is written otherwise is found wherever it stands, whatever stands around it.
func TestQuotedIsWhatEncodingJSONWrites(t *testing.T) {
	for length := range 40 {
		for _, around := range []string{"a", "\"", "~", " ", "é"} {
			for at := range length {
				for c := range 256 {
					text := strings.Repeat(around, at) + string([]byte{byte(c)}) + strings.Repeat("a", length-at-1)
					if got, want := string(AppendQuoted(nil, text)), string(quoted(text)); got != want {
						t.Fatalf("%q became %s, and %s with encoding/json", text, got, want)
					}
				}
			}
		}
	}
}

func TestFieldsCutShort(t *testing.T) {
	f := Fields{{"what", "tea 👩‍👩‍👧"}, {"why", strings.Repeat("long ", 60)}, {"", ""}}
	whole, _ := f.AppendBinary(nil)
	ends := map[int]int{}
	for n := range len(f) + 1 {
		part, _ := f[:n].AppendBinary(nil)
		ends[len(part)] = n
	}
	for size := range len(whole) + 1 {
		var got Fields
		err := got.UnmarshalBinary(whole[:size])
		if n, between := ends[size]; between && (err != nil || len(got) != n) {
			t.Errorf("cut behind field %d: %v, %v", n, got, err)
		} else if !between && err == nil {
			t.Errorf("cut at %d of %d and not refused: %v", size, len(whole), got)
		}
	}
}

func TestFieldsOfBrokenLengths(t *testing.T) {
	for name, data := range map[string]string{
		"longer than all there is": "\x05what",
		"as long as can be":        "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
		"never ending":             strings.Repeat("\x80", 40),
		"a key and nothing":        "\x01a",
	} {
		t.Run(name, func(t *testing.T) {
			var f Fields
			if err := f.UnmarshalBinary([]byte(data)); !errors.Is(err, errFields) {
				t.Errorf("read %v, %v", f, err)
			}
		})
	}
}

func TestFieldsFromJSON(t *testing.T) {
	tests := map[string]struct {
		data string
		want Fields
		bad  bool
	}{
		"sorted by key":   {`{"why":"b","hope":"a"}`, Fields{{"hope", "a"}, {"why", "b"}}, false},
		"without empties": {`{"why":"","hope":"a","who":null}`, Fields{{"hope", "a"}}, false},
		"none":            {`{}`, Fields{}, false},
		"null":            {`null`, Fields{}, false},
		"a number":        {`{"why":1}`, nil, true},
		"a list":          {`["a"]`, nil, true},
		"cut short":       {`{"why":"b`, nil, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var got Fields
			err := json.Unmarshal([]byte(tt.data), &got)
			if (err != nil) != tt.bad || !slices.Equal(got, tt.want) {
				t.Errorf("%v, %v", got, err)
			}
		})
	}
}

func TestFieldsEqual(t *testing.T) {
	ab := Fields{{"a", "1"}, {"b", "2"}}
	tests := map[string]struct {
		f, g Fields
		want bool
	}{
		"in another order":         {ab, Fields{{"b", "2"}, {"a", "1"}}, true},
		"an empty text and none":   {ab, append(Fields{{"c", ""}}, ab...), true},
		"none":                     {nil, Fields{}, true},
		"another text":             {ab, ab.With("b", "3"), false},
		"one less":                 {ab, ab[:1], false},
		"another key":              {Fields{{"a", "1"}}, Fields{{"b", "1"}}, false},
		"an empty one, another":    {Fields{{"a", ""}}, Fields{{"b", "x"}}, false},
		"one twice, not the other": {Fields{{"a", "1"}, {"a", "1"}}, ab, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if tt.f.Equal(tt.g) != tt.want || tt.g.Equal(tt.f) != tt.want {
				t.Errorf("%v and %v: want equal %v", tt.f, tt.g, tt.want)
			}
		})
	}
}

func TestFieldsWithLeavesTheOldOnes(t *testing.T) {
	f := Fields{{"a", "1"}, {"b", "2"}, {"c", "3"}}
	before := slices.Clone(f)
	for _, got := range []struct{ got, want Fields }{
		{f.With("b", "x"), Fields{{"a", "1"}, {"b", "x"}, {"c", "3"}}},
		{f.With("b", ""), Fields{{"a", "1"}, {"c", "3"}}},
		{f.With("d", "4"), Fields{{"a", "1"}, {"b", "2"}, {"c", "3"}, {"d", "4"}}},
		{f.With("d", ""), f},
	} {
		if !slices.Equal(got.got, got.want) {
			t.Errorf("got %q, want %q", got.got, got.want)
		}
	}
	if !slices.Equal(f, before) {
		t.Errorf("f became %v", f)
	}
}

func FuzzFieldsBinary(f *testing.F) {
	seed, _ := Fields{{"what", "tea 👩‍👩‍👧"}, {"why", strings.Repeat("שלום ", 1_000)}}.AppendBinary(nil)
	for _, data := range [][]byte{nil, seed, seed[:len(seed)/2], []byte("\x80\x00\x00"), []byte("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f")} {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var got, again Fields
		if got.UnmarshalBinary(data) != nil {
			return
		}
		written, err := got.AppendBinary(nil)
		if err != nil || len(written) > len(data) {
			t.Fatalf("%d bytes read, %d written, %v", len(data), len(written), err)
		}
		if err := again.UnmarshalBinary(written); err != nil || !slices.Equal(got, again) {
			t.Fatalf("%v, then %v, %v", got, again, err)
		}
	})
}

func FuzzFieldsJSON(f *testing.F) {
	for _, data := range []string{`{}`, `null`, `{"what":"tea","why":"שלום 👩‍👩‍👧"}`, `{"a":"","a":"b"}`, `{"a":"\ud800\u0000"}`, `[1]`} {
		f.Add([]byte(data))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var got, again Fields
		if json.Unmarshal(data, &got) != nil {
			return
		}
		written, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(written, &again); err != nil || !slices.Equal(got, again) {
			t.Fatalf("%q, then %q, %v", got, again, err)
		}
	})
}
