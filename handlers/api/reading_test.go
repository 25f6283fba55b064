package api

import (
	"strings"
	"testing"
)

func TestWhatCannotBeKeptExactlyIsRefused(t *testing.T) {
	for body, fine := range map[string]bool{
		`{"a":"b"}`:                               true,
		`{"a":"🙂 é שלום"}`:                        true,
		`{"a":"\ud83d\ude42"}`:                    true,
		`{"a":"\\ud83d"}`:                         true, // a backslash and letters
		`{"a":"\u00e9\n\"\\"}`:                    true,
		`{"a":"\ufffd"}`:                          true,
		`{"a":{"b":1},"c":{"b":1}}`:               true,
		`[{"b":1},{"b":1}]`:                       true,
		`{"a":"\ud83d"}`:                          false,
		`{"a":"\ud83dx\ude42"}`:                   false,
		`{"a":"\ude42\ud83d"}`:                    false,
		`{"a":"\ud83d\ud83d\ude42"}`:              false,
		"{\"a\":\"\xff\"}":                        false,
		`{"a":1,"a":2}`:                           false,
		`{"a":1,"\u0061":2}`:                      false,
		`{"x":[{"a":1,"a":2}]}`:                   false,
		strings.Repeat(`[`, 1000):                 false,
		strings.Repeat(`{"a":`, 1000):             false,
		`{"a"`:                                    false,
		strings.Repeat(`[`, 500_000):              false,
		`{"a":"\`:                                 false,
		`{"a":"\ud83d\`:                           false,
		`{"a":"\ud83d"}` + strings.Repeat(" ", 9): false,
	} {
		if err := readable([]byte(body)); (err == nil) != fine {
			t.Errorf("%.40q: %v", body, err)
		}
	}
}

func FuzzReadable(f *testing.F) {
	f.Add([]byte(`{"a":"\ud83d\ude42"}`))
	f.Fuzz(func(_ *testing.T, data []byte) { _ = readable(data) })
}
