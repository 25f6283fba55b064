package live

import (
	"encoding/json"

	"handrail/models"
)

// told is a notice on its way to another server: ids and keys, and nothing else of
// a record. Whoever hears it looks up what it needs in its own decision.
type told struct {
	Kind    models.Kind
	Plan    models.ID
	ID      models.ID         `json:",omitempty"`
	Parent  models.ID         `json:",omitempty"`
	Author  models.ID         `json:",omitempty"`
	Section models.SectionKey `json:",omitempty"`
	Field   string            `json:",omitempty"`
}

// Relay makes every notice reach the listeners on other servers too. It is called
// once, before anybody tells anything.
func (h *Hub) Relay(tell func(notice string)) { h.relay = tell }

// Hear passes on what another server told. What cannot be read is nothing.
func (h *Hub) Hear(notice string) {
	var t told
	if json.Unmarshal([]byte(notice), &t) != nil || t.Plan == "" {
		return
	}
	h.pass(Notice{Kind: t.Kind, Field: t.Field, Elsewhere: true,
		Head: models.Record{Plan: t.Plan, ID: t.ID, Parent: t.Parent, Author: t.Author, Section: t.Section}})
}

// Anew ends what everybody listens to, so that they come back and read anew: notices
// may have been missed, or the database is out of reach (RULES.md 16).
func (h *Hub) Anew() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, c := range h.couriers {
		for plan := range c.plans {
			c.anew(plan)
		}
	}
}

func (h *Hub) send(n Notice) {
	t := told{Kind: n.Kind, Plan: n.Head.Plan, ID: n.Head.ID}
	if n.Kind == Typing || n.Kind == Clash || n.Kind == Presence { // there is no row to look them up in
		t.Parent, t.Author, t.Section, t.Field = n.Head.Parent, n.Head.Author, n.Head.Section, n.Field
	}
	for _, part := range []string{string(t.Kind), string(t.Plan), string(t.ID), string(t.Parent), string(t.Author), string(t.Section), t.Field} {
		if !plain(part) {
			return
		}
	}
	text, err := json.Marshal(t)
	if err == nil {
		h.relay(string(text))
	}
}

// plain reports whether a part looks like an id or a key: some come from a request,
// and words have no business on the way between servers.
func plain(part string) bool {
	if len(part) > 64 {
		return false
	}
	for _, c := range part {
		if !(c == '-' || c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9') {
			return false
		}
	}
	return true
}
