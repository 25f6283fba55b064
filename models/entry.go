package models

// Entry is one thing that the person wrote in a section.
type Entry struct {
	Record
	Fields Fields
}

// Kind is Entries.
func (e *Entry) Kind() Kind { return Entries }

// Body is the entry's words.
func (e *Entry) Body() any { return &e.Fields }

// Needs asks for See to read and Work for any change; what only the owner may
// do (privacy, position, bringing back) is asked by the operation.
func (e *Entry) Needs(act Act) Right {
	if act == ActSee {
		return RightSee
	}
	return RightWork
}

// Version is an entry's words as they were; Parent is the entry and Version its
// number. The owner's alone (RULES.md 3).
type Version struct {
	Record
	Fields Fields
}

// Kind is Versions.
func (v *Version) Kind() Kind { return Versions }

// Body is the words as they were.
func (v *Version) Body() any { return &v.Fields }

// Needs is RightOwn: versions are the owner's alone. The door itself writes them.
func (v *Version) Needs(Act) Right { return RightOwn }

// Draft is what somebody is typing: readable by its writer alone (RULES.md 1).
// Parent is the entry it would change; without one it would be a new entry. How is
// Alone, or names a form about the entry whose words it holds.
type Draft struct {
	Record
	Words DraftWords
}

// DraftWords is the sealed part of a draft. Against is the version of the entry
// that the typing started from. Whom new words will be kept from is chosen beside them.
type DraftWords struct {
	Fields     Fields
	Against    int
	OnlyMe     bool `json:",omitempty"`
	HiddenFrom []ID `json:",omitempty"`
}

// Kind is Drafts.
func (d *Draft) Kind() Kind { return Drafts }

// Body is the words typed so far.
func (d *Draft) Body() any { return &d.Words }

// Needs asks for See in the section to begin one, and is the writer's alone from then.
func (d *Draft) Needs(act Act) Right {
	if act == ActAdd {
		return RightSee
	}
	return RightWriter
}

// OwnSection is a section that the person added to the catalogue for themselves;
// its Record.Section is its random key (RULES.md 23).
type OwnSection struct {
	Record
	Words SectionWords
}

// SectionWords are the title and the help line that the person gave.
type SectionWords struct{ Title, Help string }

// Kind is OwnSections.
func (s *OwnSection) Kind() Kind { return OwnSections }

// Body is the title and help line.
func (s *OwnSection) Body() any { return &s.Words }

// Needs lets whoever sees the section read its title; changes are the owner's.
func (s *OwnSection) Needs(act Act) Right {
	if act == ActSee {
		return RightSee
	}
	return RightOwn
}
