package handlers

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"
)

// addressOf says where a request comes from. Without trusted proxies nothing but
// the connection is believed; Echo's own choice would believe any X-Forwarded-For.
func addressOf(trusted []netip.Prefix) echo.IPExtractor {
	if len(trusted) == 0 {
		return echo.ExtractIPDirect()
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range trusted {
		_, network, err := net.ParseCIDR(p.Masked().String())
		if err == nil {
			options = append(options, echo.TrustIPRange(network))
		}
	}
	return echo.ExtractIPFromXFFHeader(options...)
}

// oneHost refuses requests for any other host than the one in the public URL,
// where one was set; whoever watches over the server may ask it by any name.
func oneHost(public string) echo.MiddlewareFunc {
	u, err := url.Parse(public)
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		if err != nil || u.Host == "" {
			return next
		}
		return func(c echo.Context) error {
			if !sameHost(u, c.Request().Host) && !watched(c.Path()) {
				return echo.NewHTTPError(http.StatusMisdirectedRequest)
			}
			return next(c)
		}
	}
}

func watched(path string) bool { return path == "/healthz" || path == "/readyz" }

// sameHost compares hosts as browsers write them: a scheme's own port may be left
// out, and capitals do not count (RFC 9110 section 4.2.3).
func sameHost(public *url.URL, host string) bool {
	own := map[string]string{"https": ":443", "http": ":80"}[public.Scheme]
	return strings.EqualFold(strings.TrimSuffix(host, own), strings.TrimSuffix(public.Host, own))
}
