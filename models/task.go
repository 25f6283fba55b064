package models

import "time"

// TaskAnswer is what somebody said to a task that was offered to them.
type TaskAnswer string

// The answers. Who has said yes can step back, as the person can take the task back.
const (
	TaskWaiting TaskAnswer = "waiting"
	TaskYes     TaskAnswer = "yes"
	TaskYesBut  TaskAnswer = "yes_but"
	TaskNo      TaskAnswer = "no"
	TaskStepped TaskAnswer = "stepped_back"
)

// Taken reports whether somebody does it.
func (a TaskAnswer) Taken() bool { return a == TaskYes || a == TaskYesBut }

// Given reports whether a is an answer that somebody can give.
func (a TaskAnswer) Given() bool { return a.Taken() || a == TaskNo || a == TaskStepped }

// Task is something that a supporter could take on in a crisis, offered to one
// confirmed person. Words are all that they may read of it, whatever the entry says
// now or is shared with; Reply is theirs, and so is Typed, what they are still typing in the form
// for it, by the names in the form, which nobody else may read (RULES.md 1). All are sealed.
type Task struct {
	ID         ID
	Plan       ID
	Section    SectionKey
	Entry      ID
	Account    ID
	Words      string
	Reply      string
	Typed      Fields `json:",omitempty"`
	Answer     TaskAnswer
	OfferedAt  time.Time
	AnsweredAt time.Time
	EndedAt    time.Time // when the person took it back
}

// TaskSections are those whose entries hold tasks, with the field that says what is to be done.
var TaskSections = map[SectionKey]string{"crisis-supporters": "takes_on", "crisis-help": "task"}

// What access records say about tasks.
const (
	ActTask       Act = "task"        // read what was offered
	ActTaskAnswer Act = "task_answer" // answered it, or stepped back
)
