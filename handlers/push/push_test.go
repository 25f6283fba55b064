package push_test

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"handrail/app"
	"handrail/handlers/push"
	"handrail/models"
)

// aBrowser holds what only a browser has: the keys by which it reads what it is told.
type aBrowser struct {
	key  *ecdh.PrivateKey
	auth []byte
}

func newBrowser(t *testing.T) aBrowser {
	t.Helper()
	return aBrowser{key: newKey(t), auth: []byte(rand.Text()[:16])}
}

func newKey(t *testing.T) *ecdh.PrivateKey {
	t.Helper()
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func (b aBrowser) at(endpoint string) models.Browser {
	text := base64.RawURLEncoding.EncodeToString
	return models.Browser{Endpoint: endpoint, Key: text(b.key.PublicKey().Bytes()), Auth: text(b.auth)}
}

// opens reads a message as a browser does (RFC 8188 section 2.1, RFC 8291 section 3.4).
func (b aBrowser) opens(t *testing.T, body []byte) string {
	t.Helper()
	must := func(err error) {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
	}
	salt, size, length := body[:16], binary.BigEndian.Uint32(body[16:20]), int(body[20])
	theirs, err := ecdh.P256().NewPublicKey(body[21 : 21+length])
	must(err)
	record := body[21+length:]
	if len(record) > int(size) {
		t.Fatalf("a record of %d bytes, longer than %d", len(record), size)
	}
	shared, err := b.key.ECDH(theirs)
	must(err)
	material, err := hkdf.Key(sha256.New, shared, b.auth, "WebPush: info\x00"+string(b.key.PublicKey().Bytes())+string(theirs.Bytes()), 32)
	must(err)
	key, err := hkdf.Key(sha256.New, material, salt, "Content-Encoding: aes128gcm\x00", 16)
	must(err)
	nonce, err := hkdf.Key(sha256.New, material, salt, "Content-Encoding: nonce\x00", 12)
	must(err)
	block, err := aes.NewCipher(key)
	must(err)
	gcm, err := cipher.NewGCM(block)
	must(err)
	plain, err := gcm.Open(nil, nonce, record, nil)
	must(err)
	text, delimiter := strings.TrimRight(string(plain), "\x00"), "\x02"
	if !strings.HasSuffix(text, delimiter) {
		t.Fatal("the last record does not end as it should")
	}
	return strings.TrimSuffix(text, delimiter)
}

// aService is a push service on this machine that answers with a status.
func aService(t *testing.T, status int) (url string, client *http.Client, came chan *http.Request, bodies chan []byte) {
	t.Helper()
	came, bodies = make(chan *http.Request, 1), make(chan []byte, 1)
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		came <- r
		bodies <- body
		w.WriteHeader(status)
	}))
	t.Cleanup(s.Close)
	return s.URL + "/message/secret-of-the-browser", s.Client(), came, bodies
}

const note = "A note to yourself"

func TestABrowserAloneReadsTheNote(t *testing.T) {
	url, client, came, bodies := aService(t, http.StatusCreated)
	b, server := newBrowser(t), newKey(t)
	err := push.New(client).Push(t.Context(), b.at(url), app.Note{Text: note, Lasts: time.Hour, Key: server, From: "https://plans.example.org"})
	if err != nil {
		t.Fatal(err)
	}
	r, body := <-came, <-bodies
	if text := b.opens(t, body); text != note {
		t.Errorf("the browser reads %q", text)
	}
	if strings.Contains(string(body), note) {
		t.Error("it can be read on the way")
	}
	if r.Method != http.MethodPost || r.Header.Get("Content-Encoding") != "aes128gcm" || r.Header.Get("TTL") != "3600" {
		t.Errorf("%s %v", r.Method, r.Header)
	}
	signed(t, r, url, server)
}

// signed checks that the server says who it is (RFC 8292), to this push service and for a day at most.
func signed(t *testing.T, r *http.Request, url string, server *ecdh.PrivateKey) {
	t.Helper()
	token, key, _ := strings.Cut(strings.TrimPrefix(r.Header.Get("Authorization"), "vapid t="), ",")
	key = strings.TrimPrefix(strings.TrimSpace(key), "k=")
	public := server.PublicKey().Bytes()
	if got, err := base64.RawURLEncoding.DecodeString(key); err != nil || string(got) != string(public) {
		t.Errorf("another key: %v", err)
	}
	var claims jwt.RegisteredClaims
	_, err := jwt.ParseWithClaims(token, &claims, func(*jwt.Token) (any, error) {
		return ecdsa.ParseUncompressedPublicKey(elliptic.P256(), public)
	}, jwt.WithValidMethods([]string{"ES256"}))
	if err != nil {
		t.Fatal(err)
	}
	origin := url[:strings.Index(url, "/message")]
	if len(claims.Audience) != 1 || claims.Audience[0] != origin || time.Until(claims.ExpiresAt.Time) > 24*time.Hour || claims.Subject != "https://plans.example.org" {
		t.Errorf("%+v", claims)
	}
}

func TestABrowserThatIsGoneIsSaidToBe(t *testing.T) {
	for status, want := range map[int]error{404: app.ErrBrowserGone, 410: app.ErrBrowserGone, 429: nil, 500: nil, 302: nil} {
		url, client, _, _ := aService(t, status)
		err := push.New(client).Push(t.Context(), newBrowser(t).at(url), app.Note{Text: note, Key: newKey(t)})
		if err == nil || errors.Is(err, app.ErrBrowserGone) != (want != nil) {
			t.Errorf("%d: %v", status, err)
		}
	}
}

// What a browser says is its push service must not lead into the service's own network.
func TestNothingInsideIsReached(t *testing.T) {
	url, _, came, _ := aService(t, http.StatusCreated)
	for _, to := range []string{url, strings.Replace(url, "127.0.0.1", "localhost", 1), "https://[::1]:9/", "https://10.0.0.1/", "https://169.254.169.254/latest"} {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		err := push.New(nil).Push(ctx, newBrowser(t).at(to), app.Note{Text: note, Key: newKey(t)})
		cancel()
		if err == nil || !strings.Contains(err.Error(), "not a public one") {
			t.Errorf("%s: %v", to, err)
		}
	}
	if len(came) != 0 {
		t.Error("something was reached")
	}
}

func TestWhichAddressesArePublic(t *testing.T) {
	for a, want := range map[string]bool{
		"142.250.180.10": true, "2a00:1450:4009:80b::200a": true,
		"127.0.0.1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false, "169.254.169.254": false, "100.64.0.1": false, "0.0.0.0": false,
		"224.0.0.1": false, "255.255.255.255": false, "::1": false, "::": false, "fe80::1": false, "fd00::1": false, "ff02::1": false,
		"::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "64:ff9b::a00:1": false, "2002:a00:1::": false, "192.0.2.1": false,
	} {
		if got := push.Public(netip.MustParseAddr(a)); got != want {
			t.Errorf("%s: %t", a, got)
		}
	}
}
