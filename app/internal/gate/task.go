package gate

import (
	"errors"

	"handrail/app/internal/internal/database"
	"handrail/app/internal/internal/seal"
	"handrail/models"
)

// taskWords is the sealed part of a task.
type taskWords struct {
	Words, Reply string
	Typed        models.Fields `json:",omitempty"`
}

func taskPlace(t *models.Task) seal.Place {
	return seal.At(string(t.Plan), "tasks", string(t.ID), string(t.Account), string(t.Section), string(t.Entry))
}

// OfferTask offers words of the owner's to somebody. That is the whole of what
// they may read: nothing of the entry is kept with it.
func OfferTask(pen *Pen, t *models.Task) error {
	v, err := own(pen)
	if err != nil {
		return err
	}
	t.ID, t.Plan, t.OfferedAt, t.Answer = models.NewID(), v.plan, v.now, models.TaskWaiting
	body, err := v.sealJSON(taskWords{Words: t.Words}, taskPlace(t))
	if err != nil {
		return err
	}
	_, err = v.tx.Exec(`INSERT INTO tasks (id, plan, section, entry, account, answer, offered_at, answered_at, ended_at, body)
		VALUES (?,?,?,?,?,?,?,0,0,?)`, string(t.ID), string(v.plan), string(t.Section), string(t.Entry), string(t.Account),
		string(t.Answer), database.At(t.OfferedAt), body)
	return err
}

const (
	taskText  = "SELECT id, section, entry, account, answer, offered_at, answered_at, ended_at, body FROM tasks "
	tasksText = taskText + "WHERE plan = ?1 AND ended_at = 0 AND (?2 = '' OR account = ?2) AND (?3 = '' OR id = ?3) ORDER BY offered_at, id"
)

// Tasks is what stands: to the owner all of it, to somebody who is confirmed what was
// offered to them, to anybody else nothing.
func Tasks(l Leave) ([]models.Task, error) {
	v, err := l.behind()
	if err != nil {
		return nil, err
	}
	return v.tasks("")
}

func (v *visit) tasks(id models.ID) ([]models.Task, error) {
	found, err := v.standing(id)
	for _, t := range found {
		v.look(t.Section)
		v.act = models.ActTask
	}
	return found, err
}

func (v *visit) standing(id models.ID) ([]models.Task, error) {
	account := v.eyes()
	if v.grant.Owner {
		account = ""
	} else if v.facts.Relationship.State != models.Confirmed || v.facts.Held {
		return nil, nil
	}
	return v.readTasks(tasksText, string(v.plan), string(account), string(id))
}

// EveryTask is, to the owner, all that they ever offered, what they took back too.
func EveryTask(l Leave) ([]models.Task, error) {
	v, err := own(l)
	if err != nil {
		return nil, err
	}
	return v.readTasks(taskText+"WHERE plan = ? ORDER BY offered_at, id", string(v.plan))
}

func (v *visit) readTasks(text string, args ...any) ([]models.Task, error) {
	rows, err := v.tx.Query(text, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []models.Task
	for rows.Next() {
		t := models.Task{Plan: v.plan}
		var offered, answered, ended database.Micros
		var body seal.Text
		if err := rows.Scan(&t.ID, &t.Section, &t.Entry, &t.Account, &t.Answer, &offered, &answered, &ended, &body); err != nil {
			return nil, err
		}
		t.OfferedAt, t.AnsweredAt, t.EndedAt = offered.Time(), answered.Time(), ended.Time()
		var w taskWords
		if err := openJSON(v.key, body, taskPlace(&t), &w); err != nil {
			return nil, err
		}
		t.Words, t.Reply = w.Words, w.Reply
		if t.Account == v.who.Account { // in a view "as they see it" too it is theirs alone
			t.Typed = w.Typed
		}
		out = append(out, t)
	}
	return out, rows.Err()
}

// AnswerTask keeps what the holder says to a task that was offered to them; any
// other task does not exist for them.
func AnswerTask(pen *Pen, id models.ID, answer models.TaskAnswer, reply string) (*models.Task, error) {
	v, err := pen.behind()
	if err != nil {
		return nil, err
	}
	if v.grant.Owner || id == "" {
		return nil, models.ErrNotFound
	}
	found, err := v.tasks(id)
	if err != nil {
		return nil, err
	}
	if len(found) != 1 {
		return nil, models.ErrNotFound
	}
	t := &found[0]
	v.act = models.ActTaskAnswer
	t.Answer, t.Reply, t.Typed, t.AnsweredAt = answer, reply, nil, v.now
	return t, v.putTask(t)
}

// putTask keeps a task as it is now.
func (v *visit) putTask(t *models.Task) error {
	body, err := v.sealJSON(taskWords{Words: t.Words, Reply: t.Reply, Typed: t.Typed}, taskPlace(t))
	if err != nil {
		return err
	}
	_, err = v.tx.Exec("UPDATE tasks SET answer = ?, answered_at = ?, ended_at = ?, body = ? WHERE id = ? AND plan = ?",
		string(t.Answer), database.At(t.AnsweredAt), database.At(t.EndedAt), body, string(t.ID), string(v.plan))
	return err
}

// TypeReply keeps what the holder is typing in answer to a task that was offered to them; any
// other task does not exist for them. It is no look, and nobody else learns of it. What is too
// long is refused before it is sealed: everybody else's writes wait.
func TypeReply(pen *Pen, id models.ID, typed models.Fields) error {
	v, err := pen.behind()
	if err != nil {
		return err
	}
	if v.grant.Owner || id == "" {
		return models.ErrNotFound
	}
	found, err := v.standing(id)
	if err != nil {
		return err
	}
	if len(found) != 1 {
		return models.ErrNotFound
	}
	if err := models.CheckTyped(typed); err != nil {
		return err
	}
	found[0].Typed = typed
	return v.putTask(&found[0])
}

// EndTask takes a task back: for whom it was offered it is gone.
func EndTask(pen *Pen, id models.ID) error {
	v, err := own(pen)
	if err != nil {
		return err
	}
	if id == "" {
		return models.ErrNotFound
	}
	n, err := v.endTasks(id, "", "")
	if err == nil && n == 0 {
		return models.ErrNotFound
	}
	return err
}

// EndTasksOf takes back every task of an entry that is taken out, or of somebody
// whose tie ends; what is empty does not narrow. It only ever shows less.
func EndTasksOf(pen *Pen, entry, account models.ID) error {
	v, err := pen.behind()
	if err != nil {
		return err
	}
	_, err = v.endTasks("", entry, account)
	return err
}

func (v *visit) endTasks(id, entry, account models.ID) (n int64, err error) {
	n, err = v.tx.Exec(`UPDATE tasks SET ended_at = ?1 WHERE plan = ?2 AND ended_at = 0
		AND (?3 = '' OR id = ?3) AND (?4 = '' OR entry = ?4) AND (?5 = '' OR account = ?5)`,
		database.At(v.now), string(v.plan), string(id), string(entry), string(account))
	if err != nil || n == 0 {
		return n, err
	}
	if err := v.forgetTyped(); err != nil {
		return 0, err
	}
	return n, v.movePrivacy() // whoever reads it at this moment reads anew
}

// forgetTyped lets go of what was being typed in answer to the tasks that have ended just now:
// nobody can read it any more. Showing less waits for no word: where one does not open, all stay.
func (v *visit) forgetTyped() error {
	found, err := v.readTasks(taskText+"WHERE plan = ? AND ended_at = ?", string(v.plan), database.At(v.now))
	if errors.Is(err, seal.ErrSealed) {
		return nil
	}
	for i := range found {
		found[i].Typed = nil
		err = errors.Join(err, v.putTask(&found[i]))
	}
	return err
}
