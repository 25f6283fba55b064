package main_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"testing"
)

// inWords is a text with words of a language in it: two with a space between.
var inWords = regexp.MustCompile(`\pL{2,}[,.;!?]? +\pL`)

// notSaid is what has a space in it and is no sentence: what somebody types, and the mark of
// a step of a move, which doingOf puts into words.
var notSaid = []string{"go run ./cmd/handrail", "comparing "}

// No sentence stands in the code of the commands, of the settings, or of the help numbers
// that are one of them: each is in the catalogue. What is logged is for machines.
func TestNoSentenceStandsInTheCodeOfTheCommands(t *testing.T) {
	read := 0
	for _, p := range packages(t) {
		if !in(p.ImportPath, "cmd/handrail", "app/config") {
			continue
		}
		for _, name := range p.GoFiles {
			read++
			for _, text := range texts(t, filepath.Join(p.Dir, name)) {
				if inWords.MatchString(text) && !slices.Contains(notSaid, text) {
					t.Errorf("%s holds words: %q", name, text)
				}
			}
		}
	}
	for _, text := range texts(t, "../../models/helpnumbers.go") {
		if inWords.MatchString(text) {
			t.Errorf("the help numbers hold words: %q", text)
		}
	}
	if read < 20 {
		t.Errorf("only %d files were looked at", read)
	}
}

// texts is what stands between quotes in a file, but for what is logged and tags of fields.
func texts(t *testing.T, file string) (out []string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			return n.Tag == nil
		case *ast.CallExpr:
			return !logs(n)
		case *ast.BasicLit:
			if text, err := strconv.Unquote(n.Value); err == nil && n.Kind == token.STRING {
				out = append(out, text)
			}
		}
		return true
	})
	return out
}

func logs(call *ast.CallExpr) bool {
	of, is := call.Fun.(*ast.SelectorExpr)
	if !is {
		return false
	}
	name, is := of.X.(*ast.Ident)
	return is && name.Name == "slog"
}
