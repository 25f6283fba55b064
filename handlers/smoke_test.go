package handlers_test

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"handrail/app/apptest"
	"handrail/models"
)

// Every screen of a person's own plan opens and holds no key in place of a sentence.
func TestEveryScreenOpens(t *testing.T) {
	s := newServer(t)
	e := s.Write("warnings", "I wake before four.")
	s.Tie(s.Jamie, models.Carer)
	given := s.Share(s.Jamie, models.RightSuggest, "warnings", "daily")
	plan := "/plans/" + string(s.Ailsa.Plan)
	entry := plan + "/entries/" + string(e.ID)
	jamie := plan + "/people/" + string(s.Jamie.Account)
	pages := []string{"/", "/help", "/help/lines", "/me", "/me/look", "/me/sign-ins", "/about-sharing", "/people", "/invitations",
		"/start", "/start/beside", "/start/helps", "/start/ring", "/start/ready",
		plan, plan + "?chapter=crisis", plan + "/removed", plan + "/own-sections", entry, entry + "/about", entry + "/versions",
		plan + "/sharing", plan + "/sharing/table", plan + "/invitations", plan + "/invitations/new", plan + "/looks", plan + "/receipts",
		plan + "/receipts/" + string(given[0].ID), jamie + "/share", plan + "/suggestions"}
	for _, c := range models.Catalogue {
		for _, section := range c.Sections {
			pages = append(pages, plan+"/sections/"+string(section.Key))
		}
	}
	for _, path := range pages {
		opens(t, s, s.Ailsa, path)
	}
	for _, path := range []string{plan, plan + "/sections/warnings", plan + "/suggest?section=warnings", plan + "/suggest?section=warnings&entry=" + string(e.ID), plan + "/suggestions", "/people"} {
		opens(t, s, s.Jamie, path)
	}
	opens(t, s, s.Leona, "/lead")
	for _, path := range []string{"/", "/sign-in", "/sign-up", "/recover", "/help", "/about-sharing", "/invitations/SOME-CODE"} {
		opens(t, s, apptest.Who{}, path)
	}
}

func opens(t *testing.T, s *server, who apptest.Who, path string) {
	t.Helper()
	w := s.page(who, path, nil)
	if w.Code != http.StatusOK {
		t.Errorf("%s for %s: %d", path, who.Name, w.Code)
		return
	}
	body := w.Body.String()
	if dir := os.Getenv("HANDRAIL_TEST_PAGES"); dir != "" {
		_ = os.WriteFile(dir+"/"+strings.NewReplacer("/", "_", "?", "_").Replace(who.Name+path)+".html", w.Body.Bytes(), 0o600)
	}
	for _, mark := range []string{">section.", ">chapter.", ">error.", "{{", "<no value>", "%!"} {
		if i := strings.Index(strings.ReplaceAll(body, "section.css", ""), mark); i >= 0 {
			t.Errorf("%s shows %q", path, body[max(0, i-40):min(len(body), i+60)])
		}
	}
}
