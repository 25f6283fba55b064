package handlers_test

import (
	"bytes"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"handrail/models"
)

// looksAround looks at the page as it stands, wide and narrow, light and dark.
func (b *browser) looksAround(name string) {
	b.t.Helper()
	for _, l := range looks {
		b.turns(l.view)
		b.fits()
		for _, found := range b.violations(l.rules) {
			b.t.Errorf("%s %s: %s", l.name, name, found)
		}
		b.picture("attached-" + name)
	}
}

// attachedScreens is a tool with a picture on it and one taken off.
func attachedScreens(s *server) []string {
	plan, tool := "/plans/"+string(s.Ailsa.Plan), s.Write("toolbox", "The bench behind the library.")
	s.hang(tool.ID, aPicture(s.T, ""), "The bench, with the cat on it.")
	off := s.hang(tool.ID, aPicture(s.T, ""), "")
	_, err := s.App.Unattach(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan, off)
	s.Must(err)
	entry := plan + "/entries/" + string(tool.ID)
	return []string{entry + "/attachments", entry + "/versions", plan + "/sections/toolbox"}
}

// awaits is what a promise comes to.
func (b *browser) awaits(script string) (out string) {
	b.t.Helper()
	b.do(chromedp.Evaluate(script, &out, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
	return out
}

// A voice is recorded, listened to before it is kept, kept through a lost line, and
// what is left of it afterwards can be played: by a browser's own recorder and player.
func TestAVoiceIsRecordedInARealBrowser(t *testing.T) {
	chromium(t)
	axe(t)
	s := newServer(t)
	s.Tie(s.Jamie, models.Carer)
	s.Share(s.Jamie, models.RightSee, "notes")
	note := s.Write("notes", "A heron, this morning.")
	server := httptest.NewServer(s.echo)
	t.Cleanup(server.Close)
	b := windowIn(t, server.URL, view{"wide", 1280, false, true}, profile(t),
		chromedp.Flag("use-fake-device-for-media-stream", true), chromedp.Flag("use-fake-ui-for-media-stream", true), chromedp.Flag("mute-audio", true), chromedp.Flag("autoplay-policy", "no-user-gesture-required"))
	b.signsIn(&s.Ailsa)
	plan := "/plans/" + string(s.Ailsa.Plan)
	at := plan + "/entries/" + string(note.ID) + "/attachments"
	press := func(name string) {
		b.must(`(() => { const it = document.querySelector('[data-recorder] [data-` + name + `]'); if (it.hidden) return false; it.click(); return true })()`)
	}
	b.goes(at)
	b.until(`!document.querySelector('[data-recorder]').hidden`)
	b.looksAround("empty")
	press("record")
	b.until(`/[1-9] of 5:00/.test(document.querySelector('span[data-time]').textContent)`)
	b.reads("Recording. Speak when you are ready.")
	b.looksAround("recording")
	press("stop")
	b.until(`document.querySelector('#sound').files.length === 1`)
	b.reads("It is not kept yet")
	b.looksAround("recorded")
	press("play")
	b.until(`document.querySelector('button[data-play]').textContent === 'Stop listening'`)
	press("play")
	b.until(`document.querySelector('button[data-play]').textContent === 'Listen to it'`)
	press("discard")
	b.must(`document.querySelector('#sound').files.length === 0`)
	press("record")
	b.until(`/0:02 of 5:00/.test(document.querySelector('span[data-time]').textContent)`)
	press("stop")
	b.until(`document.querySelector('#sound').files.length === 1`)
	b.types("about", "How it stood there.")
	send := `(() => { document.querySelector('form[data-records]').requestSubmit(); return true })()`
	b.do(network.Enable(), network.EmulateNetworkConditions(true, 0, -1, -1))
	b.must(send)
	b.until(`document.querySelector('form[data-records] [data-state]').textContent.startsWith("That didn't save.")`)
	b.must(`document.querySelector('#sound').files.length === 1 && document.querySelector('#about').value === 'How it stood there.'`)
	b.do(network.EmulateNetworkConditions(false, 0, -1, -1))
	if _, err := chromedp.RunResponse(b.ctx, chromedp.Evaluate(send, nil)); err != nil {
		t.Fatal(err)
	}
	b.reads("It's there now.", "How it stood there.", "Recording added on")
	b.looksAround("kept")

	all, err := s.App.Attached(t.Context(), s.Ailsa.Actor, s.Ailsa.Plan, note.ID)
	s.Must(err)
	_, content, err := s.App.ReadAttachment(t.Context(), s.Ailsa.Actor, s.Ailsa.Plan, all[0].ID)
	s.Must(err)
	if all[0].Media != "audio/webm" || bytes.Contains(content, []byte("Chrome")) || !bytes.Contains(content, []byte("A_OPUS")) {
		t.Errorf("%s, %d bytes", all[0].Media, len(content))
	}
	b.signsIn(&s.Jamie)
	b.goes(plan + "/sections/notes")
	plays := b.awaits(`new Promise(done => {
		const a = document.querySelector('audio');
		a.addEventListener('error', () => done('error ' + a.error.message));
		a.addEventListener('ended', () => done(a.duration > 1.5 && a.duration < 10 && a.currentTime > 1.5 ? 'to its end' : 'it lasts ' + a.duration + ', ends at ' + a.currentTime));
		a.play().catch(e => done(String(e)));
	})`)
	if plays != "to its end" {
		t.Errorf("it plays: %s", plays)
	}
	seeks := b.awaits(`new Promise(done => { const a = document.querySelector('audio'); a.addEventListener('seeked', () => done('at ' + (Math.abs(a.currentTime - 1) < 0.2))); a.currentTime = 1 })`)
	if seeks != "at true" {
		t.Errorf("it is wound back: %s", seeks)
	}
	b.looksAround("theirs")
}

// On a phone without a script: words, then a picture, in two forms.
func TestAPictureWithoutAScript(t *testing.T) {
	chromium(t)
	s := newServer(t)
	server := httptest.NewServer(s.echo)
	t.Cleanup(server.Close)
	file := filepath.Join(t.TempDir(), "heron.png")
	s.Must(os.WriteFile(file, aPicture(t, ""), 0o600))
	for _, v := range []view{{"phone-dark-no-script", 360, true, false}, {"phone", 360, false, true}} {
		b := window(t, server, v)
		b.signsIn(&s.Ailsa)
		plan := "/plans/" + string(s.Ailsa.Plan)
		b.goes(plan + "/sections/notes")
		b.types("f.note", "A heron.")
		b.fits()
		b.picture("attached-writing")
		b.presses("Done, and add a picture or a recording")
		b.reads("A heron.", "Add a picture", "What is in the picture?")
		b.picture("attached-first")
		b.do(chromedp.SetUploadFiles(`#file`, []string{file}, chromedp.ByQuery))
		b.types("description", "A heron at the lock.")
		b.presses("Add the picture")
		b.until(`!!document.querySelector('img.attached')`)
		b.reads("It's there now.", "A heron at the lock.", "Picture added on")
		b.until(`(() => { const p = document.querySelector('img.attached'); return p.complete && p.naturalWidth === 40 && p.alt === 'A heron at the lock.' })()`)
		b.fits()
		b.picture("attached-picture")
		b.presses("Take this picture off")
		b.reads("It is off", "What you took off")
		b.picture("attached-off")
		b.presses("Bring it back")
		b.reads("It's back.")
	}
}

// Only the page that records may ask for the microphone.
func TestOnlyTheRecordingPageMayHear(t *testing.T) {
	s := newServer(t)
	note := s.Write("notes", "x")
	plan := "/plans/" + string(s.Ailsa.Plan)
	for path, may := range map[string]bool{"/entries/" + string(note.ID) + "/attachments": true, "/entries/" + string(note.ID): false, "/sections/notes": false, "": false} {
		policy := s.page(s.Ailsa, plan+path, nil).Header().Get("Permissions-Policy")
		if strings.Contains(policy, "microphone=(self)") != may || !strings.Contains(policy, "camera=()") {
			t.Errorf("%s: %s", path, policy)
		}
	}
}
