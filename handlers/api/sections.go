package api

import (
	"context"
	"net/http"

	"handrail/app"
	"handrail/models"
)

// InSection is the path of a section of a plan.
type InSection struct {
	InPlan
	Section string `path:"section" doc:"The section's key"`
}

func (p InSection) section() models.SectionKey { return models.SectionKey(p.Section) }

type sectionBody struct {
	Title string `json:"title"`
	Help  string `json:"help,omitempty"`
}

func (x *API) sections() {
	route(x, http.MethodGet, "/plans/{plan}/sections/{section}", "One section", http.StatusOK, x.readSection)
	route(x, http.MethodPost, "/plans/{plan}/sections", "Add a section of one's own", http.StatusCreated, x.addSection)
	route(x, http.MethodPut, "/plans/{plan}/sections/{section}", "Rename a section of one's own", http.StatusOK, x.renameSection)
	route(x, http.MethodDelete, "/plans/{plan}/sections/{section}", "Take away an empty section of one's own", http.StatusNoContent, x.removeSection)
}

func (x *API) readSection(ctx context.Context, in *InSection) (*answer[sectionJSON], error) {
	p, err := x.app.ReadSection(ctx, who(ctx), in.plan(), in.section())
	if err != nil {
		return nil, err
	}
	return &answer[sectionJSON]{sectionOf(&p.Sections[0])}, nil
}

func (x *API) addSection(ctx context.Context, in *struct {
	InPlan
	Creating
	Body sectionBody
}) (*answer[sectionJSON], error) {
	s, err := x.app.AddSection(ctx, who(ctx), app.AddSection{
		Plan: in.plan(), Title: in.Body.Title, Help: in.Body.Help, Once: in.once(ctx, "sections "+in.Plan)})
	if err != nil {
		return nil, err
	}
	return &answer[sectionJSON]{sectionOf(s)}, nil
}

func (x *API) renameSection(ctx context.Context, in *struct {
	InSection
	Body sectionBody
}) (*answer[sectionJSON], error) {
	if err := x.app.RenameSection(ctx, who(ctx), in.plan(), in.section(), in.Body.Title, in.Body.Help); err != nil {
		return nil, err
	}
	return x.readSection(ctx, &in.InSection)
}

func (x *API) removeSection(ctx context.Context, in *InSection) (*nothing, error) {
	return nil, x.app.RemoveSection(ctx, who(ctx), in.plan(), in.section())
}
