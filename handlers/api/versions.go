package api

import (
	"context"
	"net/http"
	"time"

	"handrail/models"
)

type versionJSON struct {
	Version int         `json:"version"`
	Fields  texts       `json:"fields"`
	Author  personJSON  `json:"author"`
	How     models.How  `json:"how" enum:"alone,session,suggestion,took_out"`
	With    *personJSON `json:"with,omitempty" doc:"Whom the owner met in the session where they wrote it, or whose words they took out"`
	At      time.Time   `json:"at"`
}

func (x *API) versions() {
	route(x, http.MethodGet, "/plans/{plan}/entries/{entry}/versions", "An entry's versions, newest first", http.StatusOK, x.listVersions)
	route(x, http.MethodPost, "/plans/{plan}/entries/{entry}/versions/{n}/restore", "Make an earlier version the newest", http.StatusOK, x.restoreVersion)
}

func (x *API) listVersions(ctx context.Context, in *struct {
	InEntry
	Stretch
}) (*answer[[]versionJSON], error) {
	found, err := x.app.Versions(ctx, who(ctx), in.plan(), in.entry(), in.part())
	if err != nil {
		return nil, err
	}
	out := make([]versionJSON, len(found))
	for i, v := range found {
		out[i] = versionJSON{Version: v.Version, Fields: texts(v.Fields), Author: personOf(v.Author), How: v.How, With: (*personJSON)(v.With), At: v.At}
	}
	return &answer[[]versionJSON]{out}, nil
}

func (x *API) restoreVersion(ctx context.Context, in *struct {
	InEntry
	N string `path:"n"`
}) (*answer[Entry], error) {
	e, err := x.app.RestoreVersion(ctx, who(ctx), in.plan(), in.entry(), number(in.N))
	if err != nil {
		return nil, err
	}
	return &answer[Entry]{entryOf(e)}, nil
}
