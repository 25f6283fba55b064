package handlers_test

import (
	"strings"
)

const talePIN = "13579"

func (o *tale) hidesOneFromJamie() {
	b := o.ailsa
	b.goes(o.plan + "/sections/warnings")
	b.pressesAt("I stop eating lunch.", "About this entry")
	b.ticks("hide."+string(o.Jamie.Account), "yes")
	b.presses("Keep it like this")
	jamie := o.as(o.Jamie)
	jamie.goes(o.plan)
	jamie.reads("I cancel plans.")
	jamie.lacks("I stop eating lunch.")
}

// looksThroughJamiesEyes sets a PIN, sees what he sees and nothing else, and gets out by it.
func (o *tale) looksThroughJamiesEyes() {
	b := o.ailsa
	b.goes("/me/pin")
	b.types("pin", talePIN)
	b.presses("Use this PIN")
	b.goes(o.plan + "/sharing")
	b.presses("See it as Jamie sees it")
	b.reads("What Ailsa shares with you", "I cancel plans.")
	b.lacks("I stop eating lunch.", "The curtains stay shut.", "Who sees what", "Pete", `class="top"`)
	b.fits()
	b.goes(o.plan + "/sections/daily")
	b.reads("nothing to show")
	b.goes(o.plan)
	b.leads(`document.querySelector('.foot a').click()`)
	b.types("pin", "24680")
	b.presses(b.strong())
	b.reads("That is not the PIN.")
	b.types("pin", talePIN)
	b.presses(b.strong())
	b.goes(o.plan + "/sections/warnings")
	b.reads("I stop eating lunch.", "The curtains stay shut.")
}

// saysNo to something that Jamie noticed, which to him goes on reading as if it waited.
func (o *tale) saysNo() {
	jamie, b := o.other, o.ailsa
	jamie.goes(o.plan)
	jamie.presses("Tell Ailsa what I've noticed")
	jamie.types("f.sign", "You stop answering the phone.")
	jamie.types("note", "Since Tuesday.")
	jamie.presses("Send it")
	b.goes(o.plan + "/suggestions")
	b.reads("You stop answering the phone.", "Since Tuesday.")
	b.presses("No thanks")
	b.reads("They have not been told.")
	b.goes(o.plan + "/sections/warnings")
	b.lacks("You stop answering the phone.")
	jamie.goes(o.plan + "/suggestions")
	jamie.reads("Ailsa has it.")
	jamie.lacks("No thanks", "no thanks")
}

// weighsBoth: what Jamie suggests was written beside words that have moved on. Both are
// shown, and every version stays.
func (o *tale) weighsBoth() {
	jamie, b := o.other, o.ailsa
	jamie.goes(o.plan)
	jamie.presses("Suggest a change")
	jamie.types("f.sign", "Calls go unanswered for days.")
	b.goes(o.plan + "/sections/warnings")
	b.pressesAt("I cancel plans.", "Change")
	b.types("f.sign", "I say no to things.")
	b.presses("Done")
	jamie.presses("Send it")
	b.goes(o.plan + "/suggestions")
	b.presses("Look at it")
	b.reads("You and Jamie both changed this.", "In your plan now", "I say no to things.", "What Jamie suggests", "Calls go unanswered for days.")
	b.fits()
	b.types("f.sign", "I say no, and let it ring.")
	b.presses("Put these words in")
	b.reads("I say no, and let it ring.")
	b.presses("2 earlier versions")
	b.reads("I say no to things.", "I cancel plans.")
	b.pressesAt("I cancel plans.", "Bring this version back")
	b.reads("I cancel plans.", "Those words are back.")
	b.lacks("I say no, and let it ring.")
}

// takesOut: Jamie suggests that something goes, and Ailsa says yes.
func (o *tale) takesOut() {
	jamie, b := o.other, o.ailsa
	b.writes(o.plan, "warnings", map[string]string{"f.sign": "The blue door."})
	jamie.goes(o.plan)
	jamie.pressesAt("The blue door.", "Suggest a change")
	jamie.presses("Or suggest taking it out")
	jamie.types("note", "It is green now.")
	jamie.presses("Send it")
	b.goes(o.plan + "/sections/warnings")
	b.reads("The blue door.")
	b.goes(o.plan + "/suggestions")
	b.reads("Jamie suggests taking something out", "It is green now.")
	b.presses("Look at it")
	b.reads("The blue door.", "You could bring it back")
	b.presses("Take it out")
	b.goes(o.plan + "/sections/warnings")
	b.lacks("The blue door.")
	b.goes(o.plan + "/removed")
	b.reads("The blue door.")
}

func (o *tale) findsWhoHasLooked() {
	o.other.goes(o.plan + "/sections/daily") // Jamie, who was not let in
	o.other.reads("nothing to show")
	b := o.ailsa
	b.goes(o.plan + "/looks")
	b.listed("Jamie", "Pete", "opened Small signs")
	o.looksAgain(50) // which is a page
	b.goes(o.plan + "/looks")
	b.types("account", string(o.Jamie.Account))
	b.presses("Show these")
	o.onlyJamies(b.listed("Jamie", "opened Small signs"), "was not let in")
	b.presses("Earlier ones")
	o.onlyJamies(b.listed("Jamie", "sent a suggestion for Small signs", "was not let in"), "50 times")
	b.fits()
	b.presses("Back to the newest")
	o.onlyJamies(b.listed("Jamie", "opened Small signs"), "was not let in")
	b.ticks("refused", "yes")
	b.presses("Show these")
	if rows := b.listed("tried to open Every day", "was not let in"); strings.Contains(rows, "Small signs") {
		b.t.Errorf("%s: only refusals, and: %s", b.name, rows)
	}
	b.types("section", "toolbox")
	b.presses("Show these")
	b.reads("There are none like that.")
	b.fits()
}

// looksAgain has Jamie look at Small signs so many times.
func (o *tale) looksAgain(times int) {
	o.T.Helper()
	for range times {
		_, err := o.App.ReadSection(o.T.Context(), o.Jamie.Actor, o.Ailsa.Plan, "warnings")
		o.Must(err)
	}
}

// onlyJamies checks that nobody else is asked for or in the list, and that something is not.
func (o *tale) onlyJamies(rows, lacks string) {
	o.T.Helper()
	o.ailsa.must(`document.querySelector('#account').value === ` + quoted(string(o.Jamie.Account)))
	if strings.Contains(rows, "Pete") || strings.Contains(rows, lacks) {
		o.T.Errorf("%s: only Jamie, and nothing of %q: %s", o.ailsa.name, lacks, rows)
	}
}

// listed is the list of who has looked, which says something.
func (b *browser) listed(words ...string) (rows string) {
	b.t.Helper()
	b.do(evaluate(`document.querySelector('table.list tbody').innerText`, &rows))
	for _, w := range words {
		if !strings.Contains(rows, w) {
			b.t.Errorf("%s: %q is not among who has looked:\n%s", b.name, w, rows)
		}
	}
	return rows
}

// stopsSharing: one part, then all that Pete has, then everything.
func (o *tale) stopsSharing() {
	b := o.ailsa
	b.goes(o.plan + "/sharing")
	b.pressesAt("Small signs, Pete", "Stop")
	b.reads("Stopped. It took effect at once, and nobody was told.")
	pete := o.as(o.Pete)
	pete.goes(o.plan)
	pete.lacks("Small signs", "I cancel plans.")
	b.presses("Stop everything Pete sees")
	b.reads("Pete sees nothing of your plan just now.", "What Jamie can see")
	b.presses("Stop all sharing")
	b.reads("All sharing is stopped.", "Jamie sees nothing of your plan just now.")
	jamie := o.as(o.Jamie)
	jamie.goes(o.plan)
	jamie.reads("nothing to show")
	jamie.lacks("I cancel plans.")
}

func (o *tale) serviceConfirms() {
	b := o.as(o.Stranger)
	b.goes("/me")
	b.ticks("role", "practitioner")
	b.presses("Ask to be confirmed")
	b = o.as(o.Leona)
	b.goes("/lead")
	b.presses("Confirm Stran as practitioner")
	b.reads("Confirmed as: practitioner.")
	b.fits()
	b.goes(o.plan)
	b.reads("nothing to show")
	b = o.as(o.Stranger)
	b.goes("/me")
	b.reads("This service has confirmed you as practitioner.")
}

func (o *tale) jamieHasAPlanToo() {
	b := o.as(o.Jamie)
	b.goes("/people")
	b.presses("Go to a plan of your own")
	if at := b.path(); at != "/plans/"+string(o.Jamie.Plan) {
		b.t.Errorf("%s: a plan of his own is at %s", b.name, at)
	}
	b.writes("/plans/"+string(o.Jamie.Plan), "hopes", map[string]string{"f.hope": "A week by the sea."})
	b.reads("A week by the sea.", "Only you")
}

// leavesAndComesBack: Leave goes somewhere ordinary and keeps what was being typed.
func (o *tale) leavesAndComesBack() {
	b := o.ailsa
	b.goes(o.plan + "/sections/warnings")
	b.types("f.sign", "Not finished")
	b.presses("Leave")
	b.reads("Rain later.")
	b.goes("/unlock")
	b.lacks("Not finished", "Ailsa")
	b.types("pin", talePIN)
	b.presses(b.strong())
	b.goes(o.plan + "/sections/warnings")
	b.must(`document.querySelector('[name="f.sign"]').value === 'Not finished'`)
}

// pressesAt presses a button or link of the one entry, card or line that says something.
func (b *browser) pressesAt(words, label string) {
	b.t.Helper()
	b.leads(`const labelled = at => [...at.querySelectorAll('button, a')].find(e => e.firstChild?.textContent.trim() === ` + quoted(label) + `);
		const at = [...document.querySelectorAll('main article, main li, main section')].filter(e => e.textContent.includes(` + quoted(words) + `) && labelled(e)).at(-1);
		labelled(at).click()`)
}

// inOrder checks that the page says some words one after the other.
func (b *browser) inOrder(words ...string) {
	b.t.Helper()
	text, last := b.text(), -1
	for _, w := range words {
		at := strings.Index(text, w)
		if at <= last {
			b.t.Errorf("%s: %q is not where it should be:\n%s", b.name, w, text)
		}
		last = at
	}
}

// lacks checks that something stands nowhere in the page, seen or not.
func (b *browser) lacks(words ...string) {
	b.t.Helper()
	var source string
	b.do(evaluate(`document.documentElement.outerHTML`, &source))
	for _, w := range words {
		if strings.Contains(source, w) {
			b.t.Errorf("%s: %s has %q", b.name, b.path(), w)
		}
	}
}
