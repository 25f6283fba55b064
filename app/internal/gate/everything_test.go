package gate

import (
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"testing"

	"handrail/models"
)

// Whoever adds a kind of record to models.Kinds adds it to everyKind, or people
// could not take it along.
func TestEveryKindThereIsIsTakenAlong(t *testing.T) {
	f, err := parser.ParseFile(token.NewFileSet(), "../../../models/record.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]bool{}
	for _, k := range everyKind {
		have[reflect.TypeOf(k()).Elem().Name()] = true
	}
	var terms func(e ast.Expr) int
	terms = func(e ast.Expr) int {
		switch e := e.(type) {
		case *ast.BinaryExpr:
			return terms(e.X) + terms(e.Y)
		case *ast.Ident:
			if !have[e.Name] {
				t.Errorf("a %s would be left behind: it is not in everyKind", e.Name)
			}
			return 1
		}
		return 0
	}
	n := 0
	ast.Inspect(f, func(node ast.Node) bool {
		if s, ok := node.(*ast.TypeSpec); ok && s.Name.Name == "Kinds" {
			for _, m := range s.Type.(*ast.InterfaceType).Methods.List {
				n += terms(m.Type)
			}
		}
		return true
	})
	if n != len(everyKind) {
		t.Errorf("%d kinds, %d taken along", n, len(everyKind))
	}
}

func TestEverythingComesPieceByPieceAndOnce(t *testing.T) {
	h := newHouse(t)
	for range 7 {
		h.entry("warnings", "x")
	}
	seen := map[models.ID]bool{}
	h.must(h.gate.Read(t.Context(), h.owner, h.plan, models.ByAPI, func(p *Pass) error {
		var last models.Record
		for range 10 {
			some, next, err := After(p, models.Entries, last, 3)
			if err != nil || next.ID == "" {
				return err
			}
			for _, k := range some {
				if seen[k.Head().ID] {
					t.Error("one came twice")
				}
				seen[k.Head().ID] = true
			}
			last = next
		}
		return nil
	}))
	if len(seen) != 7 {
		t.Errorf("%d of 7 came", len(seen))
	}
}

// Other people's drafts are theirs alone, even to the owner.
func TestAnothersDraftIsNotTakenAlong(t *testing.T) {
	h := newHouse(t)
	morag := h.confirmed("morag", models.Practitioner, models.RightSuggest, "warnings")
	h.must(h.gate.Write(t.Context(), morag, h.plan, models.ByAPI, func(pen *Pen) error {
		return Save(pen, &models.Draft{Record: models.Record{Section: "warnings"}})
	}))
	h.must(h.gate.Read(t.Context(), h.owner, h.plan, models.ByAPI, func(p *Pass) error {
		some, _, err := After(p, models.Drafts, models.Record{}, 10)
		if len(some) != 0 {
			t.Errorf("the owner got %d drafts", len(some))
		}
		return err
	}))
}
