package demo

import (
	"embed"
	"encoding/json"

	"handrail/models"
)

//go:embed texts/*.json
var texts embed.FS

// Password is everybody's in the demo.
const Password = "kettle on the hob"

// Somebody is one of the people in the story. Is says who they are in it.
type Somebody struct {
	Key, Name, Email, Is string
	Lead                 bool
	Unlisted             bool // there to fill the story, not to sign in as
}

// Cast is everybody, the person whose plan it is first.
func Cast() []Somebody {
	var out []Somebody
	data, err := texts.ReadFile("texts/cast.json")
	if err == nil {
		err = json.Unmarshal(data, &out)
	}
	if err != nil {
		panic("demo: " + err.Error()) // it is embedded and read by a test
	}
	return out
}

// player is somebody who has joined: their account, and where they are signed in.
type player struct {
	Somebody
	actor models.Actor
	plan  models.ID
}
