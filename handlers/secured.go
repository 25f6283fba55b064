package handlers

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"handrail/handlers/problem"
)

// policyFor lets a page load from this server alone, and run no script or style
// that stands in the page itself. Leave is a form that ends at the neutral address, which
// a browser follows only where forms may lead there (CSP level 3, section 6.4.1).
func policyFor(neutral string) string {
	leads := "'self'"
	if u, err := url.Parse(neutral); err == nil && u.Host != "" {
		leads += " " + u.Scheme + "://" + u.Host
	}
	return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; connect-src 'self'; " +
		"form-action " + leads + "; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'; worker-src 'self'"
}

// httpsOnly tells a browser that came by https to come by nothing else for two years.
const httpsOnly = "max-age=63072000; includeSubDomains"

// secured puts on every answer what tells the browser to keep it to itself: policy
// is its content security policy, and transport, where it is not empty, is what it says of the way to come (RFC 6797).
func secured(policy, transport string) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			h := c.Response().Header()
			h.Set("Content-Security-Policy", policy)
			h.Set("X-Content-Type-Options", "nosniff")
			h.Set("Referrer-Policy", "no-referrer")
			h.Set("Cross-Origin-Opener-Policy", "same-origin")
			h.Set("Cross-Origin-Resource-Policy", "same-origin")
			h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), interest-cohort=()")
			h.Set("Cache-Control", "no-store")
			if transport != "" {
				h.Set("Strict-Transport-Security", transport)
			}
			return next(c)
		}
	}
}

// sameOrigin refuses what another site makes a browser send (the standard
// library's cross-origin protection, by Sec-Fetch-Site and Origin).
func sameOrigin(public string) echo.MiddlewareFunc {
	guard := http.NewCrossOriginProtection()
	if u, err := url.Parse(public); err == nil && u.Host != "" {
		_ = guard.AddTrustedOrigin(u.Scheme + "://" + u.Host)
	}
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if err := guard.Check(c.Request()); err != nil {
				return problem.New(http.StatusForbidden, "error.elsewhere")
			}
			return next(c)
		}
	}
}
