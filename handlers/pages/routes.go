package pages

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/identity"
	"handrail/models"
)

// access says who may ask for a page at all; what of a plan they get is decided
// behind the door.
type access int

const (
	anyone access = iota
	signedIn
	lead
)

type route struct {
	method string
	path   string
	who    access
	do     echo.HandlerFunc
}

// routes is every screen and form, and who may ask for it.
func (p *Pages) routes() []route {
	const get, post = http.MethodGet, http.MethodPost
	return []route{
		{get, "/", anyone, p.front},
		{get, "/start", anyone, p.startLook},
		{get, "/sign-up", anyone, p.signUpForm},
		{post, "/sign-up", anyone, p.signUp},
		{get, "/sign-in", anyone, p.signInForm},
		{post, "/sign-in", anyone, p.signIn},
		{get, "/recover", anyone, p.recoverForm},
		{post, "/recover", anyone, p.recover},
		{get, "/prove", anyone, p.proveForm},
		{post, "/prove", anyone, p.prove},
		{get, "/unlock", anyone, p.lockPage},
		{post, "/unlock", anyone, p.unlock},
		{get, "/help", anyone, p.help},
		{post, "/leave", anyone, p.leave},
		{get, "/about-sharing", anyone, p.aboutSharing},
		{post, "/look", anyone, p.setLook},
		{get, phonePath, anyone, p.phone},
		{get, "/worker.js", anyone, p.phoneWorker},
		{get, "/handrail.webmanifest", anyone, p.manifest},
		{get, "/note-worker.js", anyone, p.noteWorker},
		{post, "/sign-out", signedIn, p.signOut},
		{post, "/step-up", signedIn, p.stepUp},

		{get, "/start/:step", signedIn, p.start},
		{post, "/start/:step", signedIn, p.startNext},
		{get, "/help/lines", signedIn, p.helpLines},
		{post, "/help/lines", signedIn, p.saveHelpLine},
		{get, helpTextPath, signedIn, p.helpText},
		{post, helpTextPath, signedIn, p.saveHelpText},
		{post, "/help/show", signedIn, p.helpShow},
		{get, "/me", signedIn, p.me},
		{post, "/me", signedIn, p.rename},
		{post, "/me/password", signedIn, p.changePassword},
		{post, "/me/email", signedIn, p.changeEmail},
		{get, "/me/pin", signedIn, p.pinForm},
		{post, "/me/pin", signedIn, p.setPIN},
		{post, "/me/pin/drop", signedIn, p.dropPIN},
		{post, "/me/recovery-code", signedIn, p.newRecovery},
		{post, "/me/zone", signedIn, p.setZone},
		{post, "/me/work", signedIn, p.askToWork},
		{get, "/me/look", signedIn, p.look},
		{get, "/me/phone", signedIn, p.keepPhone},
		{post, "/me/phone/drop", signedIn, p.dropPhone},
		{get, remindersPath, signedIn, p.reminders},
		{post, remindersPath, signedIn, p.addReminder},
		{post, remindersPath + "/not-here", signedIn, p.untellHere},
		{post, remindersPath + "/:reminder/remove", signedIn, p.removeReminder},
		{post, "/me/calendar", signedIn, p.newCalendar},
		{post, "/me/calendar/end", signedIn, p.endCalendar},
		{get, "/me/sign-ins", signedIn, p.signIns},
		{post, "/me/sign-ins/:id/end", signedIn, p.endSignIn},
		{post, "/me/sign-ins/:id/told", signedIn, p.told},

		{get, "/me/take-out", signedIn, p.takeOutForm},
		{post, "/me/take-out", signedIn, p.takeOut},
		{get, "/me/hold", signedIn, p.hold},
		{post, "/me/hold", signedIn, p.endHold},
		{get, "/me/erase", signedIn, p.eraseForm},
		{post, "/me/erase", signedIn, p.erase},
		{post, "/me/erase/read", signedIn, p.forgetErasures},
		{post, "/me/keep", signedIn, p.keep},

		{get, "/plans/:plan", signedIn, p.plan},
		{get, "/plans/:plan/sections/:section", signedIn, p.section},
		{post, "/plans/:plan/sections/:section", signedIn, p.addEntry},
		{get, "/plans/:plan/sections/:section/rename", signedIn, p.renameForm},
		{post, "/plans/:plan/sections/:section/rename", signedIn, p.renameSection},
		{post, "/plans/:plan/sections/:section/remove", signedIn, p.removeSection},
		{get, "/plans/:plan/own-sections", signedIn, p.ownSectionForm},
		{post, "/plans/:plan/own-sections", signedIn, p.addSection},
		{post, "/plans/:plan/check-in", signedIn, p.checkIn},
		{get, "/plans/:plan/entries/:entry", signedIn, p.entry},
		{post, "/plans/:plan/entries/:entry", signedIn, p.editEntry},
		{get, "/plans/:plan/entries/:entry/about", signedIn, p.aboutEntry},
		{post, "/plans/:plan/entries/:entry/about", signedIn, p.setPrivacy},
		{get, "/plans/:plan/entries/:entry/versions", signedIn, p.versions},
		{post, "/plans/:plan/entries/:entry/versions/:n/restore", signedIn, p.restoreVersion},
		{post, "/plans/:plan/entries/:entry/move", signedIn, p.moveEntry},
		{post, "/plans/:plan/entries/:entry/remove", signedIn, p.removeEntry},
		{post, "/plans/:plan/entries/:entry/bring-back", signedIn, p.bringBack},
		{post, "/plans/:plan/entries/:entry/empty", signedIn, p.emptyEntry},
		{get, "/plans/:plan/removed", signedIn, p.removed},
		{get, "/plans/:plan/entries/:entry/attachments", signedIn, p.attachments},
		{post, "/plans/:plan/entries/:entry/attachments", signedIn, p.attach},
		{get, "/plans/:plan/attachments/:attachment", signedIn, p.attachment},
		{post, "/plans/:plan/attachments/:attachment", signedIn, p.describe},
		{post, "/plans/:plan/attachments/:attachment/remove", signedIn, p.unattach},
		{post, "/plans/:plan/attachments/:attachment/bring-back", signedIn, p.attachAgain},
		{post, "/plans/:plan/attachments/:attachment/empty", signedIn, p.emptyAttachment},
		{post, "/plans/:plan/drafts", signedIn, p.saveDraft},
		{post, "/plans/:plan/drafts/drop", signedIn, p.dropDraft},

		{get, "/plans/:plan/today", signedIn, p.today},
		{post, "/plans/:plan/ticks", signedIn, p.tick},
		{get, "/plans/:plan/check-ins", signedIn, p.checkIns},
		{post, "/plans/:plan/marks", signedIn, p.markMeasures},
		{get, "/plans/:plan/measures", signedIn, p.measures},
		{post, "/plans/:plan/measures", signedIn, p.makeMeasure},
		{post, "/plans/:plan/measures/:measure", signedIn, p.changeMeasure},
		{get, "/plans/:plan/goals", signedIn, p.goals},
		{get, "/plans/:plan/goals/:goal", signedIn, p.goal},
		{post, "/plans/:plan/goals/:goal/reviews", signedIn, p.addReview},
		{post, "/plans/:plan/goals/:goal/steps", signedIn, p.addStep},
		{post, "/plans/:plan/goals/:goal/turn", signedIn, p.turnGoal},
		{post, "/plans/:plan/goals/:goal/strengths", signedIn, p.useStrengths},
		{post, "/plans/:plan/goals/:goal/steps/:step", signedIn, p.changeStep},
		{post, "/plans/:plan/goals/:goal/reviews/:review/remove", signedIn, p.removeReview},
		{get, "/plans/:plan/strengths", signedIn, p.strengths},
		{get, "/plans/:plan/notes", signedIn, p.notes},
		{post, "/plans/:plan/notes", signedIn, p.notes},
		{get, "/plans/:plan/better-days", signedIn, p.betterDays},
		{get, "/plans/:plan/noticing", signedIn, p.noticing},
		{post, "/plans/:plan/noticing", signedIn, p.setLookout},
		{post, "/plans/:plan/noticing/:lookout/drop", signedIn, p.dropLookout},
		{post, "/plans/:plan/noticing/:lookout/away", signedIn, p.putAway},

		{get, "/plans/:plan/sharing", signedIn, p.sharing},
		{get, "/plans/:plan/sharing/table", signedIn, p.sharingTable},
		{post, "/plans/:plan/sharing/stop", signedIn, p.stopSharing},
		{get, "/plans/:plan/people/:account/share", signedIn, p.shareForm},
		{post, "/plans/:plan/people/:account/share", signedIn, p.share},
		{get, "/plans/:plan/people/:account/confirm", signedIn, p.confirmForm},
		{post, "/plans/:plan/people/:account/confirm", signedIn, p.confirmPerson},
		{post, "/plans/:plan/people/:account/pause", signedIn, p.pausePerson},
		{post, "/plans/:plan/people/:account/resume", signedIn, p.resumePerson},
		{post, "/plans/:plan/people/:account/end", signedIn, p.endPerson},
		{post, "/plans/:plan/people/:account/call", signedIn, p.callPerson},
		{post, "/plans/:plan/people/:account/hear", signedIn, p.hearPerson},
		{post, "/plans/:plan/people/:account/again", signedIn, p.answerAgain},
		{get, "/plans/:plan/entries/:entry/named", signedIn, p.named},
		{post, "/plans/:plan/entries/:entry/named", signedIn, p.nameNotInvolved},
		{post, "/plans/:plan/people/:account/view", signedIn, p.beginView},
		{post, "/plans/:plan/grants/:grant/stop", signedIn, p.stopGrant},
		{get, "/plans/:plan/receipts", signedIn, p.receipts},
		{get, "/plans/:plan/receipts/:grant", signedIn, p.receipt},
		{get, "/plans/:plan/looks", signedIn, p.looks},
		{get, "/plans/:plan/invitations", signedIn, p.invitations},
		{get, "/plans/:plan/invitations/new", signedIn, p.inviteForm},
		{post, "/plans/:plan/invitations", signedIn, p.invite},
		{post, "/plans/:plan/invitations/:invitation/withdraw", signedIn, p.withdrawInvitation},
		{get, "/plans/:plan/crisis", signedIn, p.crisis},
		{post, "/plans/:plan/crisis", signedIn, p.startCrisis},
		{post, "/plans/:plan/crisis/close", signedIn, p.closeCrisis},
		{post, "/plans/:plan/crisis/back", signedIn, p.takeBackStart},
		{get, "/plans/:plan/crisis/band", signedIn, p.crisisBand},
		{get, "/plans/:plan/crisis/way", signedIn, p.crisisWay},
		{post, "/plans/:plan/crisis/way", signedIn, p.chooseCrisisWay},
		{post, "/plans/:plan/crisis/keys/:account", signedIn, p.changeKey},
		{post, "/plans/:plan/crisis/key-read", signedIn, p.readKey},
		{get, "/plans/:plan/crisis/guide", signedIn, p.guide},
		{get, "/plans/:plan/crisis/guide/:section", signedIn, p.guideQuestion},
		{post, "/plans/:plan/crisis/guide/:section", signedIn, p.guideAnswer},
		{post, "/plans/:plan/after", signedIn, p.beginLookBack},
		{get, "/plans/:plan/after/:step", signedIn, p.lookBack},
		{post, "/plans/:plan/after/:step", signedIn, p.answerLookBack},
		{get, "/plans/:plan/entries/:entry/ask", signedIn, p.askForm},
		{post, "/plans/:plan/entries/:entry/ask", signedIn, p.ask},
		{get, "/plans/:plan/tasks", signedIn, p.tasks},
		{post, "/plans/:plan/tasks/:task", signedIn, p.answerTask},
		{post, "/plans/:plan/tasks/:task/end", signedIn, p.endTask},
		{get, "/keep-closed", anyone, p.keepClosedForm},
		{post, "/keep-closed", anyone, p.keepClosed},
		{get, "/invitations", anyone, p.codeForm},
		{post, "/invitations", anyone, p.code},
		{get, "/invitations/:code", anyone, p.invitation},
		{post, "/invitations/:code", signedIn, p.answerInvitation},

		{get, "/people", signedIn, p.circle},
		{get, "/reflections", signedIn, p.reflections},
		{post, "/plans/:plan/leave", signedIn, p.leavePlan},
		{get, "/plans/:plan/suggestions", signedIn, p.suggestions},
		{get, "/plans/:plan/suggest", signedIn, p.suggestForm},
		{post, "/plans/:plan/suggest", signedIn, p.suggest},
		{get, "/plans/:plan/suggestions/:suggestion", signedIn, p.weigh},
		{post, "/plans/:plan/suggestions/:suggestion", signedIn, p.answerSuggestion},
		{post, "/plans/:plan/suggestions/:suggestion/take-back", signedIn, p.takeBack},
		{get, "/plans/:plan/sessions", signedIn, p.sessions},
		{post, "/plans/:plan/sessions", signedIn, p.openSession},
		{get, "/plans/:plan/sessions/sheet", signedIn, p.sheet},
		{get, "/plans/:plan/sessions/:session", signedIn, p.session},
		{post, "/plans/:plan/sessions/:session/join", signedIn, p.sessionStep((*app.App).JoinSession)},
		{post, "/plans/:plan/sessions/:session/leave", signedIn, p.leaveSession},
		{post, "/plans/:plan/sessions/:session/pause", signedIn, p.sessionStep((*app.App).PauseSession)},
		{post, "/plans/:plan/sessions/:session/resume", signedIn, p.sessionStep((*app.App).ResumeSession)},
		{post, "/plans/:plan/sessions/:session/end", signedIn, p.sessionStep((*app.App).EndSession)},
		{post, "/plans/:plan/sessions/:session/here", signedIn, p.sayHere},
		{post, "/plans/:plan/sessions/:session/shows", signedIn, p.showAs},
		{post, "/plans/:plan/sessions/:session/code", signedIn, p.makeCode},
		{post, "/plans/:plan/sessions/:session/beside", signedIn, p.sitBeside},
		{get, "/plans/:plan/sessions/:session/copy", signedIn, p.copySummary},
		{post, "/plans/:plan/sessions/:session/copy", signedIn, p.sessionStep((*app.App).AllowCopy)},
		{post, "/plans/:plan/sessions/:session/people", signedIn, p.bringTo},
		{post, "/plans/:plan/sessions/:session/write", signedIn, p.writeInSession},
		{post, "/plans/:plan/sessions/:session/undo", signedIn, p.undoWords},
		{post, "/plans/:plan/sessions/:session/agenda", signedIn, p.addToAgenda},
		{post, "/plans/:plan/sessions/:session/agenda/:item", signedIn, p.changeAgenda},
		{post, "/plans/:plan/sessions/:session/left-over", signedIn, p.sessionStep((*app.App).CarryOver)},
		{post, "/plans/:plan/sessions/:session/summary", signedIn, p.writeSummary},
		{post, "/plans/:plan/sessions/:session/agree", signedIn, p.agreeToSummary},
		{post, "/plans/:plan/sessions/:session/view", signedIn, p.writeView},
		{post, "/plans/:plan/sessions/:session/differ", signedIn, p.seeDifferently},
		{post, "/plans/:plan/sessions/:session/set-beside", signedIn, p.setBeside},
		{post, "/plans/:plan/sessions/:session/notes", signedIn, p.addSessionNote},
		{post, "/plans/:plan/sessions/:session/put-forward/:note", signedIn, p.answerPutForward},
		{post, "/plans/:plan/sessions/:session/afterwards", signedIn, p.answerAfterwards},
		{get, "/plans/:plan/sessions/:session/reflection", signedIn, p.reflection},
		{post, "/plans/:plan/sessions/:session/reflection", signedIn, p.reflect},
		{post, "/phrasings", signedIn, p.phrasings},
		{post, "/hush", signedIn, p.hush},
		{get, "/packs/:pack", signedIn, p.pack},
		{get, "/plans/:plan/statements", signedIn, p.statements},
		{post, "/plans/:plan/statements", signedIn, p.signStatement},
		{get, "/plans/:plan/statements/new", signedIn, p.statementForm},
		{get, "/plans/:plan/statements/:statement", signedIn, p.statement},
		{get, "/plans/:plan/statements/:statement/print", signedIn, p.printStatement},
		{post, "/plans/:plan/statements/:statement/asked", signedIn, p.askWitness},
		{post, "/plans/:plan/statements/:statement/witness", signedIn, p.witnessStatement},
		{get, "/plans/:plan/statements/:statement/withdraw", signedIn, p.withdrawForm},
		{post, "/plans/:plan/statements/:statement/withdraw", signedIn, p.withdrawStatement},
		{post, "/plans/:plan/statements/:statement/marks", signedIn, p.markStatement},
		{get, "/plans/:plan/statements/:statement/against", signedIn, p.overrideForm},
		{post, "/plans/:plan/statements/:statement/against", signedIn, p.writeOverride},
		{get, "/plans/:plan/statements/:statement/verify", signedIn, p.verifyForm},
		{post, "/plans/:plan/statements/:statement/verify", signedIn, p.verifyStatement},
		{get, "/plans/:plan/print", signedIn, p.printChoices},
		{post, "/plans/:plan/print", signedIn, p.printPlan},
		{get, "/plans/:plan/print/crisis", signedIn, p.printCrisis},
		{get, "/plans/:plan/print/card", signedIn, p.printCard},
		{get, "/view/end", signedIn, p.endViewForm},
		{post, "/view/end", signedIn, p.endView},

		{get, "/lead", lead, p.lead},
		{post, "/lead", lead, p.confirmWorker},
		{get, "/lead/status", lead, p.status},
	}
}

// Register puts every screen on the server.
func (p *Pages) Register(e *echo.Echo) {
	for _, r := range p.routes() {
		e.Add(r.method, r.path, p.guarded(r))
	}
}

// guarded lets through whoever may ask. A locked sign-in meets a page that says
// nothing; where help is concerned nobody is asked first.
func (p *Pages) guarded(r route) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx := c.Request().Context()
		if identity.Locked(ctx) && r.path != "/help" && r.path != "/unlock" && r.path != "/leave" && r.path != "/look" {
			return to(c, "/unlock")
		}
		actor := identity.Actor(ctx)
		if r.who != anyone && actor.Account == "" {
			return models.ErrSignIn
		}
		if r.who == lead && !actor.Lead {
			return models.ErrNotFound
		}
		c.SetRequest(c.Request().WithContext(p.reading(ctx, actor)))
		return r.do(c)
	}
}

// OnlyView keeps a sign-in that shows a plan as somebody else sees it to that
// view: every other address leads back to it (RULES.md 24).
func (p *Pages) OnlyView(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		actor := who(c)
		if actor.As == "" || allowedInView(c.Request().Method, c.Path()) {
			return next(c)
		}
		if strings.HasPrefix(c.Request().URL.Path, "/api/") {
			return models.ErrNotFound
		}
		me, err := p.app.Me(c.Request().Context(), actor)
		if err != nil {
			return err
		}
		return to(c, planPath(me.Plan, ""))
	}
}

func allowedInView(method, path string) bool {
	switch path {
	case "/view/end", "/leave", "/help", "/static/*", "/healthz", "/readyz":
		return true
	case "/plans/:plan", "/plans/:plan/sections/:section", "/plans/:plan/attachments/:attachment",
		"/api/v1/plans/:plan", "/api/v1/plans/:plan/sections/:section":
		return method == http.MethodGet
	}
	return false
}
