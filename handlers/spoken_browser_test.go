package handlers_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"

	"handrail/app"
)

// spoken is one thing of a page as a screen reader is given it.
type spoken struct {
	Depth int
	Role  string
	Name  string
	Says  string // its state and value
}

// speaks reads the page's accessibility tree, in order, without what is left out of it.
func (b *browser) speaks() []spoken {
	b.t.Helper()
	type value struct {
		Value any `json:"value"`
	}
	var tree struct {
		Nodes []struct {
			NodeID      string `json:"nodeId"`
			Ignored     bool   `json:"ignored"`
			Role        value  `json:"role"`
			Name        value  `json:"name"`
			Description value  `json:"description"`
			Value       value  `json:"value"`
			Properties  []struct {
				Name  string `json:"name"`
				Value value  `json:"value"`
			} `json:"properties"`
			ChildIDs []string `json:"childIds"`
		} `json:"nodes"`
	}
	b.do(chromedp.ActionFunc(func(ctx context.Context) error {
		return cdp.Execute(ctx, "Accessibility.getFullAXTree", nil, &tree)
	}))
	at := make(map[string]int)
	for i, n := range tree.Nodes {
		at[n.NodeID] = i
	}
	text := func(v value) string {
		if v.Value == nil {
			return ""
		}
		return fmt.Sprint(v.Value)
	}
	var out []spoken
	var walk func(i, depth int)
	walk = func(i, depth int) {
		n := tree.Nodes[i]
		role := text(n.Role)
		if !n.Ignored && !slices.Contains([]string{"InlineTextBox", "none", "generic", "LineBreak", "ListMarker"}, role) {
			one := spoken{Depth: depth, Role: role, Name: text(n.Name)}
			says := []string{text(n.Description), text(n.Value)}
			for _, p := range n.Properties {
				if slices.Contains([]string{"level", "live", "expanded", "pressed", "checked", "invalid"}, p.Name) {
					says = append(says, p.Name+"="+text(p.Value))
				}
			}
			one.Says = strings.Join(slices.DeleteFunc(says, func(s string) bool { return s == "" }), " ")
			out = append(out, one)
			depth++
		}
		for _, id := range n.ChildIDs {
			if c, known := at[id]; known {
				walk(c, depth)
			}
		}
	}
	walk(0, 0)
	return out
}

// inMain is what is read of the page's main part.
func inMain(all []spoken) []spoken {
	from := slices.IndexFunc(all, func(s spoken) bool { return s.Role == "main" })
	if from < 0 {
		return nil
	}
	for i := from + 1; i < len(all); i++ {
		if all[i].Depth <= all[from].Depth {
			return all[from:i]
		}
	}
	return all[from:]
}

// What a screen reader is given of the room, on both sides: everything that can be
// pressed or typed into has a name of words alone, headings go down one level at a
// time, and who is here, the doors, who is writing and the field come in that order.
func TestTheRoomAsItIsReadOut(t *testing.T) {
	m := sitDown(t, wide, view{"phone", 360, false, true})
	_, err := m.App.AddToAgenda(t.Context(), m.Ailsa.Actor, app.AddToAgenda{Plan: m.Ailsa.Plan, Session: m.session, Text: "Sleep"})
	m.Must(err)
	ailsa, morag := m.windows[0], m.windows[1]
	ailsa.until(`document.querySelector('#agenda .tick-line')`)
	morag.types("f.sign", "I wake before four, two days running.")
	ailsa.until(`document.querySelector('.open-entry [data-writing]').offsetParent !== null`)
	for _, b := range m.windows {
		level := 0
		for _, s := range inMain(b.speaks()) {
			named := slices.Contains([]string{"button", "link", "textbox", "radio", "checkbox", "DisclosureTriangle", "heading", "image", "region"}, s.Role)
			if named && (s.Name == "" || strings.ContainsAny(s.Name, "+✓–")) {
				t.Errorf("%s: a %s is read as %q", b.name, s.Role, s.Name)
			}
			if n, is := strings.CutPrefix(s.Says, "level="); is && s.Role == "heading" {
				if int(n[0]-'0') > level+1 {
					t.Errorf("%s: heading %q goes from level %d to %s", b.name, s.Name, level, n)
				}
				level = int(n[0] - '0')
			}
		}
	}
	read := inMain(ailsa.speaks())
	for _, want := range []string{"Together with Morag", "In this session: Ailsa and Morag", "Pause", "Small signs", "Morag is writing", "The sign", "Undo Morag's last words", "What we want to talk about", "Sleep · Ailsa"} {
		i := slices.IndexFunc(read, func(s spoken) bool { return s.Name == want })
		if i < 0 {
			t.Fatalf("after that %q is not read: %+v", want, read)
		}
		read = read[i+1:]
	}
}
