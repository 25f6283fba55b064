package models

import "strings"

func setOf(text string) map[string]bool {
	set := map[string]bool{}
	for one := range strings.FieldsSeq(text) {
		set[one] = true
	}
	return set
}

var (
	// people are words for somebody who may be written about; so are names, which are
	// known by their capital. Those who decide from outside (a landlord, staff) are not.
	people = setOf(`he she they who him them hers somebody someone person people patient patients inpatient inpatients outpatient
		client clients tenant tenants resident residents man men woman women lady ladies gentleman gentlemen gent lad lads girl girls boy
		boys guy guys bloke chap fellow individual individuals husband wife partner boyfriend girlfriend mother father mum mam dad
		parents parent son sons daughter daughters brother sister siblings twin twins family families relatives nan gran granny grandad
		grandmother grandfather aunt uncle cousin niece nephew carer child children kid kids toddler teenager teenagers teen youth
		youngster pupil student adult adults pensioner friend friends peer user users attender passenger owner offender
		prisoner inmate drinker smoker character applicant claimant survivor couple household self i we you i'm we're you're he's
		she's they're he'd she'd they'd he'll she'll they'll`)

	pronouns = setOf(`he she they i we you`)

	// conduct is what somebody does or is like: what is said of it is said of them.
	conduct = setOf(`behaviour behaviours presentation attitude manner manners mood tone speech voice demeanour affect conduct style way
		ways response reply reaction remark remarks comment comments outburst outbursts language message messages text texts
		gesture stare glare look face personality nature streak side temper request requests demand demands
		refusal act acts trait traits tendency tendencies thinking thoughts beliefs ideas lifestyle living choices choice
		decisions engagement interaction interactions relationship relationships words account answer answers excuse
		excuses habit habits tactics history skills age sight figure referral referrals
		expectation expectations plan plans goal goals aims hopes`)

	// things are what stands without an article: weather, and what notes leave it out of.
	things = setOf(`weather wind rain snow storm sea tide sun heat fog machine printer computer laptop phone wifi internet app website
		software system telly tv radio boiler heating lift escalator alarm engine car van bus tram train taxi lorry traffic
		lock door drawer gate lid stain grease rust screw bolt surface path road pavement footpath flat house home kitchen ward clinic
		hospital office library school station market shop café cafe pub queue crowd
		weed mint ivy nettle bramble tree plant seedling tomato potato carrot fruit vegetable grass lawn dog puppy cat kitten horse
		seagull gull goose cancer tumour infection virus cough cold rash chest migraine joint knee hip shoulder
		film movie song album book novel story poem play plot scene match quiz puzzle crossword jigsaw
		job work workload rota deadline timetable price shift course exam journey walk climb noise smell music pain
		treatment therapy approach type version form strain
		staff nurse team worker police company firm bank insurer insurance airline council landlord dwp jobcentre tribunal court government
		embassy employer neighbour neighbours caller gp doctor consultant`)

	times = setOf(`day morning afternoon evening night week weekend month year monday tuesday wednesday thursday friday saturday
		sunday christmas easter summer winter spring autumn holiday birthday start half hour minute time times`)

	articles = setOf(`the a an my our his her its their your this that these those some any no every each another`)
	pointing = setOf(`this that these those each every`)

	prepositions = setOf(`of in on at from by with near behind under over to for into through after during since about outside inside as towards`)

	// linking stands between what something is said of and what is said; being are the verbs.
	linking = setOf(`is are was were be been being am looks non looked seems seemed became becomes become becoming gets got getting has
		have had remains remained keeps kept can could may might will would also always often sometimes still now very rather quite
		so really too a an bit little just more most pretty fairly extremely absolutely completely total complete absolute right
		such proper real this again all particularly especially both generally simply increasingly`)
	being = setOf(`is are was were be been being am looks looked seems seemed became becomes become becoming gets got getting has have
		had remains remained keeps kept`)
	joining = setOf(`and but or then yet`)

	// filling stands between a phrase and what it is an adjective of.
	filling = setOf(`old new little big small young wet cold warm dark long short whole aged middle kind sort type bit city fast heavy`)

	// plain are words that no name of a thing is, though they can follow an article and a phrase.
	plain = setOf(`who which when while if because than that and or but nor so then yet off out up down today tonight yesterday
		tomorrow here there never until before around without toward under did does do not he she they i we you it`)

	nothing = setOf(`it it's this that's life everything things`)
)
