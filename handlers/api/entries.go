package api

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"handrail/app"
	"handrail/models"
)

// Entry is an entry. What only the owner may know is left out for others.
type Entry struct {
	ID         models.ID         `json:"id"`
	Section    models.SectionKey `json:"section"`
	Version    int               `json:"version"`
	Position   *int              `json:"position,omitempty"`
	Fields     texts             `json:"fields"`
	Privacy    string            `json:"privacy,omitempty" enum:"section,only_me"`
	HiddenFrom *[]models.ID      `json:"hidden_from,omitempty"`
	Author     *personJSON       `json:"author,omitempty"`
	How        models.How        `json:"how,omitempty" enum:"alone,session,suggestion,took_out"`
	With       *personJSON       `json:"with,omitempty" doc:"To the owner: whom they met in the session where they wrote it, or whose words they took out"`
	CreatedAt  *time.Time        `json:"created_at,omitempty"`
	UpdatedAt  time.Time         `json:"updated_at"`
	RemovedAt  *time.Time        `json:"removed_at,omitempty"`
}

func entryOf(e *app.Entry) Entry {
	out := Entry{ID: e.ID, Section: e.Section, Version: e.Version, Fields: texts(e.Fields), Author: (*personJSON)(e.Author), UpdatedAt: e.UpdatedAt}
	if !e.Mine {
		return out
	}
	hidden := append([]models.ID{}, e.HiddenFrom...)
	out.Position, out.HiddenFrom, out.How, out.With, out.CreatedAt = &e.Position, &hidden, e.How, (*personJSON)(e.With), &e.CreatedAt
	out.Privacy = "section"
	if e.OnlyMe {
		out.Privacy = "only_me"
	}
	if !e.RemovedAt.IsZero() {
		out.RemovedAt = &e.RemovedAt
	}
	return out
}

// PlaceBody is what only the owner may say of an entry.
type PlaceBody struct {
	Privacy    *string   `json:"privacy,omitempty" enum:"section,only_me"`
	HiddenFrom *[]string `json:"hidden_from,omitempty" doc:"Accounts for whom the entry does not exist"`
	Position   *int      `json:"position,omitempty" doc:"1 is the first"`
}

func (b PlaceBody) place() app.Place {
	p := app.Place{Position: b.Position}
	if b.Privacy != nil {
		onlyMe := *b.Privacy == "only_me"
		p.OnlyMe = &onlyMe
	}
	if b.HiddenFrom != nil {
		ids := make([]models.ID, len(*b.HiddenFrom))
		for i, id := range *b.HiddenFrom {
			ids[i] = models.ID(id)
		}
		p.HiddenFrom = &ids
	}
	return p
}

// InEntry is the path of an entry.
type InEntry struct {
	InPlan
	Entry string `path:"entry" doc:"The entry's id"`
}

func (p InEntry) entry() models.ID { return models.ID(p.Entry) }

type newEntry struct {
	InSection
	Creating
	Body struct {
		Fields  map[string]string `json:"fields"`
		Session string            `json:"session,omitempty" doc:"The running session in which the owner writes it"`
		PlaceBody
	}
}

type changedEntry struct {
	InEntry
	Creating
	IfMatch string `header:"If-Match" doc:"The version to change, in quotation marks: 412 when it is not the newest"`
	Body    struct {
		Version int               `json:"version,omitempty" doc:"The version that the change started from"`
		Fields  map[string]string `json:"fields"`
		Session string            `json:"session,omitempty" doc:"The running session in which the owner writes it"`
		AsTyped bool              `json:"as_typed,omitempty" doc:"Sent while it is typed: 409 unless that session runs and I show what I type"`
		PlaceBody
	}
}

type editedJSON struct {
	Entry
	Merged  bool     `json:"merged" doc:"Somebody else's change came in between and both are in"`
	Clashes []string `json:"clashes,omitempty" doc:"Fields in which both changed the same words"`
}

func (x *API) entries() {
	route(x, http.MethodPost, "/plans/{plan}/sections/{section}/entries", "Add an entry", http.StatusCreated, x.addEntry)
	route(x, http.MethodGet, "/plans/{plan}/entries/{entry}", "One entry", http.StatusOK, x.readEntry)
	route(x, http.MethodPut, "/plans/{plan}/entries/{entry}", "Change an entry", http.StatusOK, x.editEntry)
	route(x, http.MethodDelete, "/plans/{plan}/entries/{entry}", "Take an entry out", http.StatusNoContent, x.removeEntry)
	route(x, http.MethodGet, "/plans/{plan}/removed", "What was taken out and can be brought back", http.StatusOK, x.listRemoved)
	route(x, http.MethodPost, "/plans/{plan}/entries/{entry}/bring-back", "Bring an entry back", http.StatusOK, x.bringBack)
	route(x, http.MethodPost, "/plans/{plan}/entries/{entry}/empty", "Remove a removed entry for good", http.StatusNoContent, x.emptyEntry)
}

func (x *API) addEntry(ctx context.Context, in *newEntry) (*answer[Entry], error) {
	e, err := x.app.AddEntry(ctx, who(ctx), app.AddEntry{
		Plan: in.plan(), Section: in.section(), Fields: models.FieldsOf(in.Body.Fields), Place: in.Body.place(),
		Session: models.ID(in.Body.Session), Once: in.once(ctx, "entries "+in.Plan+" "+in.Section)})
	if err != nil {
		return nil, err
	}
	return &answer[Entry]{entryOf(e)}, nil
}

func (x *API) readEntry(ctx context.Context, in *InEntry) (*answer[Entry], error) {
	e, err := x.app.ReadEntry(ctx, who(ctx), in.plan(), in.entry())
	if err != nil {
		return nil, err
	}
	return &answer[Entry]{entryOf(e)}, nil
}

func (x *API) editEntry(ctx context.Context, in *changedEntry) (*answer[editedJSON], error) {
	version, exact := in.Body.Version, in.IfMatch != ""
	if exact {
		version, _ = strconv.Atoi(strings.Trim(in.IfMatch, `"`))
	}
	done, err := x.app.EditEntry(ctx, who(ctx), app.EditEntry{
		Plan: in.plan(), Entry: in.entry(), Version: version, Exact: exact, Fields: models.FieldsOf(in.Body.Fields), Place: in.Body.place(),
		Session: models.ID(in.Body.Session), AsTyped: in.Body.AsTyped, Once: in.once(ctx, "entry "+in.Plan+" "+in.Entry)})
	if err != nil {
		return nil, err
	}
	return &answer[editedJSON]{editedJSON{Entry: entryOf(&done.Entry), Merged: done.Merged, Clashes: done.Clashes}}, nil
}

func (x *API) removeEntry(ctx context.Context, in *InEntry) (*nothing, error) {
	return nil, x.app.RemoveEntry(ctx, who(ctx), in.plan(), in.entry())
}

func (x *API) listRemoved(ctx context.Context, in *struct {
	InPlan
	Stretch
}) (*answer[[]Entry], error) {
	gone, err := x.app.Removed(ctx, who(ctx), in.plan(), in.part())
	if err != nil {
		return nil, err
	}
	out := make([]Entry, len(gone))
	for i := range gone {
		out[i] = entryOf(&gone[i])
	}
	return &answer[[]Entry]{out}, nil
}

func (x *API) bringBack(ctx context.Context, in *InEntry) (*answer[Entry], error) {
	e, err := x.app.BringBack(ctx, who(ctx), in.plan(), in.entry())
	if err != nil {
		return nil, err
	}
	return &answer[Entry]{entryOf(e)}, nil
}

func (x *API) emptyEntry(ctx context.Context, in *InEntry) (*nothing, error) {
	return nil, x.app.EmptyEntry(ctx, who(ctx), in.plan(), in.entry())
}
