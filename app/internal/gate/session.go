package gate

import (
	"database/sql"
	"time"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

// sessionText packs a session and one who attends it as one text.
const sessionText = `SELECT concat_ws('|', s.id, p.owner, s.with_whom, s.opened_by, s.planned_for, s.opened_at, s.begun_at, s.paused_at, s.ended_at,
	s.in_room_at, s.code_at, s.code_tries, s.copy_at, a.account, a.admitted_at, a.joined_at, a.left_at, a.here_until, a.acted_at, s.code, a.shows)
	FROM sessions s JOIN plans p ON p.id = s.plan JOIN attendances a ON a.session = s.id `

// Of the sessions of a plan: one; those that the person has joined and that are neither paused nor
// ended; those that somebody attends, and of them the newest.
const (
	oneSession       = sessionText + "WHERE s.plan = ? AND s.id = ? ORDER BY a.place"
	standingSessions = sessionText + `WHERE s.plan = ?1 AND s.ended_at = 0 AND s.paused_at = 0
		AND EXISTS (SELECT 1 FROM attendances m WHERE m.session = s.id AND m.account = p.owner AND m.joined_at > 0) ORDER BY s.id, a.place`
	newestSessions = sessionText + `WHERE s.id IN (SELECT n.id FROM sessions n JOIN attendances m ON m.session = n.id
		WHERE n.plan = ?1 AND m.account = ?2 ORDER BY n.opened_at DESC, n.id DESC LIMIT ?3) ORDER BY s.opened_at DESC, s.id DESC, a.place`
)

func readSessions(tx *database.Tx, plan models.ID, text string, args ...any) ([]models.Session, error) {
	rows, err := tx.Query(text, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []models.Session
	for rows.Next() {
		s, a, err := scanSession(rows)
		if err != nil {
			return nil, err
		}
		if n := len(out); n == 0 || out[n-1].ID != s.ID {
			s.Plan = plan
			out = append(out, s)
		}
		last := &out[len(out)-1]
		last.Attending = append(last.Attending, a)
	}
	return out, rows.Err()
}

func scanSession(rows *sql.Rows) (models.Session, models.Attendance, error) {
	var h packedHead
	if err := rows.Scan(&h.rest); err != nil {
		return models.Session{}, models.Attendance{}, err
	}
	s := models.Session{
		ID: models.ID(h.text()), Owner: models.ID(h.text()), With: models.ID(h.text()), OpenedBy: models.ID(h.text()),
		PlannedFor: h.time(), OpenedAt: h.time(), BegunAt: h.time(), PausedAt: h.time(), EndedAt: h.time(), InRoomAt: h.time(),
	}
	s.Code.At, s.Code.Tries, s.CopyAt = h.time(), int(h.number()), h.time()
	a := models.Attendance{
		Account: models.ID(h.text()), AdmittedAt: h.time(), JoinedAt: h.time(), LeftAt: h.time(), HereUntil: h.time(), ActedAt: h.time(),
	}
	s.Code.Hash, a.Shows = h.text(), models.Showing(h.text())
	return s, a, h.err
}

// FindSession is a session of the plan for those who attend it, else ErrNotFound.
// It stays theirs to read while a relationship is paused or has ended: that it was
// must not show (RULES.md 5).
func FindSession(l Leave, id models.ID) (*models.Session, error) {
	v, err := l.behind()
	if err != nil {
		return nil, err
	}
	found, err := readSessions(v.tx, v.plan, oneSession, string(v.plan), string(id))
	if err != nil {
		return nil, err
	}
	if len(found) == 0 || !v.attends(found[0]) {
		return nil, models.ErrNotFound
	}
	return &found[0], nil
}

// Accompanies reports whether the holder may know who is here in a session: they
// joined it and it runs, and for anybody but the owner their tie is in force. Who is
// paused or whose tie ended reads nobody as present, as if they had put the page away (RULES.md 2, 5).
func Accompanies(l Leave, s *models.Session) (bool, error) {
	v, err := l.behind()
	if err != nil || !s.Of(v.grant.Account).In() {
		return false, err
	}
	return v.grant.Owner || s.State(v.now) == models.SessionRunning && v.facts.Relationship.State == models.Confirmed, nil
}

// attends reports whether the session exists for the holder.
func (v *visit) attends(s models.Session) bool {
	return v.grant.Owner || s.Of(v.grant.Account).Account != ""
}

// Sessions is the newest sessions that the holder attends or attended.
func Sessions(l Leave, limit int) ([]models.Session, error) {
	v, err := l.behind()
	if err != nil {
		return nil, err
	}
	return readSessions(v.tx, v.plan, newestSessions, string(v.plan), string(v.eyes()), limit)
}

// KeepSession writes a session and who attends it as they are now. Who may be in
// which company may have changed: the plan's epoch moves.
func KeepSession(pen *Pen, s *models.Session) error {
	v, err := pen.behind()
	if err != nil {
		return err
	}
	if s.ID == "" {
		s.ID, s.Plan, s.Owner, s.OpenedAt = models.NewID(), v.plan, v.facts.Owner, v.now
	}
	if !v.attends(*s) {
		return models.ErrNotFound
	}
	if s.BegunAt.IsZero() && s.State(v.now) == models.SessionRunning {
		s.BegunAt = v.now
	}
	if _, err := v.tx.Exec(`INSERT INTO sessions (id, plan, with_whom, opened_by, planned_for, opened_at, begun_at, paused_at, ended_at,
		in_room_at, code, code_at, code_tries, copy_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)
		ON CONFLICT (id) DO UPDATE SET planned_for = excluded.planned_for, begun_at = excluded.begun_at, paused_at = excluded.paused_at, ended_at = excluded.ended_at,
		in_room_at = excluded.in_room_at, code = excluded.code, code_at = excluded.code_at, code_tries = excluded.code_tries, copy_at = excluded.copy_at`,
		string(s.ID), string(v.plan), string(s.With), string(s.OpenedBy), database.At(s.PlannedFor), database.At(s.OpenedAt), database.At(s.BegunAt),
		database.At(s.PausedAt), database.At(s.EndedAt), database.At(s.InRoomAt), s.Code.Hash, database.At(s.Code.At), s.Code.Tries, database.At(s.CopyAt)); err != nil {
		return err
	}
	for i, a := range s.Attending {
		if err := v.keepAttendance(s.ID, i, a); err != nil {
			return err
		}
	}
	v.look(models.InSessions)
	v.act = models.ActEdit
	return v.raise()
}

func (v *visit) keepAttendance(session models.ID, place int, a models.Attendance) error {
	_, err := v.tx.Exec(`INSERT INTO attendances (session, account, place, admitted_at, joined_at, left_at, here_until, acted_at, shows) VALUES (?,?,?,?,?,?,?,?,?)
		ON CONFLICT (session, account) DO UPDATE SET admitted_at = excluded.admitted_at, joined_at = excluded.joined_at, left_at = excluded.left_at,
		here_until = excluded.here_until, acted_at = excluded.acted_at, shows = excluded.shows`,
		string(session), string(a.Account), place, database.At(a.AdmittedAt), database.At(a.JoinedAt), database.At(a.LeftAt),
		database.At(a.HereUntil), database.At(a.ActedAt), string(a.Shows))
	return err
}

// Here writes a sign of the holder's own presence. Rights that it brings back
// need no new epoch; one that ends presence sooner moves it.
func Here(pen *Pen, s *models.Session, until, acted time.Time) error {
	v, err := pen.behind()
	if err != nil {
		return err
	}
	was := s.Of(v.grant.Account)
	if was.Account == "" {
		return models.ErrNotFound
	}
	if _, err := v.tx.Exec("UPDATE attendances SET here_until = ?, acted_at = ? WHERE session = ? AND account = ?",
		database.At(until), database.At(acted), string(s.ID), string(v.grant.Account)); err != nil {
		return err
	}
	if until.Before(was.HereUntil) {
		return v.raise()
	}
	return nil
}

// meetingOf is when the account is together with the person in one of the plan's sessions.
func meetingOf(f models.Facts, standing []models.Session, now time.Time) (best models.Meeting) {
	for _, s := range standing {
		if m := s.MeetingOf(f.Relationship.Account, now); m.Until.After(best.Until) {
			best = m
		}
	}
	return best
}

// ready reads what a decision about this kind rests on and others do without.
func (v *visit) ready(kind models.Kind) error {
	if kind.OfSession() {
		return v.attending()
	}
	if kind == models.Statements || kind == models.StatementMarks || kind == models.Overrides {
		return v.witnessing()
	}
	return nil
}

// attending reads, once in a visit, which sessions the holder attends: what
// belongs to a session is decided by it.
func (v *visit) attending() error {
	if v.grant.Owner || v.facts.Sessions != nil {
		return nil
	}
	attended, err := idsIn[models.ID](v.tx, "SELECT s.id FROM sessions s JOIN attendances a ON a.session = s.id WHERE s.plan = ? AND a.account = ?",
		string(v.plan), string(v.eyes()))
	if err != nil {
		return err
	}
	met, err := idsIn[models.ID](v.tx, "SELECT id FROM sessions WHERE plan = ? AND with_whom = ?", string(v.plan), string(v.eyes()))
	v.facts.Sessions, v.facts.Met = attended, met
	v.grant.Sessions, v.grant.Met = attended, met
	return err
}

// OfSession is the records of a kind that belong to a session, in the order of
// their positions; the session must exist for the holder.
func OfSession[T models.Kinds, K kept[T]](l Leave, session models.ID) ([]T, error) {
	if _, err := FindSession(l, session); err != nil {
		return nil, err
	}
	v, err := l.behind()
	if err != nil {
		return nil, err
	}
	var zero T
	if err := v.ready(K(&zero).Kind()); err != nil {
		return nil, err
	}
	v.look(models.InSessions)
	return records[T, K](v, " WHERE plan = ? AND parent = ? AND removed_at = 0 ORDER BY position, seq", string(v.plan), string(session))
}

// Attendees is the names of those in a session: the owner's own, and for the others
// the one that the owner confirmed (RULES.md 14).
func Attendees(l Leave, s *models.Session) (map[models.ID]string, error) {
	v, err := l.behind()
	if err != nil {
		return nil, err
	}
	if !v.attends(*s) {
		return nil, models.ErrNotFound
	}
	names, err := v.gate.names(v.tx, []models.ID{v.facts.Owner})
	if err != nil {
		return nil, err
	}
	for _, a := range s.Attending {
		if a.Account == v.facts.Owner {
			continue
		}
		tie, err := v.relationships(a.Account)
		if err != nil {
			return nil, err
		}
		for _, r := range tie {
			names[r.Account] = r.Name
		}
	}
	return names, nil
}
