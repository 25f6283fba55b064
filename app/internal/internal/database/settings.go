package database

import "gorm.io/gorm/clause"

// setting is one row of what an installation remembers of itself.
type setting struct {
	Name  string `gorm:"primaryKey"`
	Value []byte
}

// TableName tells GORM where settings are.
func (setting) TableName() string { return "settings" }

// Setting is what was kept under a name; had is false where nothing was.
func (t *Tx) Setting(name string) (value []byte, had bool, err error) {
	var found []setting
	err = translate(t.Gorm().Where("name = ?", name).Limit(1).Find(&found).Error)
	if err != nil || len(found) == 0 {
		return nil, false, err
	}
	return found[0].Value, true, nil
}

// KeepSetting keeps a value under a name, whatever stood there.
func (t *Tx) KeepSetting(name string, value []byte) error {
	return t.putSetting(name, value, clause.OnConflict{Columns: []clause.Column{{Name: "name"}}, DoUpdates: clause.AssignmentColumns([]string{"value"})})
}

// OfferSetting keeps a value under a name where nothing stands yet.
func (t *Tx) OfferSetting(name string, value []byte) error {
	return t.putSetting(name, value, clause.OnConflict{DoNothing: true})
}

func (t *Tx) putSetting(name string, value []byte, otherwise clause.OnConflict) error {
	t.writes++
	return translate(t.Gorm().Clauses(otherwise).Create(&setting{Name: name, Value: value}).Error)
}
