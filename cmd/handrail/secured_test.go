package main_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// certificate writes one for this machine, its key, and a pool that trusts it.
func certificate(t *testing.T) (cert, key string, pool *x509.CertPool) {
	t.Helper()
	secret, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	shape := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true}
	raw, err := x509.CreateCertificate(rand.Reader, shape, shape, &secret.PublicKey, secret)
	if err != nil {
		t.Fatal(err)
	}
	rawKey, err := x509.MarshalPKCS8PrivateKey(secret)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	cert, key, pool = filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem"), x509.NewCertPool()
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw})
	pool.AppendCertsFromPEM(text)
	for file, text := range map[string][]byte{cert: text, key: pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: rawKey})} {
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key, pool
}

func TestItSpeaksTLSWithACertificate(t *testing.T) {
	cert, key, pool := certificate(t)
	s := start(t, []string{"HANDRAIL_TLS_CERT=" + cert, "HANDRAIL_TLS_KEY=" + key}, "serve", "--data", t.TempDir())
	if !strings.HasPrefix(s.url, "https://") {
		t.Fatalf("the first line is %q", s.first)
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, ForceAttemptHTTP2: true}}
	answer, err := client.Get(s.url + "/sign-in")
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != 200 || answer.ProtoMajor != 2 || answer.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("%s %s %v", answer.Status, answer.Proto, answer.Header)
	}
	s.ends()
}

func TestACertificateThatDoesNotFitIsRefused(t *testing.T) {
	cert, _, _ := certificate(t)
	_, key, _ := certificate(t)
	for _, pair := range [][2]string{{cert, key}, {cert, "nowhere"}, {"nowhere", key}} {
		run(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", t.TempDir(), "--tls-cert", pair[0], "--tls-key", pair[1]).
			refused(t, "cannot be used together")
	}
}

// A certificate that was renewed in its files is used from the next connection on; while the
// two do not fit the one before goes on.
func TestARenewedCertificateIsUsed(t *testing.T) {
	cert, key, old := certificate(t)
	s := start(t, nil, "serve", "--data", t.TempDir(), "--tls-cert", cert, "--tls-key", key)
	trusted := func(pool *x509.CertPool) error {
		client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, DisableKeepAlives: true}}
		answer, err := client.Get(s.url + "/healthz")
		if err == nil {
			_ = answer.Body.Close()
		}
		return err
	}
	newCert, newKey, fresh := certificate(t)
	for _, step := range []struct {
		from, to string
		holds    *x509.CertPool
	}{{newCert, cert, old}, {newKey, key, fresh}} {
		text, err := os.ReadFile(step.from)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(step.to, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := trusted(step.holds); err != nil {
			t.Errorf("after %s was replaced: %v", filepath.Base(step.to), err)
		}
	}
	s.ends()
}
