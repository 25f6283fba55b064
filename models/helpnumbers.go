package models

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// HelpNumbers is whom "I need help now" names beside the person's own people: a service's own
// data, in its own words. What is left out is as Handrail brings it along, for Scotland.
type HelpNumbers struct {
	Talk   []HelpNumber `json:"talk"`   // someone to talk to, in this order
	Unsafe *HelpNumber  `json:"unsafe"` // for whoever is not safe where they are
	Relay  string       `json:"relay"`  // how to get through where hearing or speaking is hard
}

// HelpNumber is one of them. It can be rung, sent a text, or both.
type HelpNumber struct {
	Name  string `json:"name"`
	About string `json:"about"` // the number as people say it, what it costs, when somebody is there
	Ring  string `json:"ring"`
	Text  string `json:"text"`
	Say   string `json:"say"` // what a text must say, where it must say something
}

// mostHelpNumbers keeps the way to the rest of the page short.
const mostHelpNumbers = 8

// ReadHelpNumbers reads them from JSON (RFC 8259) with the names above. Numbers come back as
// tel: takes them (RFC 3966). The error is an *Error that says what is wrong, and with which.
func ReadHelpNumbers(text []byte) (*HelpNumbers, error) {
	var out HelpNumbers
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&out); err != nil {
		return nil, Unusable("numbers.not_json", "Fault", err.Error())
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, Unusable("numbers.more")
	}
	if len(out.Talk) > mostHelpNumbers {
		return nil, Unusable("numbers.many", "There", len(out.Talk), "Max", mostHelpNumbers)
	}
	for i := range out.Talk {
		if err := out.Talk[i].check(); err != nil {
			return nil, err
		}
	}
	if out.Unsafe != nil {
		if err := out.Unsafe.check(); err != nil {
			return nil, err
		}
	}
	if utf8.RuneCountInString(out.Relay) > MaxLine {
		return nil, Unusable("numbers.relay_long", "Max", MaxLine)
	}
	return &out, nil
}

func (n *HelpNumber) check() error {
	if strings.TrimSpace(n.Name) == "" || strings.TrimSpace(n.About) == "" {
		return Unusable("numbers.unnamed", "Name", strconv.Quote(n.Name))
	}
	if n.Ring == "" && n.Text == "" {
		return Unusable("numbers.no_way", "Name", strconv.Quote(n.Name))
	}
	for _, text := range []string{n.Name, n.About, n.Say} {
		if utf8.RuneCountInString(text) > MaxLine {
			return Unusable("numbers.long", "Name", strconv.Quote(n.Name), "Max", MaxLine)
		}
	}
	for _, number := range []*string{&n.Ring, &n.Text} {
		if *number == "" {
			continue
		}
		found := PhoneNumbers(*number)
		if len(found) != 1 || found[0].Said != strings.TrimSpace(*number) {
			return Unusable("numbers.not_one", "Number", strconv.Quote(*number), "Name", strconv.Quote(n.Name))
		}
		*number = found[0].Dial
	}
	return nil
}
