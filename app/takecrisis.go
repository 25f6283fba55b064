package app

import "handrail/app/internal/gate"

// What somebody takes along of what others do for them: what they were asked to take
// on or to witness, and what was done about the crisis plan.

func takeTasks(p *gate.Pass) (Piece, error) {
	offered, err := gate.EveryTask(p)
	return Piece{Kind: TasksPiece, Tasks: offered}, err
}

func takeWitnesses(p *gate.Pass) (Piece, error) {
	asked, err := gate.EveryWitness(p)
	return Piece{Kind: WitnessesPiece, Witnesses: asked}, err
}

// takeWays gives the one way that stands: it is a list as all else is.
func takeWays(p *gate.Pass) (Piece, error) {
	now, err := gate.CrisisNow(p)
	return Piece{Kind: WaysPiece, Ways: []CrisisWay{{Way: now.Way, Days: now.Days}}}, err
}

func takeKeys(p *gate.Pass) (Piece, error) {
	given, err := gate.EveryKey(p)
	return Piece{Kind: KeysPiece, Keys: given}, err
}

func takePresses(p *gate.Pass) (Piece, error) {
	pressed, err := gate.EveryPress(p)
	return Piece{Kind: PressesPiece, Presses: pressed}, err
}

func takeUses(p *gate.Pass) (Piece, error) {
	used, err := gate.EveryUse(p)
	return Piece{Kind: UsesPiece, Uses: used}, err
}
