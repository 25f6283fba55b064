package api

import (
	"context"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/identity"
	"handrail/handlers/parcel"
	"handrail/handlers/problem"
	"handrail/models"
)

// AttachmentJSON is a picture or a recording that hangs on an entry.
type AttachmentJSON struct {
	ID          models.ID  `json:"id"`
	Entry       models.ID  `json:"entry"`
	Kind        string     `json:"kind" enum:"picture,recording"`
	MediaType   string     `json:"media_type"`
	Size        int        `json:"size" doc:"Bytes"`
	Width       int        `json:"width,omitempty" doc:"Of a picture, in pixels"`
	Height      int        `json:"height,omitempty"`
	Description string     `json:"description,omitempty" doc:"What is in it, for those who cannot see or hear it"`
	AddedAt     *time.Time `json:"added_at,omitempty"`
	RemovedAt   *time.Time `json:"removed_at,omitempty"`
}

func attachmentOf(a *app.Attachment) AttachmentJSON {
	out := AttachmentJSON{ID: a.ID, Entry: a.Entry, Kind: "recording", MediaType: a.Media, Size: a.Size, Width: a.Width, Height: a.Height, Description: a.About}
	if a.Picture() {
		out.Kind = "picture"
	}
	if !a.AddedAt.IsZero() {
		out.AddedAt = &a.AddedAt
	}
	if !a.RemovedAt.IsZero() {
		out.RemovedAt = &a.RemovedAt
	}
	return out
}

func attachmentsOf(all []app.Attachment) *answer[[]AttachmentJSON] {
	out := make([]AttachmentJSON, len(all))
	for i := range all {
		out[i] = attachmentOf(&all[i])
	}
	return &answer[[]AttachmentJSON]{out}
}

// InAttachment is the path of an attachment.
type InAttachment struct {
	InPlan
	Attachment string `path:"attachment" doc:"The attachment's id"`
}

func (p InAttachment) attachment() models.ID { return models.ID(p.Attachment) }

func (x *API) attachments() {
	route(x, http.MethodGet, "/plans/{plan}/entries/{entry}/attachments", "Pictures and recordings on an entry", http.StatusOK, x.listAttachments)
	route(x, http.MethodGet, "/plans/{plan}/entries/{entry}/unattached", "To the owner: what was taken off an entry and can be brought back", http.StatusOK, x.listUnattached)
	route(x, http.MethodPut, "/plans/{plan}/attachments/{attachment}", "Say what is in a picture or recording", http.StatusOK, x.describeAttachment)
	route(x, http.MethodDelete, "/plans/{plan}/attachments/{attachment}", "Take a picture or recording off its entry", http.StatusNoContent, x.unattach)
	route(x, http.MethodPost, "/plans/{plan}/attachments/{attachment}/bring-back", "Bring it back", http.StatusOK, x.attachAgain)
	route(x, http.MethodPost, "/plans/{plan}/attachments/{attachment}/empty", "Remove for good what was taken off", http.StatusNoContent, x.emptyAttachment)
}

func (x *API) listAttachments(ctx context.Context, in *InEntry) (*answer[[]AttachmentJSON], error) {
	all, err := x.app.Attached(ctx, who(ctx), in.plan(), in.entry())
	if err != nil {
		return nil, err
	}
	return attachmentsOf(all), nil
}

func (x *API) listUnattached(ctx context.Context, in *InEntry) (*answer[[]AttachmentJSON], error) {
	all, err := x.app.Unattached(ctx, who(ctx), in.plan(), in.entry())
	if err != nil {
		return nil, err
	}
	return attachmentsOf(all), nil
}

func (x *API) describeAttachment(ctx context.Context, in *struct {
	InAttachment
	Body struct {
		Description string `json:"description"`
	}
}) (*answer[AttachmentJSON], error) {
	a, err := x.app.Describe(ctx, who(ctx), in.plan(), in.attachment(), in.Body.Description)
	if err != nil {
		return nil, err
	}
	return &answer[AttachmentJSON]{attachmentOf(a)}, nil
}

func (x *API) unattach(ctx context.Context, in *InAttachment) (*nothing, error) {
	_, err := x.app.Unattach(ctx, who(ctx), in.plan(), in.attachment())
	return nil, err
}

func (x *API) attachAgain(ctx context.Context, in *InAttachment) (*answer[AttachmentJSON], error) {
	a, err := x.app.AttachAgain(ctx, who(ctx), in.plan(), in.attachment())
	if err != nil {
		return nil, err
	}
	return &answer[AttachmentJSON]{attachmentOf(a)}, nil
}

func (x *API) emptyAttachment(ctx context.Context, in *InAttachment) (*nothing, error) {
	_, err := x.app.EmptyAttachment(ctx, who(ctx), in.plan(), in.attachment())
	return nil, err
}

// files is what stands beside the other operations: huma would write a file that is
// sent to the disk, in clear.
func (x *API) files(e *echo.Echo) {
	e.POST(root+"/plans/:plan/entries/:entry/attachments", x.attach)
	e.GET(root+"/plans/:plan/attachments/:attachment", func(c echo.Context) error {
		ctx := c.Request().Context()
		a, content, err := x.app.ReadAttachment(ctx, identity.Actor(ctx), models.ID(c.Param("plan")), models.ID(c.Param("attachment")))
		if err != nil {
			return err
		}
		return parcel.Give(c, a, content)
	})
	x.describeFiles()
}

func (x *API) attach(c echo.Context) error {
	ctx := c.Request().Context()
	plan, entry := models.ID(c.Param("plan")), models.ID(c.Param("entry"))
	if err := x.app.MayAttach(ctx, who(ctx), plan, entry); err != nil {
		return err
	}
	letGo, err := parcel.Hold(who(ctx).Account)
	if err != nil {
		return err
	}
	defer letGo()
	sent, err := parcel.Read(c)
	if err != nil {
		return err
	}
	about := sent.Words["description"]
	made, err := x.app.Attach(ctx, who(ctx), app.Attach{Plan: plan, Entry: entry, Content: sent.File, About: about,
		Once: models.NewOnce(who(ctx).Account, "attachments "+string(plan)+" "+string(entry), c.Request().Header.Get("Idempotency-Key"), append([]byte(about+"\x00"), sent.File...))})
	if err != nil {
		return err
	}
	return c.JSON(http.StatusCreated, attachmentOf(made))
}

func (x *API) describeFiles() {
	doc := x.huma.OpenAPI()
	wrong := doc.Components.Schemas.Schema(reflect.TypeFor[problem.Problem](), true, "")
	text := func(name, in string) *huma.Param {
		return &huma.Param{Name: name, In: in, Required: in == "path", Schema: &huma.Schema{Type: huma.TypeString}}
	}
	bytes := &huma.Schema{Type: huma.TypeString, Extensions: map[string]any{"format": "binary"}} // huma writes a member of 3.1 beside a Format
	bad := &huma.Response{Description: "Error", Content: map[string]*huma.MediaType{"application/problem+json": {Schema: wrong}}}
	const add, get = "/plans/{plan}/entries/{entry}/attachments", "/plans/{plan}/attachments/{attachment}"
	doc.AddOperation(&huma.Operation{
		OperationID: operationID(http.MethodPost, add), Method: http.MethodPost, Path: root + add, Tags: []string{"attachments"}, Security: signInNeeded,
		Summary: "Hang a picture or a recording on an entry", Description: "What the file holds beside the picture or the sound, such as where it was made, is not kept.",
		Parameters: []*huma.Param{text("plan", "path"), text("entry", "path"), text("Idempotency-Key", "header")},
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {Schema: &huma.Schema{
			Type: huma.TypeObject, Required: []string{"file"}, Properties: map[string]*huma.Schema{"file": bytes, "description": {Type: huma.TypeString}}}}}},
		Responses: map[string]*huma.Response{"default": bad, "201": {Description: "Created", Content: map[string]*huma.MediaType{
			"application/json": {Schema: doc.Components.Schemas.Schema(reflect.TypeFor[AttachmentJSON](), true, "")}}}},
	})
	given := make(map[string]*huma.MediaType)
	for _, media := range parcel.Types() {
		given[media] = &huma.MediaType{Schema: bytes}
	}
	doc.AddOperation(&huma.Operation{
		OperationID: operationID(http.MethodGet, get), Method: http.MethodGet, Path: root + get, Tags: []string{"attachments"}, Security: signInNeeded,
		Summary: "The picture or recording itself", Parameters: []*huma.Param{text("plan", "path"), text("attachment", "path"), text("Range", "header")},
		Responses: map[string]*huma.Response{"default": bad, "200": {Description: "OK", Content: given}, "206": {Description: "Partial Content", Content: given},
			"416": {Description: "Requested Range Not Satisfiable"}},
	})
}
