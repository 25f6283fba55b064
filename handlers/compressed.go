package handlers

import (
	"net/http"

	"github.com/klauspost/compress/gzhttp"
	"github.com/labstack/echo/v4"
)

// Answers from smallest bytes on are sent compressed, all but streams. A page shrinks to about
// a tenth; a higher level takes more time and memory than what it still saves is worth.
const (
	smallest = 512
	level    = 5
)

// compressed sends what is long enough as gzip (RFC 1952) to those who accept it. Echo's own
// middleware holds a compressor for as long as a request lasts.
func compressed() echo.MiddlewareFunc {
	wrapped, err := gzhttp.NewWrapper(gzhttp.MinSize(smallest), gzhttp.CompressionLevel(level), gzhttp.EnableZstd(false),
		gzhttp.Implementation(newCompressors().factory()))
	if err != nil {
		panic(err) // the numbers above are wrong
	}
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) (err error) {
			if isStream(c) {
				return next(c)
			}
			plain := c.Response().Writer
			defer func() { c.Response().Writer = plain }()
			wrapped(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				c.Response().Writer = w
				err = next(c)
			})).ServeHTTP(plain, c.Request())
			return err
		}
	}
}
