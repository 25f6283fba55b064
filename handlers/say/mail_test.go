package say

import (
	"regexp"
	"strings"
	"testing"
)

// telling is what no mail says, in its subject or below it: others may read over a
// shoulder, or on a lock screen, or share the mailbox (SAFETY.md 26).
var telling = regexp.MustCompile(`(?i)\b(handrail|recover\w*|plans?|crisis|mental\w*|health|ill\w*|well|help\w*|risk|support\w*|car(e|er|ers)|practitioners?|peers?|statements?|medic\w*)\b`)

// leadless is the mails that lead nowhere: a subject, and one that asks for a call.
var leadless = map[string]bool{"mail.subject": true, "mail.get_in_touch": true}

func TestNoMailTellsWhatItIsAbout(t *testing.T) {
	mails := 0
	for key := range Keys() {
		if !strings.HasPrefix(key, "mail.") {
			continue
		}
		mails++
		text := In(key, map[string]any{"Name": "<name>", "URL": "<link>", "Here": "<link>"})
		if found := telling.FindString(text); found != "" {
			t.Errorf("%s says %q", key, found)
		}
		// Whom to get in touch with is all that one mail is for; the person chose that it says so.
		if strings.Contains(text, "<name>") != (key == "mail.get_in_touch") {
			t.Errorf("%s: %q", key, text)
		}
		if strings.Contains(text, "<link>") == leadless[key] || strings.Contains(text, "no value") {
			t.Errorf("%s leads nowhere, or somewhere that it should not: %q", key, text)
		}
	}
	if mails < 10 {
		t.Errorf("only %d mails", mails)
	}
}
