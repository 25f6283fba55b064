package handlers

import (
	"io"
	"mime"
	"net/http"
	"path"

	"github.com/labstack/echo/v4"

	"handrail/app"
	files "handrail/static"
)

// alive answers while the process does.
func alive(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }

// ready answers while the database does.
func ready(a *app.App) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := a.Ready(c.Request().Context()); err != nil {
			return err
		}
		return c.String(http.StatusOK, "ok\n")
	}
}

// static sends a file whose address carries its hash: it may be kept for good.
func static(c echo.Context) error {
	name := files.Find(c.Param("*"))
	if name == "" {
		return echo.ErrNotFound
	}
	f, err := files.Files.Open(name)
	if err != nil {
		return echo.ErrNotFound
	}
	defer func() { _ = f.Close() }()
	h := c.Response().Header()
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set(echo.HeaderContentType, mime.TypeByExtension(path.Ext(name)))
	c.Response().WriteHeader(http.StatusOK)
	_, err = io.Copy(c.Response(), f)
	return err
}
