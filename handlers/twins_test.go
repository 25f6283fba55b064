package handlers_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// twins is two worlds that were one until something happened in the second that
// Jamie must not be able to tell.
func twins(t *testing.T, apart func(w *server)) (one, two *server) {
	t.Helper()
	first := newServer(t)
	first.Tie(first.Jamie, models.Carer)
	first.Tie(first.Morag, models.Practitioner)
	first.Share(first.Jamie, models.RightSuggest, "warnings", "daily")
	first.Share(first.Morag, models.RightSuggest, "warnings")
	first.Write("warnings", "I wake before four.")
	first.Write("warnings", "The flat gets dark.")
	first.Write("goals", "The allotment.")
	first.suggestedBy(first.Jamie, "You stop sending pictures.")
	one, two = serverOf(first.World.Copy(t)), serverOf(first.World.Copy(t))
	apart(two)
	return one, two
}

func (s *server) suggestedBy(who apptest.Who, words string) *app.Suggestion {
	s.T.Helper()
	out, err := s.App.Suggest(s.T.Context(), who.Actor, app.Suggest{Plan: s.Ailsa.Plan, Section: "warnings", Fields: models.Fields{{Key: "sign", Text: words}}})
	s.Must(err)
	return out
}

// everything is the answers to all that Jamie can ask for, by every route of pages and API
// that reads, for every section, with every id that he could have come by.
func (s *server) everything(ids []models.ID) map[string]string {
	out := make(map[string]string)
	for _, path := range s.addresses(ids) {
		asked := func() *httptest.ResponseRecorder { return s.page(s.Jamie, path, nil) }
		if rest, api := strings.CutPrefix(path, "/api/v1"); api {
			asked = func() *httptest.ResponseRecorder { return s.call(s.Jamie, "GET", rest, "") }
		}
		out[path] = serversKey.ReplaceAllString(bytesOf(asked().Result()), "")
	}
	return out
}

// addresses is where everything is of everything that can be read. A stream has no end, and files are
// the same for everybody.
func (s *server) addresses(ids []models.ID) (out []string) {
	for _, r := range s.echo.Routes() {
		if r.Method != http.MethodGet || strings.HasSuffix(r.Path, "/events") || strings.HasPrefix(r.Path, "/static/") {
			continue
		}
		path := strings.ReplaceAll(r.Path, ":plan", string(s.Ailsa.Plan))
		switch {
		case strings.Contains(path, ":section"):
			for _, c := range models.Catalogue {
				for _, section := range c.Sections {
					out = append(out, strings.ReplaceAll(path, ":section", string(section.Key)))
				}
			}
		case strings.Contains(path, ":"):
			for _, id := range ids {
				out = append(out, aParam.ReplaceAllString(path, string(id)))
			}
		default:
			out = append(out, path)
		}
	}
	plan := "/plans/" + string(s.Ailsa.Plan)
	for _, c := range models.Catalogue {
		out = append(out, plan+"?chapter="+c.Key, plan+"/print?chapter="+c.Key)
		for _, section := range c.Sections {
			out = append(out, plan+"/suggest?section="+string(section.Key))
		}
	}
	for _, id := range ids {
		out = append(out, plan+"/suggest?section=warnings&entry="+string(id))
	}
	return out
}

// serversKey is what a server signs notes on devices with, made when it is first asked for.
var serversKey = regexp.MustCompile(`data-key="[^"]*"`)

var aParam = regexp.MustCompile(`:[a-z]+`)

// bytesOf is an answer whole, but for the id that each answer has of its own.
func bytesOf(r *http.Response) string {
	var b strings.Builder
	r.Header.Del("X-Request-Id")
	_ = r.Write(&b)
	return b.String()
}

func (s *server) ids() (out []models.ID) {
	s.T.Helper()
	p, err := s.App.ReadPlan(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan)
	s.Must(err)
	for _, section := range p.Sections {
		for _, e := range section.Entries {
			out = append(out, e.ID)
		}
	}
	sent, err := s.App.Suggestions(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan)
	s.Must(err)
	for _, x := range sent {
		out = append(out, x.ID)
	}
	signed, err := s.App.Statements(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan)
	s.Must(err)
	for _, x := range signed {
		out = append(out, x.ID)
	}
	met, err := s.App.Sessions(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan)
	s.Must(err)
	for _, x := range met {
		out = append(out, x.ID)
	}
	people, err := s.App.People(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan)
	s.Must(err)
	for _, x := range people {
		out = append(out, x.Account)
	}
	return append(out, models.NewID())
}

// What is not shared leaves no trace: the world with it and without it are the
// same bytes (SAFETY.md 8, RULES.md 25).
func TestTheWorldWithAndWithoutWhatIsHidden(t *testing.T) {
	onlyMe := true
	for name, apart := range map[string]func(*server){
		"a section not shared":     func(s *server) { s.Write("hopes", "secret"); s.Write("goals", "secret") },
		"an entry kept to herself": func(s *server) { e := s.Write("goals", "x"); s.keep(e.ID, app.Place{OnlyMe: &onlyMe}) },
		"an entry only hers, shared section": func(s *server) {
			_, err := s.App.AddEntry(s.T.Context(), s.Ailsa.Actor, app.AddEntry{Plan: s.Ailsa.Plan, Section: "warnings",
				Fields: models.Fields{{Key: "sign", Text: "secret"}}, Place: app.Place{OnlyMe: &onlyMe}})
			s.Must(err)
		},
		"an entry hidden from him": func(s *server) {
			_, err := s.App.AddEntry(s.T.Context(), s.Ailsa.Actor, app.AddEntry{Plan: s.Ailsa.Plan, Section: "warnings",
				Fields: models.Fields{{Key: "sign", Text: "secret"}}, Place: app.Place{HiddenFrom: &[]models.ID{s.Jamie.Account}}})
			s.Must(err)
		},
		"reminders": func(s *server) {
			_, err := s.App.AddReminder(s.T.Context(), s.Ailsa.Actor, app.AddReminder{Plan: s.Ailsa.Plan, At: "08:30", Days: models.EveryDay})
			s.Must(err)
			_, err = s.App.NewCalendar(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan)
			s.Must(err)
		},
		"another's suggestion": func(s *server) { s.suggestedBy(s.Morag, "secret") },
		"his own suggestion declined": func(s *server) {
			sent, err := s.App.Suggestions(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan)
			s.Must(err)
			s.Must(s.App.Decline(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan, sent[0].ID))
		},
		"his own suggestion taken in, and kept to herself": func(s *server) {
			sent, err := s.App.Suggestions(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan)
			s.Must(err)
			_, err = s.App.Accept(s.T.Context(), s.Ailsa.Actor, app.Accept{Plan: s.Ailsa.Plan, Suggestion: sent[0].ID})
			s.Must(err)
		},
		"he is no longer heard": func(s *server) {
			s.Must(s.App.MutePerson(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan, s.Jamie.Account, app.Unheard))
		},
		"another person in the plan": func(s *server) { s.Tie(s.Pete, models.Peer); s.Share(s.Pete, models.RightSee, "goals") },
		"something else taken out": func(s *server) {
			p, err := s.App.ReadSection(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan, "goals")
			s.Must(err)
			s.Must(s.App.RemoveEntry(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan, p.Sections[0].Entries[0].ID))
		},
		"a section of her own": func(s *server) {
			_, err := s.App.AddSection(s.T.Context(), s.Ailsa.Actor, app.AddSection{Plan: s.Ailsa.Plan, Title: "secret"})
			s.Must(err)
		},
		"a draft": func(s *server) {
			s.Must(s.App.SaveDraft(s.T.Context(), s.Ailsa.Actor, app.SaveDraft{DraftOf: app.DraftOf{Plan: s.Ailsa.Plan, Section: "warnings"}, Fields: models.Fields{{Key: "sign", Text: "secret"}}}))
		},
		"a statement that she signed, for another to witness": func(s *server) {
			st := signed(s, s.Write("advance", "secret").ID, "scotland")
			s.Tie(s.Pete, models.Peer)
			_, err := s.App.AskWitness(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan, st.ID, s.Pete.Account)
			s.Must(err)
		},
		"a statement that he was asked to witness, and is no longer": func(s *server) {
			st := signed(s, s.Write("advance", "secret").ID, "scotland")
			_, err := s.App.AskWitness(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan, st.ID, s.Jamie.Account)
			s.Must(err)
			_, err = s.App.UnaskWitness(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan, st.ID, s.Jamie.Account)
			s.Must(err)
		},
		"a session with another, summed up": func(s *server) {
			m, err := s.App.OpenSession(s.T.Context(), s.Ailsa.Actor, app.OpenSession{Plan: s.Ailsa.Plan, With: s.Morag.Account})
			s.Must(err)
			_, err = s.App.JoinSession(s.T.Context(), s.Morag.Actor, s.Ailsa.Plan, m.ID)
			s.Must(err)
			_, err = s.App.AddToAgenda(s.T.Context(), s.Morag.Actor, app.AddToAgenda{Plan: s.Ailsa.Plan, Session: m.ID, Text: "secret"})
			s.Must(err)
			_, err = s.App.EndSession(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan, m.ID)
			s.Must(err)
		},
		"something for a crisis": func(s *server) { s.ShareWhen(s.Jamie, models.RightSee, models.InCrisis, "crisis-help") },
		"something for later": func(s *server) {
			_, err := s.App.Share(s.T.Context(), s.Ailsa.Actor, app.Share{Plan: s.Ailsa.Plan, Account: s.Jamie.Account, Offer: models.Offer{
				Sections: []models.SectionKey{"goals"}, Right: models.RightSee, When: models.Always, From: s.Clock.Now().Add(time.Hour)}})
			s.Must(err)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			one, two := twins(t, apart)
			ids := two.ids()
			same(t, one.everything(ids), two.everything(ids))
		})
	}
}

func (s *server) keep(entry models.ID, p app.Place) {
	s.T.Helper()
	_, err := s.App.SetPlace(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan, entry, p)
	s.Must(err)
}

// Pausing, ending and withdrawing all look alike to the other side.
func TestPausedEndedAndNothingSharedLookAlike(t *testing.T) {
	withdrawn := func(s *server) {
		s.Must(s.App.WithdrawFrom(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan, s.Jamie.Account))
	}
	for name, apart := range map[string]func(*server){
		"paused": func(s *server) {
			s.Must(s.App.PausePerson(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan, s.Jamie.Account))
		},
		"ended": func(s *server) { s.Must(s.App.EndPerson(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan, s.Jamie.Account)) },
	} {
		t.Run(name, func(t *testing.T) {
			one, two := twins(t, apart)
			withdrawn(one)
			ids := two.ids()
			same(t, one.everything(ids), two.everything(ids))
		})
	}
}

func same(t *testing.T, one, two map[string]string) {
	t.Helper()
	for path, was := range one {
		if two[path] != was {
			t.Errorf("%s tells the two worlds apart:\n%s", path, firstDifference(was, two[path]))
		}
	}
}

func firstDifference(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	cut := func(s string) string { return s[max(0, min(len(s), i-80)):min(len(s), i+120)] }
	return "… " + cut(a) + "\n… " + cut(b)
}

// The lists that somebody gets are exactly what is theirs to see.
func TestListsHoldExactlyWhatIsVisible(t *testing.T) {
	s := newServer(t)
	s.Tie(s.Jamie, models.Carer)
	s.Share(s.Jamie, models.RightSee, "warnings")
	s.Accept(s.Pete, models.Peer)
	for _, c := range []struct {
		who   apptest.Who
		plans int
	}{{s.Ailsa, 1}, {s.Jamie, 2}, {s.Pete, 1}, {s.Stranger, 1}, {s.Leona, 1}} {
		if got := list(t, s.call(c.who, "GET", "/plans", "")); len(got) != c.plans || got[0]["id"] != string(c.who.Plan) {
			t.Errorf("%s has %v", c.who.Name, got)
		}
	}
	var me struct {
		Relationships []struct{ State string }
	}
	s.Must(json.Unmarshal(s.call(s.Pete, "GET", "/me", "").Body.Bytes(), &me))
	if len(me.Relationships) != 1 || me.Relationships[0].State != "accepted" {
		t.Errorf("Pete is told %+v", me)
	}
}
