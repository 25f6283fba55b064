package handlers_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	chrome "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/serviceworker"
	"github.com/chromedp/chromedp"

	"handrail/app"
	"handrail/models"
)

// aPushService stands for the browser maker's, which is out of reach here: what a browser
// would get from it, for keys that are as they should be.
const aPushService = `(() => {
	PushManager.prototype.subscribe = async (with_) => {
		window.asked = with_;
		const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
		const text = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
		const p256dh = text(await crypto.subtle.exportKey("raw", pair.publicKey)), auth = text(crypto.getRandomValues(new Uint8Array(16)));
		return { toJSON: () => ({ endpoint: "https://push.example.org/x", keys: { p256dh, auth } }), unsubscribe: async () => true };
	};
	return true;
})()`

// Somebody has notes sent to their phone; one comes, says what it says and no more, and ends.
func TestANoteComesToAPhone(t *testing.T) {
	p := newPhone(t, small)
	_, err := p.App.AddReminder(t.Context(), p.Ailsa.Actor, app.AddReminder{Plan: p.Ailsa.Plan, At: "09:30", Days: models.EveryDay})
	p.Must(err)
	registrations := make(chan serviceworker.RegistrationID, 64)
	chromedp.ListenTarget(p.ctx, func(e any) {
		if up, is := e.(*serviceworker.EventWorkerRegistrationUpdated); is {
			for _, r := range up.Registrations {
				select {
				case registrations <- r.RegistrationID:
				default: // enough were told
				}
			}
		}
	})
	p.do(serviceworker.Enable(), chromedp.ActionFunc(func(ctx context.Context) error {
		return chrome.GrantPermissions([]chrome.PermissionType{chrome.PermissionTypeNotifications}).WithOrigin(p.browser.url).
			Do(cdp.WithExecutor(ctx, chromedp.FromContext(ctx).Browser))
	}))
	p.goes("/me/reminders")
	p.reads("Until then nothing comes.")
	p.until(`!document.querySelector('[data-tell]').hidden`)
	p.must(aPushService)
	p.presses("Send notes here")
	p.reads("Notes come here from now on.", "No more notes here")
	p.Clock.Forward(30 * time.Minute)
	p.Must(p.App.RemindThemselves(t.Context()))
	if n := p.Pushes.Came(); n != 1 {
		t.Errorf("%d notes were sent", n)
	}
	const shown = `navigator.serviceWorker.getRegistration("/note/").then((r) => r.getNotifications()).then((all) => all.map((n) => n.title + "|" + n.body).join())`
	var said string
	for late := time.Now().Add(20 * time.Second); said == "" && time.Now().Before(late); {
		select {
		case id := <-registrations: // its worker may still be on its way: then the next is told
			p.do(serviceworker.DeliverPushMessage(p.browser.url, id, "A note to yourself"))
		case <-time.After(50 * time.Millisecond):
		}
		p.do(chromedp.Evaluate(shown, &said, awaited))
	}
	if said != "A note to yourself|" {
		t.Errorf("the phone shows %q", said)
	}
	p.presses("No more notes here")
	p.reads("No more notes come here.")
}

// A browser that lets no notes through is told of, and nothing is lost.
func TestABrowserThatLetsNoNotesThrough(t *testing.T) {
	p := newPhone(t, small)
	p.goes("/me/reminders")
	p.until(`!document.querySelector('[data-tell]').hidden`)
	for answer, says := range map[string]string{"denied": "Your browser does not let notes through.", "granted": "That did not work just now. Nothing is lost."} {
		p.must(fmt.Sprintf(`(() => { Notification.requestPermission = async () => %q; PushManager.prototype.subscribe = async () => { throw new Error() }; document.querySelector('[data-tell]').click(); return true })()`, answer))
		p.until(fmt.Sprintf(`document.querySelector('[data-said]').textContent.includes(%q)`, says))
	}
}
