package main_test

import (
	"bytes"
	"image"
	"image/png"
	"io"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"path/filepath"
	"testing"

	"handrail/app/apptest"
)

// hangs sends a picture of many bytes to an entry and gives its address.
func (s *server) hangs(p person) string {
	s.t.Helper()
	plan := "/api/v1/plans/" + p.Account.PlanID
	var e struct{ ID string }
	s.call(p.Access, "POST", plan+"/sections/toolbox/entries", `{"fields":{"helps":"`+tatties+`"}}`, 201, &e)
	noise := image.NewNRGBA(image.Rect(0, 0, 300, 200))
	random := rand.New(rand.NewPCG(1, 2))
	for i := range noise.Pix {
		noise.Pix[i] = byte(random.Uint32())
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	file, err := form.CreateFormFile("file", "x.png")
	if err == nil {
		err = png.Encode(file, noise)
	}
	if err != nil || form.Close() != nil {
		s.t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(s.t.Context(), "POST", s.url+plan+"/entries/"+e.ID+"/attachments", &body)
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Authorization", "Bearer "+p.Access)
	answer, err := http.DefaultClient.Do(r)
	if err != nil || answer.StatusCode != 201 {
		s.t.Fatalf("%v %v", answer, err)
	}
	_ = answer.Body.Close()
	var all []struct{ ID string }
	s.call(p.Access, "GET", plan+"/entries/"+e.ID+"/attachments", "", 200, &all)
	return plan + "/attachments/" + all[0].ID
}

// bytesAt is what a server gives at an address.
func (s *server) bytesAt(token, path string) []byte {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), "GET", s.url+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	all, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != 200 {
		s.t.Fatalf("%d %v", answer.StatusCode, err)
	}
	return all
}

// A picture is the same after a backup was put back, and no word or name of it is in the
// backup; the doctor opens its parts.
func TestAPictureComesBackFromABackup(t *testing.T) {
	secret, public := keys(t)
	data := t.TempDir()
	s := start(t, nil, "serve", "--data", data)
	p := s.signUp("ailsa@example.org")
	at := s.hangs(p)
	want := s.bytesAt(p.Access, at)
	path := backedUp(t, data, public)
	s.ends()
	if len(want) < 200_000 {
		t.Fatalf("%d bytes are one part or two", len(want))
	}
	nothingSaid(t, path, secret, string(want[5000:5040]), "IDAT", "IHDR")
	into := freshFor(t, data, "handrail.key", "handrail.ledger")
	if d := run(t, nil, "restore", path, "--identity", secret, "--data", into); d.code != 0 {
		t.Fatalf("%+v", d)
	}
	s = start(t, nil, "serve", "--data", into)
	if got := s.bytesAt(s.signIn("ailsa@example.org", password), at); !bytes.Equal(got, want) {
		t.Error("it is another picture")
	}
	s.ends()
	if d := run(t, nil, "doctor", "--data", into); d.code != 0 {
		t.Errorf("%+v", d)
	}
	meddle(t, into, "UPDATE attachment_parts SET body = (SELECT body FROM attachment_parts WHERE position = 1) WHERE position = 2")
	if d := run(t, nil, "doctor", "--data", into); d.code == 0 {
		t.Error("the doctor opens no part of it")
	}
}

func TestAPictureMovesToPostgreSQL(t *testing.T) {
	cluster, data := apptest.NewCluster(t), filepath.Join(t.TempDir(), "data")
	there := []string{"HANDRAIL_DATABASE=" + cluster.Place}
	s := start(t, nil, "serve", "--data", data)
	p := s.signUp("ailsa@example.org")
	at := s.hangs(p)
	want := s.bytesAt(p.Access, at)
	s.ends()
	if d := run(t, there, "move", "--data", data); d.code != 0 {
		t.Fatalf("%+v", d)
	}
	s = start(t, there, "serve", "--data", data)
	if got := s.bytesAt(s.signIn("ailsa@example.org", password), at); !bytes.Equal(got, want) {
		t.Error("it is another picture")
	}
	s.ends()
}
