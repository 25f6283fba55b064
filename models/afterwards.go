package models

// AfterQuestions are what the person is asked after a session: was I heard, did we
// work on what matters to me, was it my pace, do I leave with something to do or
// hold on to. The questions are messages (afterwards.KEY).
var AfterQuestions = []string{"heard", "matters", "pace", "holdon"}

// AfterMarks are the answers; none is ever chosen beforehand.
var AfterMarks = []string{"yes", "partly", "not_really"}

// Skills are the ten skills of a recovery practitioner (Scottish Recovery Network,
// Recovery in services; see the project's facts of the field). A practitioner looks back on a
// session along them, for themselves. The prompts are messages (reflection.KEY).
var Skills = []string{
	"listening", "guiding", "autonomy", "questions", "resources", "relationship", "dreams", "change", "reframing", "solutions",
}
