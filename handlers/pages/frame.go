package pages

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
)

// frame is what stands around every screen.
type frame struct {
	Title string
	Here  string          // the room that the screen is in
	Me    *models.Account // nil: nobody is signed in
	Lead  bool
	Look  look
	Rooms []room // of the person's own plan; nil: none beside the page
	Bare  bool   // nothing around it at all: a view as somebody else sees it, a locked page
	Out   string // the way out of a view, which looks like any page's last line; empty: none
	Whose string // whose plan it is, where it is somebody else's

	Crisis *app.Crisis // nil: nothing to say about putting the reader's own crisis plan to use

	Live     bool // the page is a session's: others write in it too
	Ticks    bool // there is a list to tick off
	Attaches bool // pictures and recordings are sent
	Typing   bool // words are being typed: Leave takes them along

	Kept string // the script of a page about this phone: keeping, phone or reminders
}

// typingForm is the id of the form in which words of a plan are typed.
const typingForm = "typing"

// look is how somebody wants the pages to look, kept in the browser alone.
type look struct{ Theme, Size, Letters, Spelling string }

const lookCookie = "look"

func lookOf(c echo.Context) look {
	cookie, err := c.Cookie(lookCookie)
	if err != nil {
		return look{}
	}
	parts := append(strings.Split(cookie.Value, "."), "", "", "")
	return look{Theme: oneOf(parts[0], themes...), Size: oneOf(parts[1], sizes...), Letters: oneOf(parts[2], letters...), Spelling: oneOf(parts[3], spelling...)}
}

// spelt is whether the browser looks at the spelling of what is typed. Some send it to their
// maker for that: it is off until somebody turns it on.
func (l look) spelt() string { return strconv.FormatBool(l.Spelling == "on") }

// What can be chosen. The first of each is how it is until somebody chooses.
var (
	themes   = []string{"auto", "light", "dark"}
	sizes    = []string{"usual", "large", "larger"}
	letters  = []string{"usual", "plain"}
	spelling = []string{"off", "on"}
)

// oneOf is text when it is one of these, else empty.
func oneOf(text string, those ...string) string {
	for _, t := range those {
		if text == t {
			return text
		}
	}
	return ""
}

// frame makes what stands around a screen, with the rooms of the reader's own plan
// beside it. Key names its title; args fill it in.
func (p *Pages) frame(c echo.Context, here, key string, args ...any) (frame, error) {
	f, err := p.around(c, here, key, args...)
	if err == nil && f.Me != nil {
		f.Rooms, err = p.rooms(c.Request().Context(), who(c), f.Me)
	}
	return f, err
}

// around is frame with no rooms beside the screen.
func (p *Pages) around(c echo.Context, here, key string, args ...any) (frame, error) {
	ctx := c.Request().Context()
	f := frame{Title: say.T(ctx, key, args...), Here: here, Look: lookOf(c)}
	actor := who(c)
	if actor.Account == "" {
		return f, nil
	}
	if actor.As != "" {
		f.Bare, f.Out = true, "/view/end"
		return f, nil
	}
	me, err := p.reads(ctx, actor)
	if err != nil {
		return f, err
	}
	f.Me, f.Lead = me, actor.Lead
	f.Crisis, err = p.app.CrisisStirs(ctx, actor, me.Plan)
	return f, err
}

// room is one line of the list beside the page.
type room struct {
	Group string // a heading that begins here; else empty
	Key   string
	Title string
	Path  string
	Seen  int // people who can see it
}

// roomGroups is the list beside the page: a group and its rooms, each a section
// or a chapter of the plan.
var roomGroups = []struct {
	key   string
	rooms []string
}{
	{"today", []string{"notes", "goals"}},
	{"plan", []string{"strengths", "toolbox", "daily", "triggers", "warnings", "breaking-down", "chapter:crisis", "chapter:after-crisis", "chapter:advance"}},
	{"about", []string{"hopes", "well", "needs", "connections", "check-ins"}},
}

func (p *Pages) rooms(ctx context.Context, actor models.Actor, me *models.Account) ([]room, error) {
	sights, err := p.app.Sights(ctx, actor, me.Plan)
	if err != nil {
		return nil, err
	}
	out := []room{{Group: say.T(ctx, "room.group.today"), Key: "home", Title: say.T(ctx, "room.home"), Path: "/"}}
	for i, g := range roomGroups {
		for j, key := range g.rooms {
			r := planRoom(ctx, me.Plan, key, sights)
			if i > 0 && j == 0 {
				r.Group = say.T(ctx, "room.group."+g.key)
			}
			out = append(out, r)
		}
	}
	out = append(out, room{Key: "plan", Title: say.T(ctx, "room.plan"), Path: planPath(me.Plan, "")})
	out = append(out, otherRooms(ctx, me.Plan)...)
	if actor.Lead {
		out = append(out, room{Key: "lead", Title: say.T(ctx, "room.lead"), Path: "/lead"}, room{Key: "status", Title: say.T(ctx, "room.status"), Path: "/lead/status"})
	}
	return out, nil
}

func planRoom(ctx context.Context, plan models.ID, key string, sights map[models.SectionKey][]app.Sight) room {
	if chapter, is := strings.CutPrefix(key, "chapter:"); is {
		return room{Key: key, Title: say.T(ctx, "chapter."+chapter+".title"), Path: planPath(plan, "?chapter="+chapter)}
	}
	return room{Key: key, Title: sectionTitle(ctx, models.SectionKey(key), ""), Path: sectionPath(plan, models.SectionKey(key)), Seen: len(sights[models.SectionKey(key)])}
}

func otherRooms(ctx context.Context, plan models.ID) []room {
	lines := []struct{ group, key, path string }{
		{"others", "sharing", planPath(plan, "/sharing")}, {"", "sessions", planPath(plan, "/sessions")}, {"", "suggestions", planPath(plan, "/suggestions")},
		{"", "looks", planPath(plan, "/looks")}, {"", "people", "/people"},
		{"me", "me", "/me"}, {"", "look", "/me/look"}, {"", "phone", "/me/phone"}, {"", "reminders", remindersPath}, {"", "sign-ins", "/me/sign-ins"}, {"", "take-out", "/me/take-out"},
	}
	var out []room
	for _, l := range lines {
		r := room{Key: l.key, Title: say.T(ctx, "room."+l.key), Path: l.path}
		if l.group != "" {
			r.Group = say.T(ctx, "room.group."+l.group)
		}
		out = append(out, r)
	}
	return out
}

// sectionTitle is a section's title: the catalogue's, or the person's own.
func sectionTitle(ctx context.Context, key models.SectionKey, own string) string {
	if key.Own() {
		return own
	}
	return say.T(ctx, "section."+string(key)+".title")
}

// safePath is a path on this server to go on to, or the front page.
func safePath(path string) string {
	u, err := url.Parse(path)
	if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.Contains(path, "\\") {
		return "/"
	}
	return path
}

// setLook keeps how the pages should look, in this browser alone.
func (p *Pages) setLook(c echo.Context) error {
	value := strings.Join([]string{oneOf(c.FormValue("theme"), themes...), oneOf(c.FormValue("size"), sizes...),
		oneOf(c.FormValue("letters"), letters...), oneOf(c.FormValue("spelling"), spelling...)}, ".")
	c.SetCookie(&http.Cookie{Name: lookCookie, Value: value, Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true,
		Secure: p.settings.Cookies.Secure, SameSite: http.SameSiteLaxMode})
	return to(c, safePath(c.FormValue("next")))
}

// grouped cuts the rooms into their groups.
func grouped(rooms []room) [][]room {
	var out [][]room
	for _, r := range rooms {
		if r.Group != "" || out == nil {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], r)
	}
	return out
}

// roomsOf names the list beside the page to those who hear it.
func roomsOf(ctx context.Context, f frame) string {
	if f.Whose != "" {
		return say.T(ctx, "others.rooms")
	}
	return say.T(ctx, "shell.rooms")
}
