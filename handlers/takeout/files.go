package takeout

import (
	"archive/zip"
	"bytes"
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/identity"
	"handrail/handlers/parcel"
	"handrail/handlers/problem"
	"handrail/models"
)

// Files writes every picture and recording of the actor's own plan into one ZIP
// file, with a text beside them that says what is in each. What goes wrong once it has
// begun cuts the connection: a ZIP file without its end does not open.
func Files(c echo.Context, a *app.App, plan models.ID) error {
	who := identity.Actor(c.Request().Context())
	head, err := a.BeginTakeOut(c.Request().Context(), who, plan)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentType, "application/zip")
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="handrail-`+head.At.Format(time.DateOnly)+`.zip"`)
	out := zip.NewWriter(c.Response())
	var said bytes.Buffer
	ctx := context.WithoutCancel(c.Request().Context())
	err = a.TakeFiles(ctx, who, plan, func(at app.Attachment, content []byte) error {
		name := at.AddedAt.Format(time.DateOnly) + "-" + parcel.Name(&at)
		if !at.RemovedAt.IsZero() {
			name = "taken-off/" + name
		}
		said.WriteString(name + ": " + strings.Join(strings.Fields(at.About), " ") + "\n")
		return put(out, name, at.AddedAt, content)
	})
	if err == nil {
		err = put(out, "descriptions.txt", head.At, said.Bytes())
	}
	if err == nil {
		err = out.Close()
	}
	if err != nil {
		problem.Note(c.Request().Context(), err)
		panic(http.ErrAbortHandler)
	}
	return nil
}

// put stores a file as it is: pictures and recordings get no smaller.
func put(out *zip.Writer, name string, at time.Time, content []byte) error {
	w, err := out.CreateHeader(&zip.FileHeader{Name: name, Modified: at, Method: zip.Store})
	if err == nil {
		_, err = w.Write(content)
	}
	return err
}
