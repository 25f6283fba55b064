package handlers

import (
	"net/http"
	"path"

	"github.com/labstack/echo/v4"

	files "handrail/static"
)

// kinds is what a browser is told a file is. The machine's own table would tell
// it something else on every machine, and nosniff makes it believe us.
var kinds = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png",
	".ico": "image/x-icon", ".json": "application/json", ".webmanifest": "application/manifest+json", ".woff2": "font/woff2",
}

// static sends a file whose address carries its hash: it may be kept for good.
func static(c echo.Context) error {
	name := files.Find(c.Param("*"))
	kind := kinds[path.Ext(name)]
	if kind == "" {
		return echo.ErrNotFound
	}
	data, err := files.Files.ReadFile(name)
	if err != nil {
		return echo.ErrNotFound
	}
	c.Response().Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	return c.Blob(http.StatusOK, kind, data)
}
