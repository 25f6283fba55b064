package app

import "strings"

// DeviceName is a browser in a few plain words from what it calls itself, so that
// somebody can tell their sign-ins apart: "Firefox on Android". It need not be right.
func DeviceName(userAgent string) string {
	browser := firstOf(userAgent, "Edg/", "Edge", "OPR/", "Opera", "Firefox/", "Firefox", "Chrome/", "Chrome", "Safari/", "Safari")
	system := firstOf(userAgent, "Android", "Android", "iPhone", "iPhone", "iPad", "iPad", "Windows", "Windows", "Mac OS", "Mac", "Linux", "Linux")
	switch {
	case browser != "" && system != "":
		return browser + " · " + system
	case browser != "":
		return browser
	}
	return system
}

// firstOf takes marks and names in turn.
func firstOf(text string, marks ...string) string {
	for i := 0; i+1 < len(marks); i += 2 {
		if strings.Contains(text, marks[i]) {
			return marks[i+1]
		}
	}
	return ""
}
