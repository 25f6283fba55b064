package handlers_test

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	stack "runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// browser is one window of a real Chromium on a real server.
type browser struct {
	t    *testing.T
	ctx  context.Context
	url  string
	name string // for screenshots

	script bool            // pages may run theirs
	around map[string]bool // what stood around the pages that were gone by
}

// chromium is where the browser is; without one the tests say that they were left
// out, and in CI they fail instead.
func chromium(t *testing.T) string {
	t.Helper()
	standsIn(t, "_browser_test.go")
	if os.Getenv("CI") != "true" && os.Getenv("HANDRAIL_BROWSER") == "" {
		t.Skip("left out of the quick loop: what needs a browser (HANDRAIL_BROWSER=1 or make test runs it)")
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	missing(t, "no Chromium on this machine: what needs a browser was left out (make setup installs it)")
	return ""
}

// standsIn checks that the test that runs stands in a file with such a name: by these, make
// test-browser knows which tests it is for.
func standsIn(t *testing.T, end string) {
	t.Helper()
	callers := make([]uintptr, 64)
	frames := stack.CallersFrames(callers[:stack.Callers(0, callers)])
	for {
		frame, more := frames.Next()
		if strings.Contains(frame.Function, "handlers_test.Test") && strings.HasSuffix(frame.File, end) {
			return
		}
		if !more {
			t.Fatalf("%s is to stand in a file …%s", t.Name(), end)
		}
	}
}

func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal(what)
	}
	t.Skip(what)
}

// view is how a window looks at the pages.
type view struct {
	name   string
	width  int64
	dark   bool
	script bool
}

var views = []view{{"wide", 1280, false, true}, {"phone", 360, false, true}, {"wide-no-script", 1280, false, false}, {"phone-dark-no-script", 360, true, false}}

// window opens a window with cookies and stores of its own.
func window(t *testing.T, server *httptest.Server, v view) *browser {
	t.Helper()
	from := shared.joined(t)
	all := cdp.WithExecutor(from.ctx, chromedp.FromContext(from.ctx).Browser)
	own, err := target.CreateBrowserContext().Do(all)
	if err != nil {
		t.Fatal(err)
	}
	id, err := target.CreateTarget("about:blank").WithBrowserContextID(own).WithNewWindow(true).Do(all)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(from.ctx, chromedp.WithTargetID(id))
	t.Cleanup(func() {
		cancel() // what it kept goes with the browser: disposing of it can hang
		shared.left(from)
	})
	return looksAs(t, ctx, server.URL, v)
}

// windowIn opens a browser of its own in a folder that may be another's from before.
func windowIn(t *testing.T, url string, v view, folder string, more ...chromedp.ExecAllocatorOption) *browser {
	t.Helper()
	ctx, end := started(chromium(t), folder, more...)
	t.Cleanup(end)
	return looksAs(t, ctx, url, v)
}

// started is a browser that runs until it is ended.
func started(chromium, folder string, more ...chromedp.ExecAllocatorOption) (context.Context, func()) {
	options := append([]chromedp.ExecAllocatorOption{}, chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.Headless, chromedp.DisableGPU, chromedp.NoSandbox,
		chromedp.ExecPath(chromium), chromedp.UserDataDir(folder), chromedp.Flag("disable-quic", true), chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), append(options, more...)...)
	ctx, cancel := chromedp.NewContext(allocator)
	return ctx, func() {
		cancel()
		stop()
	}
}

// looksAs gives a window its size and colours.
func looksAs(t *testing.T, ctx context.Context, url string, v view) *browser {
	t.Helper()
	ctx, end := context.WithTimeout(ctx, 9*time.Minute)
	t.Cleanup(end)
	b := &browser{t: t, ctx: ctx, url: url, name: v.name, script: v.script}
	scheme := "light"
	if v.dark {
		scheme = "dark"
	}
	b.do(chromedp.EmulateViewport(v.width, 800),
		emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}),
		emulation.SetScriptExecutionDisabled(!v.script))
	return b
}

// shared is the browser that the windows of tests share: starting one takes longer than most
// tests. After a while another takes its place, and it ends with its last window.
var shared sharing

const mostWindows = 12 // that one browser ever had

type sharing struct {
	mu  sync.Mutex
	now *process
}

type process struct {
	ctx       context.Context
	end       func()
	had, open int
}

func (c *sharing) joined(t *testing.T) *process {
	t.Helper()
	path := chromium(t)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.now == nil || c.now.had == mostWindows {
		folder, err := os.MkdirTemp("", "handrail-window-")
		if err != nil {
			t.Fatal(err)
		}
		ctx, end := started(path, folder, // a window behind another one is not slower than the one in front
			chromedp.Flag("disable-background-timer-throttling", true), chromedp.Flag("disable-backgrounding-occluded-windows", true), chromedp.Flag("disable-renderer-backgrounding", true))
		if err := chromedp.Run(ctx); err != nil {
			t.Fatal(err)
		}
		c.now = &process{ctx: ctx, end: func() {
			end()
			_ = os.RemoveAll(folder)
		}}
	}
	c.now.had++
	c.now.open++
	return c.now
}

func (c *sharing) left(from *process) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if from.open--; from.open > 0 || from.had < mostWindows {
		return
	}
	from.end()
	if from == c.now {
		c.now = nil
	}
}

// ends ends the one that is open.
func (c *sharing) ends() {
	if c.now != nil {
		c.now.end()
	}
}

// profile is a folder for a browser, which may still write into it while it ends:
// what is left of it then is no fault of a test's.
func profile(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "handrail-window-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	return folder
}

func (b *browser) do(actions ...chromedp.Action) {
	b.t.Helper()
	if err := chromedp.Run(b.ctx, actions...); err != nil {
		b.t.Fatalf("%s: %v", b.name, err)
	}
}

// goes opens a path and waits until it stands.
func (b *browser) goes(path string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 15*time.Second)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, chromedp.Navigate(b.url+path)); err != nil {
		b.t.Fatalf("%s %s: %v", b.name, path, err)
	}
}

// types puts text into a field by its name.
func (b *browser) types(name, text string) {
	b.t.Helper()
	b.must(`(() => { const it = document.querySelector('main [name="` + name + `"]'); if (!it) return false; it.value = ` + quoted(text) + `; it.dispatchEvent(new Event('input', {bubbles: true})); return true })()`)
}

// ticks chooses a radio button or check box by its name and value.
func (b *browser) ticks(name, value string) {
	b.t.Helper()
	b.must(`(() => { const box = document.querySelector('[name="` + name + `"][value="` + value + `"]'); if (!box) return false; box.closest('details')?.setAttribute('open', ''); box.checked = true; return true })()`)
}

// presses a button or link by the words on it, and waits for the page that it leads to.
func (b *browser) presses(words string) {
	b.t.Helper()
	find := `const all = [...document.querySelectorAll('main button, main a, .top button, .top a')]; const it = all.find(e => e.firstChild?.textContent.trim() === ` +
		quoted(words) + `) || all.find(e => e.textContent.trim().startsWith(` + quoted(words) + `));`
	b.must(`(() => { ` + find + ` return !!it })()`)
	ctx, cancel := context.WithTimeout(b.ctx, 15*time.Second)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, chromedp.Evaluate(`(() => { `+find+` it.click() })()`, nil)); err != nil {
		b.t.Fatalf("%s: pressing %q on %s: %v", b.name, words, b.path(), err)
	}
}

func quoted(s string) string {
	out, _ := json.Marshal(s)
	return string(out)
}

func (b *browser) must(script string) {
	b.t.Helper()
	var ok bool
	b.do(chromedp.Evaluate(script, &ok))
	if !ok {
		b.t.Fatalf("%s on %s: %s\n%s", b.name, b.path(), script, b.text())
	}
}

func (b *browser) text() string {
	b.t.Helper()
	var out string
	b.do(chromedp.Evaluate(`document.querySelector('main').innerText`, &out))
	return out
}

func (b *browser) path() string {
	b.t.Helper()
	var out string
	b.do(chromedp.Evaluate(`location.pathname + location.search`, &out))
	return out
}

// reads checks that the page says something.
func (b *browser) reads(words ...string) {
	b.t.Helper()
	text := b.text()
	for _, w := range words {
		if !strings.Contains(text, w) {
			b.t.Errorf("%s: %s does not say %q:\n%s", b.name, b.path(), w, text)
		}
	}
}

// picture keeps a screenshot where HANDRAIL_SHOTS says.
func (b *browser) picture(name string) {
	b.t.Helper()
	folder := os.Getenv("HANDRAIL_SHOTS")
	if folder == "" {
		return
	}
	var png []byte
	b.do(chromedp.ActionFunc(func(ctx context.Context) (err error) {
		png, err = page.CaptureScreenshot().WithCaptureBeyondViewport(true).WithFromSurface(true).Do(ctx)
		return err
	}))
	if err := os.WriteFile(filepath.Join(folder, name+"-"+b.name+".png"), png, 0o600); err != nil {
		b.t.Fatal(err)
	}
}

// fits checks that the page needs no sideways scrolling.
func (b *browser) fits() {
	b.t.Helper()
	var over float64
	b.do(chromedp.Evaluate(`document.documentElement.scrollWidth - document.documentElement.clientWidth`, &over))
	if over > 0 {
		b.t.Errorf("%s: %s is %v px too wide", b.name, b.path(), over)
	}
}

func evaluate(script string, into any) chromedp.Action { return chromedp.Evaluate(script, into) }

// awaited makes an evaluation wait for the promise that it gives.
func awaited(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }
