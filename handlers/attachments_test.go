package handlers_test

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3filter"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// Rows for what hangs on entries. The entry of the matrix is a sign, on which nothing
// hangs; who may what with an attachment is in TestWhatHangsOnAnEntryFallsUnderIt.
func init() {
	maps.Copy(matrix, map[string]may{
		"GET /api/v1/plans/:plan/entries/:entry/attachments": seers, "POST /api/v1/plans/:plan/entries/:entry/attachments": placers,
		"GET /api/v1/plans/:plan/entries/:entry/unattached": owners, "GET /api/v1/plans/:plan/attachments/:attachment": nothing,
		"DELETE /api/v1/plans/:plan/attachments/:attachment": nothing, "POST /api/v1/plans/:plan/attachments/:attachment/bring-back": nothing,
		"POST /api/v1/plans/:plan/attachments/:attachment/empty": nothing,

		"PUT /api/v1/plans/:plan/attachments/:attachment": nothing, "POST /plans/:plan/attachments/:attachment": nothing,
		"GET /plans/:plan/entries/:entry/attachments": owners, "POST /plans/:plan/entries/:entry/attachments": placers, "GET /plans/:plan/attachments/:attachment": nothing,
		"POST /plans/:plan/attachments/:attachment/remove": nothing, "POST /plans/:plan/attachments/:attachment/bring-back": nothing, "POST /plans/:plan/attachments/:attachment/empty": nothing,
	})
	notForAll = append(notForAll, "GET /plans/:plan/entries/:entry/attachments")
	for _, media := range []string{"image/jpeg", "image/png", "audio/webm", "audio/ogg", "audio/aac"} {
		openapi3filter.RegisterBodyDecoder(media, openapi3filter.FileBodyDecoder)
	}
}

// aPicture is a PNG with words in it where programs put them.
func aPicture(t testing.TB, words string) []byte {
	t.Helper()
	p := image.NewRGBA(image.Rect(0, 0, 40, 20))
	for i := range p.Pix {
		p.Pix[i] = byte(255 - i%7)
	}
	p.SetRGBA(3, 3, color.RGBA{255, 0, 0, 128})
	var b bytes.Buffer
	if err := png.Encode(&b, p); err != nil {
		t.Fatal(err)
	}
	return append(b.Bytes(), words...)
}

// send sends a file with words beside it, by the API (a path that begins with /api) or by a form.
func (s *server) sendFile(who apptest.Who, path string, file []byte, words map[string]string, headers ...string) *httptest.ResponseRecorder {
	s.T.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for name, text := range words {
		s.Must(form.WriteField(name, text))
	}
	if file != nil {
		part, err := form.CreateFormFile("file", "IMG_55.9533_-3.1883.png")
		s.Must(err)
		_, err = part.Write(file)
		s.Must(err)
	}
	s.Must(form.Close())
	r := httptest.NewRequest(http.MethodPost, path, &b)
	r.Header.Set("Content-Type", form.FormDataContentType())
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return s.send(as(who, r))
}

// hang hangs a file on an entry of Ailsa's by the API.
func (s *server) hang(entry models.ID, file []byte, description string) models.ID {
	s.T.Helper()
	w := s.sendFile(s.Ailsa, "/api/v1/plans/"+string(s.Ailsa.Plan)+"/entries/"+string(entry)+"/attachments", file, map[string]string{"description": description})
	var out struct{ ID models.ID }
	if w.Code != 201 || json.Unmarshal(w.Body.Bytes(), &out) != nil {
		s.T.Fatalf("hung: %d %s", w.Code, w.Body)
	}
	return out.ID
}

func TestAPictureHangsOnANote(t *testing.T) {
	s := newServer(t)
	note, plan := s.Write("notes", "A heron."), "/plans/"+string(s.Ailsa.Plan)
	id := s.hang(note.ID, aPicture(t, ""), "A heron at the lock.")
	all := list(t, s.call(s.Ailsa, "GET", plan+"/entries/"+string(note.ID)+"/attachments", ""))
	if len(all) != 1 || all[0]["kind"] != "picture" || all[0]["description"] != "A heron at the lock." || all[0]["width"] != 40.0 || all[0]["media_type"] != "image/png" {
		t.Errorf("what hangs there: %v", all)
	}
	at := plan + "/attachments/" + string(id)
	w := s.call(s.Ailsa, "GET", at, "")
	h := w.Header()
	if _, err := png.Decode(bytes.NewReader(w.Body.Bytes())); w.Code != 200 || err != nil {
		t.Errorf("%d %v", w.Code, err)
	}
	for name, want := range map[string]string{"Content-Type": "image/png", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Accept-Ranges": "bytes",
		"Content-Security-Policy": "default-src 'none'; sandbox", "Content-Disposition": `inline; filename="picture-` + string(id) + `.png"`, "Content-Encoding": ""} {
		if h.Get(name) != want {
			t.Errorf("%s: %q", name, h.Get(name))
		}
	}
	r := as(s.Ailsa, newRequest("GET", "/api/v1"+at, ""))
	r.Header.Set("Range", "bytes=1-3")
	r.Header.Set("Accept-Encoding", "gzip")
	if part := s.send(r); part.Code != 206 || part.Body.String() != "PNG" || part.Header().Get("Content-Range") != "bytes 1-3/"+strconv.Itoa(w.Body.Len()) {
		t.Errorf("a part: %d %q %v", part.Code, part.Body, part.Header())
	}

	if said := s.ok(s.Ailsa, 200, "PUT", at, `{"description":" A heron, and its fish. "}`); said["description"] != "A heron, and its fish." {
		t.Errorf("said of it: %v", said)
	}
	s.ok(s.Ailsa, 422, "PUT", at, `{"description":"`+strings.Repeat("x", 501)+`"}`)
	if again := s.call(s.Ailsa, "GET", at, ""); !bytes.Equal(again.Body.Bytes(), w.Body.Bytes()) {
		t.Error("other words made it another picture")
	}
	if out := s.call(s.Ailsa, "GET", plan+"/export", "").Body.String(); !strings.Contains(out, "A heron at the lock.") {
		t.Error("what was said before is lost")
	}
	s.ok(s.Ailsa, 204, "DELETE", at, "")
	s.ok(s.Ailsa, 404, "GET", at, "")
	if gone := list(t, s.call(s.Ailsa, "GET", plan+"/entries/"+string(note.ID)+"/unattached", "")); len(gone) != 1 || gone[0]["removed_at"] == nil {
		t.Errorf("taken off: %v", gone)
	}
	s.ok(s.Ailsa, 200, "POST", at+"/bring-back", "")
	if again := s.call(s.Ailsa, "GET", at, ""); !bytes.Equal(again.Body.Bytes(), w.Body.Bytes()) {
		t.Error("it came back as something else")
	}
	s.ok(s.Ailsa, 204, "DELETE", plan+"/entries/"+string(note.ID), "")
	s.ok(s.Ailsa, 404, "GET", at, "")
	s.ok(s.Ailsa, 200, "POST", plan+"/entries/"+string(note.ID)+"/bring-back", "")
	s.ok(s.Ailsa, 204, "DELETE", at, "")
	s.Clock.Forward(6 * time.Minute)
	s.ok(s.Ailsa, 403, "POST", at+"/empty", "") // it cannot be undone
	s.ok(s.SignIn(s.Ailsa), 204, "POST", at+"/empty", "")
	s.ok(s.Ailsa, 404, "POST", at+"/bring-back", "")
}

// With the entry goes what hangs on it, for good too: no byte is left of either.
func TestEmptyingAnEntryEmptiesWhatHangsOnIt(t *testing.T) {
	s := newServer(t)
	note, plan := s.Write("notes", "A heron."), "/plans/"+string(s.Ailsa.Plan)
	s.hang(note.ID, aPicture(t, ""), "")
	s.ok(s.Ailsa, 204, "DELETE", plan+"/entries/"+string(note.ID), "")
	fresh := s.SignIn(s.Ailsa)
	s.ok(fresh, 204, "POST", plan+"/entries/"+string(note.ID)+"/empty", "")
	out := s.ok(fresh, 200, "GET", plan+"/export", "")
	for _, kind := range []string{"attachments", "attachment_parts"} {
		if left, is := out[kind].([]any); !is || len(left) != 0 {
			t.Errorf("%s: %v", kind, out[kind])
		}
	}
}

// What hangs on an entry falls under it: whoever sees the entry sees it, only the
// owner adds or takes off, and to everybody else it is not there, in the same bytes as what never was.
func TestWhatHangsOnAnEntryFallsUnderIt(t *testing.T) {
	s := newServer(t)
	s.Tie(s.Jamie, models.Carer)
	s.Tie(s.Morag, models.Practitioner)
	s.Tie(s.Pete, models.Peer)
	s.Share(s.Jamie, models.RightSuggest, "notes")
	s.Share(s.Morag, models.RightWork, "notes")
	plan := "/plans/" + string(s.Ailsa.Plan)
	note := s.Write("notes", "A heron.")
	at := plan + "/attachments/" + string(s.hang(note.ID, aPicture(t, ""), "x"))
	statuses := func(who apptest.Who, get, list, add, off int) {
		t.Helper()
		for _, c := range []struct {
			method, path string
			want         int
		}{{"GET", at, get}, {"GET", plan + "/entries/" + string(note.ID) + "/attachments", list}, {"GET", plan + "/entries/" + string(note.ID) + "/unattached", 404},
			{"PUT", at, off}, {"DELETE", at, off}, {"POST", at + "/bring-back", 404}, {"POST", at + "/empty", 404}} {
			body := ""
			if c.method == "PUT" {
				body = `{"description":"mine now"}`
			}
			if w := s.call(who, c.method, c.path, body); w.Code != c.want {
				t.Errorf("%s %s as %s: %d, not %d", c.method, c.path, who.Name, w.Code, c.want)
			}
		}
		if w := s.sendFile(who, "/api/v1"+plan+"/entries/"+string(note.ID)+"/attachments", aPicture(t, ""), nil); w.Code != add {
			t.Errorf("%s adds: %d, not %d", who.Name, w.Code, add)
		}
	}
	statuses(s.Jamie, 200, 200, 403, 403)
	statuses(s.Morag, 200, 200, 403, 403)
	statuses(s.Pete, 404, 404, 404, 404)
	statuses(s.Stranger, 404, 404, 404, 404)
	never := func() string {
		return bytesOf(s.call(s.Jamie, "GET", plan+"/attachments/"+string(models.NewID()), "").Result())
	}
	onlyMe, shown := true, false
	for name, hide := range map[string]app.Place{"only me": {OnlyMe: &onlyMe}, "hidden from him": {HiddenFrom: &[]models.ID{s.Jamie.Account}}} {
		s.keep(note.ID, hide)
		statuses(s.Jamie, 404, 404, 404, 404)
		if got := bytesOf(s.call(s.Jamie, "GET", at, "").Result()); got != never() {
			t.Errorf("%s: %s", name, got)
		}
		s.Ailsa = s.SignIn(s.Ailsa)
		s.keep(note.ID, app.Place{OnlyMe: &shown, HiddenFrom: &[]models.ID{}})
	}
	statuses(s.Jamie, 200, 200, 403, 403)
	s.Must(s.App.RemoveEntry(t.Context(), s.Ailsa.Actor, s.Ailsa.Plan, note.ID))
	statuses(s.Jamie, 404, 404, 404, 404)
	if got := bytesOf(s.call(s.Jamie, "GET", at, "").Result()); got != never() {
		t.Errorf("taken out: %s", got)
	}
}

// To look at a picture alone, or to ask what hangs there, is a look at its section.
func TestLookingAtAPictureIsOnRecord(t *testing.T) {
	s := newServer(t)
	s.Tie(s.Jamie, models.Carer)
	s.Share(s.Jamie, models.RightSee, "notes")
	plan, note := "/plans/"+string(s.Ailsa.Plan), s.Write("notes", "A heron.").ID
	at := plan + "/attachments/" + string(s.hang(note, aPicture(t, ""), "x"))
	for i, path := range []string{at, plan + "/entries/" + string(note) + "/attachments"} {
		s.ok(s.Jamie, 200, "GET", path, "")
		looks := list(t, s.call(s.Ailsa, "GET", plan+"/access-records?limit=50", ""))
		if len(looks) != i+1 || looks[0]["section"] != "notes" || looks[0]["name"] != "Jamie" || looks[0]["act"] != "see" {
			t.Errorf("after %s: %v", path, looks)
		}
	}
}

// What hangs on something that Jamie cannot see, or was taken off, tells him nothing.
func TestTheWorldWithAndWithoutAPicture(t *testing.T) {
	onlyMe := true
	for name, apart := range map[string]func(*server, models.ID) models.ID{
		"a part not shared": func(s *server, _ models.ID) models.ID {
			return s.hang(s.Write("notes", "x").ID, aPicture(t, ""), "secret")
		},
		"an entry only hers": func(s *server, _ models.ID) models.ID {
			e, err := s.App.AddEntry(s.T.Context(), s.Ailsa.Actor, app.AddEntry{Plan: s.Ailsa.Plan, Section: "toolbox",
				Fields: models.Fields{{Key: "helps", Text: "secret"}}, Place: app.Place{OnlyMe: &onlyMe}})
			s.Must(err)
			return s.hang(e.ID, aPicture(t, ""), "secret")
		},
		"taken off": func(s *server, tool models.ID) models.ID {
			id := s.hang(tool, aPicture(t, ""), "secret")
			s.ok(s.Ailsa, 204, "DELETE", "/plans/"+string(s.Ailsa.Plan)+"/attachments/"+string(id), "")
			return id
		},
	} {
		t.Run(name, func(t *testing.T) {
			one, two := twins(t, func(s *server) {})
			for _, s := range []*server{one, two} {
				s.Share(s.Jamie, models.RightSuggest, "toolbox")
			}
			p := two.Write("toolbox", "A walk.")
			hidden := apart(two, p.ID)
			q := one.Write("toolbox", "A walk.")
			swap := func(all map[string]string) map[string]string {
				out := make(map[string]string)
				for path, text := range all {
					out[strings.ReplaceAll(path, string(p.ID), string(q.ID))] = strings.ReplaceAll(text, string(p.ID), string(q.ID))
				}
				return out
			}
			a, b := one.everything([]models.ID{q.ID, hidden}), swap(two.everything([]models.ID{p.ID, hidden}))
			for _, path := range []string{"/attachments/" + string(hidden), "/entries/" + string(q.ID) + "/attachments"} {
				full := "/plans/" + string(one.Ailsa.Plan) + path
				a["file "+path] = bytesOf(one.call(one.Jamie, "GET", full, "").Result())
				b["file "+path] = bytesOf(two.call(two.Jamie, "GET", strings.ReplaceAll(full, string(q.ID), string(p.ID)), "").Result())
			}
			same(t, a, b)
		})
	}
}

// withText puts a chunk of text before the end of a PNG.
func withText(file []byte, words string) []byte {
	chunk := "tEXtComment\x00" + words
	out := binary.BigEndian.AppendUint32(bytes.Clone(file[:len(file)-12]), uint32(len(chunk)-4))
	out = binary.BigEndian.AppendUint32(append(out, chunk...), crc32.ChecksumIEEE([]byte(chunk)))
	return append(out, file[len(file)-12:]...)
}

// Neither the picture nor what is said of it, nor what came with it, nor how the file was called is on the disk.
func TestNothingOfAPictureIsOnDiskInClear(t *testing.T) {
	const canary = "zebracanary"
	s := newServer(t)
	note := s.Write("notes", "x")
	file := withText(aPicture(t, ""), canary)
	if _, err := png.Decode(bytes.NewReader(file)); err != nil {
		t.Fatal(err)
	}
	id := s.hang(note.ID, append(file, canary...), canary)
	got := s.call(s.Ailsa, "GET", "/plans/"+string(s.Ailsa.Plan)+"/attachments/"+string(id), "").Body.Bytes()
	if bytes.Contains(got, []byte(canary)) {
		t.Error("what came with the picture was kept")
	}
	if s.Place == s.Folder {
		nothingInClear(t, s.Folder, canary, "IHDR", "IDAT", "55.9533", string(got[40:60]))
	}
	s.NothingInClear(canary, "55.9533")
}

func TestUploadsThatCannotBeTaken(t *testing.T) {
	s := newServer(t)
	plan := "/api/v1/plans/" + string(s.Ailsa.Plan)
	note, sign := plan+"/entries/"+string(s.Write("notes", "x").ID)+"/attachments", plan+"/entries/"+string(s.Write("warnings", "x").ID)+"/attachments"
	key := func(w *httptest.ResponseRecorder) string {
		var out struct {
			Key    string
			Fields map[string]struct{ Key string }
		}
		s.Must(json.Unmarshal(w.Body.Bytes(), &out))
		for name, f := range out.Fields {
			return strconv.Itoa(w.Code) + " " + name + " " + f.Key
		}
		return strconv.Itoa(w.Code) + " " + out.Key
	}
	for want, w := range map[string]*httptest.ResponseRecorder{
		"422 file attach.no_file":          s.sendFile(s.Ailsa, note, nil, nil),
		"422 file attach.too_big":          s.sendFile(s.Ailsa, note, make([]byte, 21<<20), nil),
		"422 file picture.heic":            s.sendFile(s.Ailsa, note, []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"), nil),
		"422 description field.too_long":   s.sendFile(s.Ailsa, note, aPicture(t, ""), map[string]string{"description": strings.Repeat("x", 501)}),
		"422 description field.unreadable": s.sendFile(s.Ailsa, note, aPicture(t, ""), map[string]string{"description": "\xff"}),
		"422 error.attach_elsewhere":       s.sendFile(s.Ailsa, sign, aPicture(t, ""), nil),
		"401 error.sign_in":                s.sendFile(apptest.Who{}, note, aPicture(t, ""), nil),
		"404 error.not_found":              s.sendFile(s.Stranger, note, aPicture(t, ""), nil),
	} {
		if got := key(w); got != want {
			t.Errorf("%s, not %s: %s", got, want, w.Body)
		}
	}
	first := s.sendFile(s.Ailsa, note, aPicture(t, ""), nil, "Idempotency-Key", "k")
	again := s.sendFile(s.Ailsa, note, aPicture(t, ""), nil, "Idempotency-Key", "k")
	other := s.sendFile(s.Ailsa, note, aPicture(t, "other"), nil, "Idempotency-Key", "k")
	if first.Code != 201 || again.Body.String() != first.Body.String() || key(other) != "422 error.once" {
		t.Errorf("%d, again %s, another %s", first.Code, again.Body, other.Body)
	}
}

// Pictures are taken along whole: in the data, and as files that any program opens.
func TestPicturesAreTakenAlong(t *testing.T) {
	s := newServer(t)
	note, plan := s.Write("notes", "A heron."), "/plans/"+string(s.Ailsa.Plan)
	standing, off := s.hang(note.ID, aPicture(t, ""), "A heron at\nthe lock."), s.hang(note.ID, aPicture(t, ""), "")
	want := s.call(s.Ailsa, "GET", plan+"/attachments/"+string(standing), "").Body.Bytes()
	s.ok(s.Ailsa, 204, "DELETE", plan+"/attachments/"+string(off), "")

	var joined []byte
	for _, part := range s.ok(s.Ailsa, 200, "GET", plan+"/export", "")["attachment_parts"].([]any) {
		if p := part.(obj); p["parent"] == string(standing) {
			some, err := base64.StdEncoding.DecodeString(p["words"].(string))
			s.Must(err)
			joined = append(joined, some...)
		}
	}
	if !bytes.Equal(joined, want) {
		t.Errorf("%d bytes as data, not %d", len(joined), len(want))
	}
	if body := s.page(s.Ailsa, "/me/take-out", url.Values{"as": {"page"}}).Body.String(); !strings.Contains(body, "the lock.") || len(body) > 60_000 {
		t.Errorf("the page lacks what is said of it, or holds its bytes: %d", len(body))
	}
	w := s.page(s.Ailsa, "/me/take-out", url.Values{"as": {"files"}})
	z, err := zip.NewReader(bytes.NewReader(w.Body.Bytes()), int64(w.Body.Len()))
	s.Must(err)
	files := make(map[string]string)
	for _, f := range z.File {
		r, err := f.Open()
		s.Must(err)
		text, err := io.ReadAll(r)
		s.Must(err)
		files[f.Name] = string(text)
	}
	name := s.Clock.Now().Format(time.DateOnly) + "-picture-"
	if len(files) != 3 || files[name+string(standing)+".png"] != string(want) || files["taken-off/"+name+string(off)+".png"] == "" ||
		!strings.Contains(files["descriptions.txt"], string(standing)+".png: A heron at the lock.\n") {
		t.Errorf("files %v", slices.Collect(maps.Keys(files)))
	}
	s.Clock.Forward(6 * time.Minute)
	if w := s.page(s.Ailsa, "/me/take-out", url.Values{"as": {"files"}}); w.Code != 403 {
		t.Errorf("without a fresh sign-in: %d", w.Code)
	}
}

// By pages, without a script: words are kept first, then a picture is hung on them,
// seen by whoever sees the words, taken off and brought back.
func TestAPictureByPages(t *testing.T) {
	s := newServer(t)
	s.Tie(s.Jamie, models.Carer)
	s.Share(s.Jamie, models.RightSee, "notes")
	plan := "/plans/" + string(s.Ailsa.Plan)
	at := s.page(s.Ailsa, plan+"/sections/notes", url.Values{"f.note": {"A heron."}, "then": {"attach"}}).Header().Get("Location")
	if !strings.HasSuffix(at, "/attachments") {
		t.Fatalf("the way on leads to %q", at)
	}
	again := s.sendFile(s.Ailsa, at, nil, map[string]string{"description": "words that stay"})
	if again.Code != 422 || !strings.Contains(again.Body.String(), "words that stay") || !strings.Contains(again.Body.String(), `href="#file"`) {
		t.Errorf("no file: %d %s", again.Code, again.Body)
	}
	if w := s.sendFile(s.Ailsa, at, aPicture(t, ""), map[string]string{"description": "A heron at the lock."}); w.Code != 303 || w.Header().Get("Location") != at+"?done=attached" {
		t.Fatalf("sent: %d %s", w.Code, w.Body)
	}
	shows := func(who apptest.Who, path string) string {
		t.Helper()
		body := s.page(who, path, nil).Body.String()
		for _, want := range []string{`alt="A heron at the lock."`, `width="40" height="20"`, `src="` + plan + "/attachments/"} {
			if !strings.Contains(body, want) {
				t.Fatalf("%s to %s lacks %s", path, who.Name, want)
			}
		}
		_, rest, _ := strings.Cut(body, `src="`+plan+"/attachments/")
		id, _, _ := strings.Cut(rest, `"`)
		return plan + "/attachments/" + id
	}
	file := shows(s.Ailsa, at)
	for _, path := range []string{"/sections/notes", "", "/notes"} {
		if got := shows(s.Jamie, plan+path); got != file {
			t.Errorf("%s leads to %s", path, got)
		}
	}
	shows(s.Ailsa, plan+"/sections/notes")
	shows(s.Ailsa, plan+"/notes")
	for _, who := range []apptest.Who{s.Ailsa, s.Jamie} {
		if w := s.page(who, file, nil); w.Code != 200 || w.Header().Get("Content-Type") != "image/png" || w.Header().Get("Content-Security-Policy") != "default-src 'none'; sandbox" {
			t.Errorf("%s: %d %v", who.Name, w.Code, w.Header())
		}
	}
	for path, form := range map[string]url.Values{at: nil, file + "/remove": {}, file + "/bring-back": {}} {
		if w := s.page(s.Jamie, path, form); w.Code != 404 && w.Code != 403 {
			t.Errorf("%s as Jamie: %d", path, w.Code)
		}
	}
	s.page(s.Ailsa, plan+"/people/"+string(s.Jamie.Account)+"/view", url.Values{"password": {"a long enough phrase"}})
	if w := s.page(s.Ailsa, file, nil); w.Code != 200 {
		t.Errorf("as they see it: %d", w.Code)
	}
	s.page(s.Ailsa, "/view/end", url.Values{"password": {"a long enough phrase"}})

	if w := s.page(s.Ailsa, file, url.Values{"description": {"A grey heron."}}); w.Code != 303 || !strings.Contains(s.page(s.Jamie, plan, nil).Body.String(), `alt="A grey heron."`) {
		t.Errorf("said anew: %d", w.Code)
	}
	s.page(s.Ailsa, file, url.Values{"description": {"A heron at the lock."}})
	if w := s.page(s.Ailsa, file+"/remove", url.Values{}); w.Code != 303 {
		t.Fatalf("taken off: %d %s", w.Code, w.Body)
	}
	if w := s.page(s.Jamie, file, nil); w.Code != 404 {
		t.Errorf("taken off, Jamie gets %d", w.Code)
	}
	if body := s.page(s.Ailsa, at, nil).Body.String(); !strings.Contains(body, file+"/bring-back") || strings.Contains(body, "<img") {
		t.Error("it cannot be brought back, or is still shown")
	}
	if body := s.page(s.Ailsa, strings.TrimSuffix(at, "/attachments")+"/versions", nil).Body.String(); !strings.Contains(body, "Picture added on") || !strings.Contains(body, "Picture taken off on") {
		t.Error("its history does not say so")
	}
	s.page(s.Ailsa, file+"/bring-back", url.Values{})
	shows(s.Jamie, plan)
	s.page(s.Ailsa, file+"/remove", url.Values{})
	if w := s.page(s.Ailsa, file+"/empty", url.Values{}); w.Code != 303 || strings.Contains(s.page(s.Ailsa, at, nil).Body.String(), file) {
		t.Errorf("for good: %d", w.Code)
	}
}

// What is wrong with a recording stands at its own form, with the words still there.
func TestARecordingThatCannotBeTakenByPages(t *testing.T) {
	s := newServer(t)
	at := "/plans/" + string(s.Ailsa.Plan) + "/entries/" + string(s.Write("toolbox", "The radio.").ID) + "/attachments"
	body := s.sendFile(s.Ailsa, at, []byte("OggS\x00 and nothing else"), map[string]string{"about": "words that stay"}).Body.String()
	for _, want := range []string{`href="#sound"`, `id="sound-error"`, `value="words that stay"`, "This recording could not be opened."} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.Contains(body, `id="file-error"`) {
		t.Error("the form for pictures is blamed")
	}
	if w := s.sendFile(s.Ailsa, at, []byte("\x1a\x45\xdf\xa3"), nil); w.Code != 422 {
		t.Errorf("%d", w.Code)
	}
	if w := s.page(s.Ailsa, "/plans/"+string(s.Ailsa.Plan)+"/entries/"+string(s.Write("warnings", "x").ID)+"/attachments", nil); w.Code != 404 {
		t.Errorf("where nothing hangs: %d", w.Code)
	}
}
