package models

import (
	"slices"
	"strings"
)

// What is said of a thing judges nobody: a stubborn lock, hostile weather, a printer
// that refuses, Childish Gambino on the radio.

func setOf(text string) map[string]bool {
	set := map[string]bool{}
	for one := range strings.FieldsSeq(text) {
		set[one] = true
	}
	return set
}

var (
	// things are what a phrase can be said of and judge nobody in the plan; those who
	// decide from outside (a landlord, a firm) are among them.
	things = setOf(`
		weather wind rain snow storm sea tide river wave frost sun heat sky sunset sunrise fog light lighting colour
		machine printer photocopier computer laptop tablet phone mobile wifi internet signal app website software system screen telly tv
		television radio boiler heating radiator kettle toaster oven cooker fridge freezer washer dryer vacuum hoover lamp bulb battery
		charger clock alarm engine car van bus tram train taxi lorry bike bicycle motorbike scooter pram lift escalator hoist brake tyre
		lock door drawer lid window gate key tap toilet sink pipe drain plug switch socket zip stain mark grease rust screw nail
		table chair sofa bed mattress shelf ladder stair step floor surface carpet rug curtain wall ceiling roof fence path road street
		junction crossing pavement bridge footpath corner hill mountain slope moor field garden allotment soil
		house home flat kitchen bathroom bedroom lounge room hall corridor building shop supermarket market till café cafe pub
		restaurant station airport platform ward clinic surgery hospital office library school college museum gym hostel town city
		village centre park beach waiting queue crowd crossroads traffic roadworks
		weed plant mint ivy nettle bramble tree bush rose tomato potato carrot cabbage seedling fruit apple vegetable grass lawn crop
		dog puppy cat kitten horse pony donkey mule goat sheep cow bull parrot bird seagull gull goose swan rabbit hamster wasp bee
		mouse rat fox squirrel fish
		cancer tumour cell lymphoma strain infection virus bug bacteria germ cough cold chest rash wound blister ulcer verruca
		headache migraine joint knee hip back shoulder ankle elbow wrist neck spine muscle tooth teeth skin chemo chemotherapy
		film movie song album record track band book novel story poem play plot scene scenes character villain hero heroine musical
		soap programme series episode documentary podcast comedy joke game match quiz puzzle crossword jigsaw sudoku level
		painting picture photo photograph costume hat
		job workload role course module exam essay shift rota deadline timetable schedule journey trip drive walk climb hike run
		ride route swim race session exercise task project recipe move relocation process situation conversation question call
		calls decision budget bill debt economy claim form letter email policy rule law paperwork news
		company firm bank insurer insurance airline supplier council landlord landlady dwp jobcentre tribunal
		court government embassy employer boss manager coach driver receptionist cashier clerk bailiff officer official inspector
		assessor shopkeeper engineer builder plumber decorator fitter electrician mechanic neighbour neighbours caller
		gp doctor consultant dentist pharmacist pharmacy physio referee striker goalkeeper defender rovers united city
		`)

	// causes are things only where something is said of them: noise interferes with sleep.
	causes = setOf(`noise smell music medication tablets pain weight work food`)

	// kinds are things only where they follow: an aggressive form, chaotic scenes.
	kinds = setOf(`treatment therapy approach type version form scene scenes strain course`)

	times = setOf(`day morning afternoon evening night week weekend month year monday tuesday wednesday thursday friday saturday
		sunday christmas easter summer winter spring autumn holiday birthday start half hour minute time times`)

	// persons are words for somebody; so are names, which are known by their capital.
	persons = setOf(`he she they him her them his hers their who somebody someone person people patient patients client clients
		man men woman women lady ladies gentleman gentlemen lad lads girl girls boy boys guy bloke individual resident residents
		wife husband partner mother father mum dad mam parents parent son daughter brother sister family relatives
		nan gran grandad aunt uncle cousin niece nephew carer staff team nurse nurses worker workers passenger passengers owner
		child children teenager adult friend peer user users i we you`)

	// linking stands between what something is said of and what is said.
	linking = setOf(`is are was were be been being am looks non looked seems seemed became becomes become becoming gets got getting has
		have had remains remained keeps kept can could may might will would also always often sometimes still now very rather quite
		so really too a an bit little just more most pretty fairly extremely absolutely completely total complete absolute right
		such proper real this again all particularly especially both generally simply increasingly`)

	leading  = setOf(`in on at from by of with near behind under over to for into through after during since about outside inside`)
	after    = setOf(`with to about on for of from by at towards and or in as at`)
	picture  = setOf(`old new little big small wet cold warm dark late early busy long short local whole front back side kitchen bathroom city public fast heavy winter summer bus`)
	pointing = setOf(`the a my our his her their whole first last`)
	works    = setOf(`song film movie book novel band album track record series programme show musical game podcast play called titled entitled watched singing sang by`)
	nothing  = setOf(`it it's this that's life everything things`)
	notNames = setOf(`mr mrs ms miss mx dr nurse prof i`)
)

// isThing reports whether a word is a thing's, one or many.
func isThing(text string) bool {
	text = strings.TrimSuffix(text, "'s")
	if things[text] || things[strings.TrimSuffix(text, "s")] {
		return true
	}
	one, many := strings.CutSuffix(text, "es")
	return many && things[one]
}

func canFollow(text string) bool { return isThing(text) || times[text] || kinds[text] }

// ofThing reports whether the words from at to before to are said of a thing: of the
// one that follows, of the one they are about, or they are a name.
func ofThing(p *phrase, words []word, at, to int) bool {
	if p.Of == ofAnything {
		return false
	}
	return isName(words, at, to) || !p.Deed && thingFollows(words, to) || thingBefore(p, words, at)
}

// follows is whether a word goes on from the one before it.
func follows(words []word, i int) bool {
	return i > 0 && i < len(words) && !words[i].begins && !words[i].pause
}

// thingFollows is for "hostile weather" and "a stubborn old lock", not for "an
// aggressive bus passenger".
func thingFollows(words []word, i int) bool {
	if !follows(words, i) || after[words[i-1].text] {
		return false
	}
	if picture[words[i].text] && follows(words, i+1) && canFollow(words[i+1].text) {
		i++
	}
	return canFollow(words[i].text) && (!follows(words, i+1) || !persons[words[i+1].text])
}

// thingBefore is for "the printer refuses" and "the lock on the door is stubborn",
// not for "the man on the bus was hostile" or "On the ward was hostile".
func thingBefore(p *phrase, words []word, at int) bool {
	i := at
	for follows(words, i) && linking[words[i-1].text] {
		i--
	}
	if !follows(words, i) {
		return false
	}
	i--
	text := words[i].text
	if p.Of == ofSomebody && nothing[text] {
		return true
	}
	if times[text] {
		return follows(words, i) && pointing[words[i-1].text] && !placed(words, i)
	}
	return (isThing(text) || causes[text]) && !placed(words, i)
}

// placed reports whether a thing is only where somebody is: "on the ward".
func placed(words []word, i int) bool {
	for n := 0; n < 4 && follows(words, i); n++ {
		i--
		if persons[words[i].text] && !pointing[words[i].text] {
			return false
		}
		if leading[words[i].text] {
			return !follows(words, i) || persons[words[i-1].text] || words[i-1].title && !isThing(words[i-1].text)
		}
	}
	return false
}

// isName is for Childish Gambino and the song Crazy.
func isName(words []word, at, to int) bool {
	if !words[at].title {
		return false
	}
	from := at
	if follows(words, from) && words[from-1].text == "the" {
		from--
	}
	if follows(words, from) && works[words[from-1].text] || follows(words, to+1) && words[to].text == "by" && words[to+1].title {
		return true
	}
	deed := slices.ContainsFunc([]string{"s", "ed", "ing"}, func(end string) bool { return strings.HasSuffix(words[to-1].text, end) })
	return to-at == 1 && !deed && follows(words, to) && words[to].title && !notNames[words[to].text] && !times[words[to].text]
}
