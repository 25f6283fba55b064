package models

import (
	"strings"
	"testing"
)

func TestNormalEmail(t *testing.T) {
	longest := strings.Repeat("a", 60) + "@" + strings.Repeat("b.", 95) + "org"
	for address, want := range map[string]string{
		"a@b.org": "a@b.org", " Ailsa.Craig+x@Example.ORG\t\n": "ailsa.craig+x@example.org", "ÉLISE@exämple.org": "élise@exämple.org",
		"root@localhost": "root@localhost", longest: longest,
		"": "", " ": "", "a": "", "a@": "", "@b": "", "a@b@c": "", "a b@c.org": "", "<a@b.org>": "", "Ailsa <a@b.org>": "", "a@b.org (x)": "",
		"a@b.org, c@d.org": "", "a@b.org\r\nBcc: c@d.org": "", "a..b@c.org": "", `"a b"@c.org`: "", "a@b.org\x00": "", "a\xff@b.org": "",
		"a\u200b@b.org": "", "a\u202e@b.org": "", "a\u00a0@b.org": "", longest + "x": "",
	} {
		got, fine := NormalEmail(address)
		if got != want || fine != (want != "") {
			t.Errorf("%q is %q, %v; want %q", address, got, fine, want)
		}
		if again, _ := NormalEmail(got); again != got {
			t.Errorf("%q normalised twice is %q", address, again)
		}
	}
	if len(longest) != maxAddress {
		t.Errorf("the longest has %d bytes", len(longest))
	}
}
