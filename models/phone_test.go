package models_test

import (
	"slices"
	"testing"

	"handrail/models"
)

func TestNumbersAreFoundInWhatSomebodyTyped(t *testing.T) {
	for text, want := range map[string][]string{
		"07700 900123":                        {"07700900123"},
		"+44 (7700) 900-123":                  {"+447700900123"},
		"+44 (0)131 496 0000":                 {"+441314960000"},
		"(0131) 496 0000":                     {"01314960000"},
		"496 0000":                            {"4960000"},
		"111":                                 {"111"},
		"07700 900123 (evenings)":             {"07700900123"},
		"mobile 07700 900123":                 {"07700900123"},
		"07700 900123 / 0131 496 0000":        {"07700900123", "01314960000"},
		"07700 900123 or 0131 496 0000":       {"07700900123", "01314960000"},
		"07700900123 07700900456":             {"07700900123", "07700900456"},
		"07700 900 123, 0131.496.0000 (work)": {"07700900123", "01314960000"},
		"0044 7700 900123 +447700900456":      {"00447700900123", "+447700900456"},
		"07700 900 012":                       {"07700900012"},
		"116 123, day and night":              {"116123"},
		"0800 1111 (24/7)":                    {"08001111"},
		"24/7 at the surgery":                 nil,
		"mornings 9-17, 09.00-17":             nil,
		"room 214":                            nil,
		"ask Jamie":                           nil,
		"":                                    nil,
		"12":                                  nil,
		"0123456789012345":                    nil,
	} {
		var got []string
		for _, n := range models.PhoneNumbers(text) {
			got = append(got, n.Dial)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q has %q, want %q", text, got, want)
		}
	}
	if got := models.PhoneNumbers("07700 900123 (evenings)")[0].Said; got != "07700 900123" {
		t.Errorf("the number reads %q", got)
	}
}
