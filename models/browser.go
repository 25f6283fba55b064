package models

import (
	"crypto/ecdh"
	"encoding/base64"
	"net/url"
	"strings"
)

// Browser is where a browser is told of something (W3C Push API, PushSubscription): an address at its
// maker's push service, and the two keys by which nobody there can read what (RFC 8291). Both are base64url.
type Browser struct {
	Endpoint string
	Key      string // a point on P-256, uncompressed
	Auth     string // 16 bytes
}

const mostEndpoint = 1000 // characters

// Problem is what is wrong with it.
func (b Browser) Problem() error {
	to, err := url.Parse(b.Endpoint)
	if err != nil || to.Scheme != "https" || to.Hostname() == "" || to.User != nil || len(b.Endpoint) > mostEndpoint {
		return Wrong("endpoint", "field.not_an_option")
	}
	key, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(b.Key, "="))
	if err == nil {
		_, err = ecdh.P256().NewPublicKey(key)
	}
	if err != nil {
		return Wrong("key", "field.not_an_option")
	}
	if auth, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(b.Auth, "=")); err != nil || len(auth) != 16 {
		return Wrong("auth", "field.not_an_option")
	}
	return nil
}
