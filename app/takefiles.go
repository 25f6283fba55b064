package app

import (
	"context"

	"handrail/app/internal/gate"
	"handrail/models"
)

// TakeFiles gives every picture and recording of a plan to its owner, what was taken
// off too, one after the other: no more than one is held in memory.
func (a *App) TakeFiles(ctx context.Context, who models.Actor, plan models.ID, take func(Attachment, []byte) error) error {
	return a.takeRecords(ctx, who, plan, models.Attachments, func(piece Piece) error {
		for _, k := range piece.Records {
			kept, is := k.(*models.Attachment)
			if !is {
				continue
			}
			var out Attachment
			var content []byte
			if err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) (err error) {
				out = attachmentOf(kept, p.Grant())
				content, err = gate.TakenContent(p, kept)
				return err
			}); err != nil {
				return err
			}
			if err := take(out, content); err != nil {
				return err
			}
		}
		return nil
	})
}
