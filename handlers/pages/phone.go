package pages

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
	"handrail/static"
)

// phonePath is the page that stays on a phone with its copy. It is the same for
// everybody and asks nothing of the storage.
const phonePath = "/phone"

// phoneView is that page: numbers to ring, and room for what the script opens.
type phoneView struct {
	frame
	Numbers models.HelpNumbers
}

func (p *Pages) phoneView(ctx context.Context) phoneView {
	return phoneView{frame: frame{Title: say.T(ctx, "phone.title"), Kept: "phone"}, Numbers: p.numbers(ctx)}
}

func (p *Pages) phone(c echo.Context) error {
	return show(c, http.StatusOK, phoneScreen(p.phoneView(c.Request().Context())))
}

// phoneFiles is what that page is made of, and all that the worker ever keeps beside it.
var phoneFiles = []string{"css/handrail.css", "icons/handrail.svg", "js/handrail.js", "js/kept.js", "js/phone.js"}

// workerScript is the worker with its list of files. Its version is a hash of all of
// them: a phone takes new ones when one has changed, all or none.
func (p *Pages) workerScript() ([]byte, error) {
	var page bytes.Buffer
	ctx := context.Background()
	if err := phoneScreen(p.phoneView(ctx)).Render(ctx, &page); err != nil {
		return nil, err
	}
	shell := struct {
		Version string   `json:"version"`
		Page    string   `json:"page"`
		Files   []string `json:"files"`
	}{Page: phonePath}
	for _, name := range phoneFiles {
		shell.Files = append(shell.Files, static.URL(name))
	}
	sum := sha256.Sum256(page.Bytes()) // the files' hashes stand in it
	shell.Version = hex.EncodeToString(sum[:6])
	list, err := json.Marshal(shell)
	return slices.Concat([]byte("const shell = "), list, []byte(";\n"), []byte(static.Text("js/worker.js"))), err
}

// phoneWorker is served from the top, because a worker rules over what lies under it.
func (p *Pages) phoneWorker(c echo.Context) error {
	script, err := p.worker()
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "text/javascript; charset=utf-8", script)
}

type manifestIcon struct {
	Src     string `json:"src"`
	Sizes   string `json:"sizes"`
	Type    string `json:"type"`
	Purpose string `json:"purpose"`
}

// manifest lets a phone put Handrail among its apps (W3C Web Application Manifest).
func (p *Pages) manifest(c echo.Context) error {
	name := say.T(c.Request().Context(), "app.name")
	icon := func(file, sizes, kind, purpose string) manifestIcon {
		return manifestIcon{static.URL("icons/" + file), sizes, kind, purpose}
	}
	out, err := json.Marshal(map[string]any{
		"id": "/", "start_url": "/", "scope": "/", "display": "standalone", "name": name, "short_name": name, "lang": "en-GB",
		"background_color": "#faf7f1", "theme_color": "#0d5757",
		"icons": []manifestIcon{
			icon("handrail-192.png", "192x192", "image/png", "any"), icon("handrail-512.png", "512x512", "image/png", "any"),
			icon("handrail-mask-512.png", "512x512", "image/png", "maskable"), icon("handrail.svg", "any", "image/svg+xml", "any")},
	})
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "application/manifest+json", out)
}

// keepPhoneView is the page on which somebody says yes to a copy, and takes that back.
type keepPhoneView struct {
	frame
	Offline app.Offline
	Own     ownParts
	Fresh   bool
	Notice  string
}

func (p *Pages) keepPhone(c echo.Context) error {
	ctx := c.Request().Context()
	fr, err := p.frame(c, "phone", "keepphone.title")
	if err != nil {
		return err
	}
	fr.Kept = "keeping"
	v := keepPhoneView{frame: fr, Fresh: who(c).Fresh(p.app.Now().Add(time.Minute)), Notice: notice(c)}
	if v.Offline, err = p.app.Offline(ctx, who(c)); err != nil {
		return err
	}
	if v.Own, err = p.ownParts(ctx, who(c), fr.Me.Plan); err != nil {
		return err
	}
	return show(c, http.StatusOK, keepPhoneScreen(v))
}

// dropPhone takes the yes back. The browser is told to empty what it keeps; where it
// does not understand that, the script of the next page does it.
func (p *Pages) dropPhone(c echo.Context) error {
	ctx := c.Request().Context()
	me, err := p.reads(ctx, who(c))
	if err != nil {
		return err
	}
	if err := p.app.DropOffline(ctx, who(c), me.Plan); err != nil {
		return err
	}
	c.Response().Header().Set("Clear-Site-Data", `"storage"`)
	return to(c, "/me/phone?done=no_copy")
}

// choosable is the parts of a chapter that are not in every copy anyway.
func (v keepPhoneView) choosable(chapter string) []models.SectionKey {
	return slices.DeleteFunc(v.Own.inChapter(chapter), func(k models.SectionKey) bool { return slices.Contains(app.OfflineParts(), k) })
}

func (v keepPhoneView) keeps(key models.SectionKey) bool {
	return slices.Contains(v.Offline.Parts, key)
}

// partHint warns where the phone might be read by somebody who stands beside.
func partHint(ctx context.Context, key models.SectionKey) string {
	if key == "crisis-not-involved" {
		return say.T(ctx, "keepphone.not_involved_hint")
	}
	return ""
}
