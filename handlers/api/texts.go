package api

import (
	"github.com/danielgtaylor/huma/v2"

	"handrail/models"
)

// texts is an entry's words in an answer: an object from field to text.
type texts models.Fields

// MarshalJSON writes the object, keys sorted.
func (t texts) MarshalJSON() ([]byte, error) { return models.Fields(t).MarshalJSON() }

// Schema describes it as what it is written as.
func (texts) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeObject, AdditionalProperties: &huma.Schema{Type: huma.TypeString}}
}
