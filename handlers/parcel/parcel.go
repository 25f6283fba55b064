// Package parcel takes and gives files: what somebody sends with a form, and what
// hangs on an entry. It must never write a byte of them to a disk: the standard library
// would put a large form into a temporary file, in clear.
package parcel

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/models"
)

// MostBody is the largest request with a file in it, in bytes: photographs are made
// smaller once they are here.
const MostBody = 20 << 20

// mostWords is the largest field beside the file, in bytes.
const mostWords = 64 << 10

// Patience is how long sending one may take: a few minutes' talk over a slow line.
const Patience = 5 * time.Minute

// Takes reports whether a request brings a file.
func Takes(c echo.Context) bool {
	return c.Request().Method == http.MethodPost && strings.HasSuffix(c.Path(), "/entries/:entry/attachments")
}

// Parcel is a form with one file in it.
type Parcel struct {
	File  []byte
	Words map[string]string
}

// Read takes a form of type multipart/form-data. The file is under the name "file";
// a form without one is an Invalid error.
func Read(c echo.Context) (*Parcel, error) {
	r := c.Request()
	_ = http.NewResponseController(c.Response()).SetReadDeadline(time.Now().Add(Patience)) // tests have no line to set it on
	all := r.Body
	r.Body = http.MaxBytesReader(nil, all, MostBody)
	out := &Parcel{Words: make(map[string]string)}
	form, err := r.MultipartReader()
	if err != nil {
		return out, models.Wrong("file", "attach.no_file")
	}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = out.take(part)
		}
		if err != nil {
			return out, refused(err, all)
		}
	}
	if len(out.File) == 0 {
		return out, models.Wrong("file", "attach.no_file")
	}
	return out, nil
}

func (p *Parcel) take(part *multipart.Part) error {
	var b bytes.Buffer
	if part.FormName() == "file" {
		if p.File != nil {
			return errTwice
		}
		_, err := b.ReadFrom(part)
		p.File = b.Bytes()
		return err
	}
	if _, err := b.ReadFrom(io.LimitReader(part, mostWords)); err != nil {
		return err
	}
	if len(p.Words) < 16 {
		p.Words[part.FormName()] = b.String()
	}
	return nil
}

var errTwice = errors.New("parcel: two files in one form")

// refused is what is wrong. A browser hears an answer only once it has sent everything,
// so that a film, say, is let come and thrown away.
func refused(err error, rest io.Reader) error {
	if _, much := errors.AsType[*http.MaxBytesError](err); much {
		_, _ = io.CopyN(io.Discard, rest, 10*MostBody)
		return models.Wrong("file", "attach.too_big")
	}
	return models.Wrong("file", "attach.cut_short")
}

// Give sends what hangs on an entry, or the part of it that was asked for. Whatever
// it is, a browser is not to run it.
func Give(c echo.Context, a *app.Attachment, content []byte) error {
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, a.Media)
	h.Set(echo.HeaderContentDisposition, `inline; filename="`+Name(a)+`"`)
	h.Set(echo.HeaderContentSecurityPolicy, "default-src 'none'; sandbox")
	http.ServeContent(c.Response(), c.Request(), "", time.Time{}, bytes.NewReader(content))
	return nil
}

// endings are how files of each type are called.
var endings = map[string]string{"image/jpeg": ".jpg", "image/png": ".png", "audio/webm": ".webm", "audio/ogg": ".ogg", "audio/aac": ".aac"}

// Name is what a file is called where it is kept outside: its id says nothing of what is in it.
func Name(a *app.Attachment) string {
	if a.Picture() {
		return "picture-" + string(a.ID) + endings[a.Media]
	}
	return "recording-" + string(a.ID) + endings[a.Media]
}

// Types is every type of file that is given.
func Types() []string { return slices.Sorted(maps.Keys(endings)) }
