package main_test

import (
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

// freePort is an address that nothing listens on just now.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

func TestMetricsStandOnAnAddressOfTheirOwnAndNameNobody(t *testing.T) {
	addr := freePort(t)
	s := start(t, []string{"HANDRAIL_METRICS_ADDR=" + addr}, "serve", "--data", t.TempDir())
	p := s.signUp("ailsa@example.org")
	plan := "/api/v1/plans/" + p.Account.PlanID
	s.call(p.Access, "GET", plan, "", 200, nil)
	s.call(p.Access, "GET", plan+"/sections/secret-section", "", 404, nil)
	s.call("", "GET", "/metrics", "", 404, nil)
	s.call("", "GET", "/secret-path", "", 404, nil)
	r, err := http.NewRequestWithContext(t.Context(), "GET", "http://"+addr+"/metrics", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(answer.Body)
	_ = answer.Body.Close()
	if err != nil || answer.StatusCode != 200 {
		t.Fatalf("%d, %v", answer.StatusCode, err)
	}
	for _, want := range []string{
		`handrail_request_seconds_count{method="GET",route="/api/v1/plans/:plan",status="2xx"} 1`,
		`handrail_request_seconds_bucket{method="POST",route="/api/v1/accounts",status="2xx",le="+Inf"} 1`,
		`status="4xx"`, "handrail_disk_free_bytes ", "handrail_listeners 0", "handrail_goroutines ", "# TYPE handrail_request_seconds histogram",
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
	for _, no := range []string{p.Account.PlanID, "secret", "ailsa", "Somebody", p.Access} {
		if strings.Contains(string(text), no) {
			t.Errorf("%q stands in it", no)
		}
	}
	run(t, nil, "serve", "--addr", "127.0.0.1:0", "--metrics-addr", addr, "--data", t.TempDir()).refused(t, "something else listens")
	s.ends()
}
