package gate

import (
	"bytes"
	"time"

	"handrail/models"
)

// ErrStale is a save that started from a version that is no longer the newest.
var ErrStale = &models.Error{Kind: models.Conflict, Key: "error.stale"}

// ErrFixed is a change of something that can no longer be changed.
var ErrFixed = &models.Error{Kind: models.Conflict, Key: "error.fixed"}

func fixed(k models.Kept) bool {
	f, can := k.(models.Fixed)
	return can && f.Fixed()
}

// Save writes a record: Version 0 creates it, any other must be the newest. The
// version counts saves of text only; the entry's earlier words are kept as a
// version. Whoever is not the owner is its author, whatever the record says.
func Save[T models.Kinds, K kept[T]](pen *Pen, k K) error {
	v, err := pen.behind()
	if err != nil {
		return err
	}
	if head := k.Head(); !v.grant.Owner || head.Author == "" {
		head.Author = v.who.Account
	}
	if k.Kind() == models.Entries && !v.grant.Owner {
		k.Head().How = models.InSession // nobody else writes at any other time
	}
	if k.Head().How == "" {
		k.Head().How = models.Alone
	}
	if k.Head().Version == 0 {
		return v.create(k)
	}
	return change[T](v, k)
}

func (v *visit) create(k models.Kept) error {
	r := k.Head()
	r.ID, r.Plan, r.Version = models.NewID(), v.plan, 1
	r.CreatedAt, r.UpdatedAt, r.ShownAt, r.RemovedAt = v.now, v.now, time.Time{}, time.Time{}
	if err := v.ready(k.Kind()); err != nil {
		return err
	}
	if err := v.may(models.ActAdd, k); err != nil {
		return err
	}
	if err := v.room(k.Kind()); err != nil {
		return err
	}
	if k.Kind().OfSession() {
		if _, err := FindSession(&Pen{v}, r.Parent); err != nil {
			return err
		}
	} else if r.Parent != "" {
		seen, err := v.seesParent(k)
		if err != nil {
			return err
		}
		if !seen {
			return models.ErrNotFound
		}
	}
	if r.OnlyMe || r.HiddenFrom != nil {
		r.ShownAt = v.now
	}
	return v.insert(k)
}

// change decides on the row as it is kept, never on what the caller brought.
func change[T models.Kinds, K kept[T]](v *visit, k K) error {
	old, err := load[T, K](v, k.Head().ID, standing)
	if err != nil {
		return err
	}
	if err := v.may(models.ActEdit, old); err != nil {
		return err
	}
	if fixed(old) {
		return ErrFixed
	}
	was, is := old.Head(), k.Head()
	if was.Version != is.Version {
		return ErrStale
	}
	is.Plan, is.Section, is.Parent, is.CreatedAt, is.RemovedAt = was.Plan, was.Section, was.Parent, was.CreatedAt, was.RemovedAt
	is.UpdatedAt, is.ShownAt = was.UpdatedAt, was.ShownAt
	if k.Kind().OfSession() {
		is.Author = was.Author // who ticks an item off did not write it
	}
	if !v.grant.Owner {
		is.Position, is.OnlyMe, is.HiddenFrom = was.Position, was.OnlyMe, was.HiddenFrom
	}
	if err := v.count(old, k); err != nil {
		return err
	}
	if shownToMore(was, is) {
		is.ShownAt = v.now
	}
	if !samePrivacy(was, is) {
		if err := v.movePrivacy(); err != nil {
			return err
		}
	}
	return v.rewrite(k, was)
}

// count raises the version when the words differ, and keeps an entry's old ones.
func (v *visit) count(old, k models.Kept) error {
	before, err := encode(old.Body())
	if err != nil {
		return err
	}
	after, err := encode(k.Body())
	if err != nil {
		return err
	}
	was, is := old.Head(), k.Head()
	if bytes.Equal(before, after) {
		is.Author, is.How = was.Author, was.How
		return nil
	}
	is.Version, is.UpdatedAt = was.Version+1, v.now
	if e, ok := old.(*models.Entry); ok {
		if was.Version >= mostVersions {
			return ErrWorn
		}
		return v.archive(e)
	}
	return nil
}

// archive keeps an entry's words as a version, sealed for that place.
func (v *visit) archive(e *models.Entry) error {
	past := &models.Version{Record: e.Record, Fields: e.Fields}
	past.ID, past.Parent, past.CreatedAt = models.NewIDAt(v.now), e.ID, e.UpdatedAt
	return v.insert(past)
}

// Remove takes a record out of sight; the owner can bring it back. A version of
// 0 removes whatever is newest.
func Remove[T models.Kinds, K kept[T]](pen *Pen, id models.ID, version int) error {
	v, err := pen.behind()
	if err != nil {
		return err
	}
	k, err := load[T, K](v, id, standing)
	if err != nil {
		return err
	}
	if err := v.may(models.ActRemove, k); err != nil {
		return err
	}
	if fixed(k) {
		return ErrFixed
	}
	if version != 0 && version != k.Head().Version {
		return ErrStale
	}
	k.Head().RemovedAt = v.now
	if err := v.update(k, k.Head().Version); err != nil || k.Kind() != models.Entries && k.Kind() != models.Attachments {
		return err
	}
	if k.Kind() == models.Entries {
		if err := v.noteRemover(id); err != nil {
			return err
		}
	}
	return Narrow(v.tx, v.plan) // a copy from before must not show it again
}

// BringBack puts a record back that the owner removed.
func BringBack[T models.Kinds, K kept[T]](pen *Pen, id models.ID) (K, error) {
	k, err := FindRemoved[T, K](pen, id)
	if err != nil {
		return nil, err
	}
	k.Head().RemovedAt = time.Time{}
	return k, pen.v.update(k, k.Head().Version)
}

// Empty removes for good: an entry that the owner removed before, with its
// versions, drafts, suggestions and what hangs on it.
func Empty(pen *Pen, entry models.ID) error {
	if _, err := FindRemoved[models.Entry](pen, entry); err != nil {
		return err
	}
	if err := pen.v.dropPartsUnder(entry); err != nil {
		return err
	}
	for _, kind := range []models.Kind{models.Attachments, models.Versions, models.Suggestions, models.Drafts, models.Ticks, models.Reviews, models.Steps, models.Uses, models.Lookouts} {
		if _, err := pen.v.tx.Exec("DELETE FROM "+string(kind)+" WHERE plan = ? AND parent = ?", string(pen.v.plan), string(entry)); err != nil {
			return err
		}
	}
	if _, err := pen.v.tx.Exec("DELETE FROM entries WHERE plan = ? AND id = ?", string(pen.v.plan), string(entry)); err != nil {
		return err
	}
	return Narrow(pen.v.tx, pen.v.plan)
}

// DropDraft forgets the holder's own draft of this form for an entry, or with an empty
// entry for a new one: nothing of it stays.
func DropDraft(pen *Pen, section models.SectionKey, entry models.ID, form models.How) error {
	v, err := pen.behind()
	if err != nil {
		return err
	}
	return v.tx.Also("DELETE FROM drafts WHERE plan = ? AND section = ? AND parent = ? AND author = ? AND how = ?",
		string(v.plan), string(section), string(entry), string(v.who.Account), string(form))
}

// may checks an act and notes it for the record.
func (v *visit) may(act models.Act, k models.Kept) error {
	err := v.grant.May(act, k)
	if err != nil {
		v.asked, v.act = append(v.asked, k.Head().Section), act
		return err
	}
	if k.Kind() != models.Drafts {
		v.look(k.Head().Section)
		v.act = act
		if k.Kind() == models.Suggestions {
			v.act = models.ActSuggest
		}
	}
	return nil
}

// raise moves the plan's epoch: every change of rights does, in its own transaction.
func (v *visit) raise() error {
	_, err := v.tx.Exec("UPDATE plans SET epoch = epoch + 1 WHERE id = ?", string(v.plan))
	return err
}

// movePrivacy counts every change of who single entries are kept from as a narrowing.
func (v *visit) movePrivacy() error {
	if _, err := v.tx.Exec("UPDATE plans SET privacy = privacy + 1 WHERE id = ?", string(v.plan)); err != nil {
		return err
	}
	return Narrow(v.tx, v.plan)
}
