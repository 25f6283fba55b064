package main_test

import (
	"strings"
	"testing"
)

// A clock that was set back is said by the doctor, and taken when the operator says so.
func TestTheClockIsSaidAndTaken(t *testing.T) {
	data := used(t)
	if d := run(t, nil, "clock", "--data", data); d.code != 0 || !strings.Contains(d.out, "goes with the time") {
		t.Errorf("%+v", d)
	}
	meddle(t, data, "UPDATE settings SET value = x'000e767850efe000' WHERE name = 'time seen'")
	if d := run(t, nil, "doctor", "--data", data); d.code != 1 || !strings.Contains(d.out, "2099-01-01") {
		t.Errorf("the doctor says %+v", d)
	}
	if d := run(t, nil, "clock", "--data", data); d.code != 0 || !strings.Contains(d.out, "behind the time that was seen here, 2099-01-01") {
		t.Errorf("%+v", d)
	}
	s := start(t, nil, "serve", "--data", data)
	if d := run(t, nil, "clock", "--accept", "--data", data); d.code != 2 || !strings.Contains(d.errs, "stop the server") {
		t.Errorf("beside a server: %+v", d)
	}
	s.ends()
	if d := run(t, nil, "clock", "--accept", "--data", data); d.code != 0 || !strings.Contains(d.out, "stands still") {
		t.Errorf("%+v", d)
	}
	if d := run(t, nil, "doctor", "--data", data); d.code != 0 {
		t.Errorf("afterwards %+v", d)
	}
}
