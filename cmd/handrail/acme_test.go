package main_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// authority is a small one that speaks ACME (RFC 8555): it gives a certificate for each name that
// is proved at the server's own port (RFC 8737). It believes who asks.
type authority struct {
	t       *testing.T
	web     *httptest.Server
	cert    *x509.Certificate
	key     *ecdsa.PrivateKey
	prove   string // host:port where names are proved
	name    string // that was asked for
	proved  bool
	granted []byte
	asked   int
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	a := &authority{t: t}
	var err error
	if a.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		t.Fatal(err)
	}
	shape := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	raw, err := x509.CreateCertificate(rand.Reader, shape, shape, &a.key.PublicKey, a.key)
	if err != nil {
		t.Fatal(err)
	}
	if a.cert, err = x509.ParseCertificate(raw); err != nil {
		t.Fatal(err)
	}
	a.web = httptest.NewTLSServer(a)
	t.Cleanup(a.web.Close)
	return a
}

// payload is what a signed request says.
func payload(r *http.Request, into any) {
	var signed struct{ Payload string }
	_ = json.NewDecoder(r.Body).Decode(&signed)
	text, _ := base64.RawURLEncoding.DecodeString(signed.Payload)
	_ = json.Unmarshal(text, into)
}

func (a *authority) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	at := func(path string) string { return a.web.URL + path }
	w.Header().Set("Replay-Nonce", rand.Text())
	w.Header().Set("Content-Type", "application/json")
	status := "pending"
	if a.proved {
		status = "valid"
	}
	order := map[string]any{"status": "pending", "authorizations": []string{at("/authz")}, "finalize": at("/finalize"), "identifiers": []any{map[string]string{"type": "dns", "value": a.name}}}
	if a.proved {
		order["status"] = "ready"
	}
	if a.granted != nil {
		order["status"], order["certificate"] = "valid", at("/certificate")
	}
	answer := func(code int, body any) { w.WriteHeader(code); _ = json.NewEncoder(w).Encode(body) }
	switch r.URL.Path {
	case "/directory":
		answer(200, map[string]string{"newNonce": at("/nonce"), "newAccount": at("/account"), "newOrder": at("/new-order"), "revokeCert": at("/revoke"), "keyChange": at("/change")})
	case "/nonce":
	case "/account":
		w.Header().Set("Location", at("/account/1"))
		answer(201, map[string]string{"status": "valid"})
	case "/new-order":
		a.asked++
		var in struct{ Identifiers []struct{ Value string } }
		payload(r, &in)
		a.name, a.proved, a.granted = in.Identifiers[0].Value, false, nil
		order["status"], order["identifiers"] = "pending", in.Identifiers
		w.Header().Set("Location", at("/order"))
		answer(201, order)
	case "/order":
		w.Header().Set("Location", at("/order"))
		answer(200, order)
	case "/authz":
		answer(200, map[string]any{"status": status, "identifier": map[string]string{"type": "dns", "value": a.name},
			"challenges": []any{map[string]string{"type": "tls-alpn-01", "url": at("/challenge"), "token": "token", "status": status}}})
	case "/challenge":
		a.look()
		answer(200, map[string]string{"type": "tls-alpn-01", "url": at("/challenge"), "token": "token", "status": "processing"})
	case "/finalize":
		var in struct{ CSR string }
		payload(r, &in)
		a.grant(in.CSR)
		w.Header().Set("Location", at("/order"))
		order["status"], order["certificate"] = "valid", at("/certificate")
		answer(200, order)
	case "/certificate":
		w.Header().Set("Content-Type", "application/pem-certificate-chain")
		_, _ = w.Write(a.granted)
	default:
		a.t.Errorf("the authority is asked for %s", r.URL.Path)
		w.WriteHeader(404)
	}
}

// look is whether the server that asked holds the name.
func (a *authority) look() {
	c, err := tls.Dial("tcp", a.prove, &tls.Config{ServerName: a.name, NextProtos: []string{"acme-tls/1"}, InsecureSkipVerify: true})
	if err != nil {
		a.t.Errorf("the name is not proved: %v", err)
		return
	}
	defer func() { _ = c.Close() }()
	state := c.ConnectionState()
	a.proved = state.NegotiatedProtocol == "acme-tls/1" && state.PeerCertificates[0].VerifyHostname(a.name) == nil
}

func (a *authority) grant(csr string) {
	raw, err := base64.RawURLEncoding.DecodeString(csr)
	if err != nil {
		a.t.Error(err)
		return
	}
	in, err := x509.ParseCertificateRequest(raw)
	if err != nil || !a.proved {
		a.t.Errorf("proved: %v, %v", a.proved, err)
		return
	}
	shape := &x509.Certificate{SerialNumber: big.NewInt(int64(1 + a.asked)), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(90 * 24 * time.Hour), DNSNames: in.DNSNames, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	raw, err = x509.CreateCertificate(rand.Reader, shape, a.cert, in.PublicKey, a.key)
	if err != nil {
		a.t.Error(err)
		return
	}
	a.granted = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw})
}

// A certificate is fetched at the first request for the service's own name, for no other, and kept.
func TestACertificateIsFetchedByACME(t *testing.T) {
	a := newAuthority(t)
	roots := filepath.Join(t.TempDir(), "roots.pem") // the machine's, to the server
	if err := os.WriteFile(roots, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.web.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	data := t.TempDir()
	begin := func() *server {
		s := start(t, []string{"SSL_CERT_FILE=" + roots}, "serve", "--data", data, "--public-url", "https://plans.example.org",
			"--acme", "leona@example.org", "--acme-directory", a.web.URL+"/directory")
		a.prove = strings.TrimPrefix(s.url, "https://")
		return s
	}
	pool := x509.NewCertPool()
	pool.AddCert(a.cert)
	shake := func(s *server, name string) error {
		c, err := tls.Dial("tcp", strings.TrimPrefix(s.url, "https://"), &tls.Config{ServerName: name, RootCAs: pool, NextProtos: []string{"http/1.1"}})
		if err != nil {
			return err
		}
		defer func() { _ = c.Close() }()
		_, _ = fmt.Fprintf(c, "GET /healthz HTTP/1.0\r\nHost: %s\r\n\r\n", name)
		head := make([]byte, 15)
		if _, err := c.Read(head); err != nil || string(head) != "HTTP/1.0 200 OK" {
			return fmt.Errorf("%q %w", head, err)
		}
		return nil
	}
	s := begin()
	if err := shake(s, "another.example.org"); err == nil || a.asked != 0 {
		t.Errorf("another name: %v, asked %d times", err, a.asked)
	}
	if err := shake(s, "plans.example.org"); err != nil || a.asked != 1 {
		t.Fatalf("%v, asked %d times\n%s", err, a.asked, s.errs)
	}
	s.ends()
	kept, err := os.Stat(filepath.Join(data, "certificates"))
	if err != nil || kept.Mode().Perm() != 0o700 {
		t.Errorf("the folder of certificates: %v, %v", kept, err)
	}
	files, _ := filepath.Glob(filepath.Join(data, "certificates", "*"))
	for _, f := range files {
		if info, err := os.Stat(f); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", filepath.Base(f), info.Mode(), err)
		}
	}
	s = begin() // the next start has it already
	if err := shake(s, "plans.example.org"); err != nil || a.asked != 1 || len(files) < 2 {
		t.Errorf("%v, asked %d times, %d files", err, a.asked, len(files))
	}
	s.ends()
}
