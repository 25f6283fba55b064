package main_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// inWords is a text with words of a language in it: two with a space between.
var inWords = regexp.MustCompile(`\pL{2,}[,.;!?]? +\pL`)

// notSaid is what has words in it and is no sentence: what somebody types, the mark of a step of
// a move, which doingOf puts into words, errors that sentence knows, and our name.
var notSaid = []string{"go run ./cmd/handrail", "comparing ", "main: found", "main: address", "handrail %s, %s\n"}

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
			all, said := texts(t, filepath.Join(p.Dir, name))
			for _, text := range all {
				if inWords.MatchString(text) && !slices.Contains(notSaid, text) {
					t.Errorf("%s holds words: %q", name, text)
				}
			}
			for _, text := range said {
				if aWord.MatchString(text) && !slices.Contains(notSaid, text) {
					t.Errorf("%s says %q", name, text)
				}
			}
		}
	}
	all, _ := texts(t, "../../models/helpnumbers.go")
	for _, text := range all {
		if inWords.MatchString(text) {
			t.Errorf("the help numbers hold words: %q", text)
		}
	}
	if read < 20 {
		t.Errorf("only %d files were looked at", read)
	}
}

// aWord is a word that is no name before a colon and no verb of a format.
var aWord = regexp.MustCompile(`(^|[^%\pL])\pL{2,}([^\pL:]|$)`)

// texts is what stands between quotes in a file, but for what is logged and tags of fields, and
// what of it is said as it stands.
func texts(t *testing.T, file string) (all, said []string) {
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
			if says(called(n)) {
				for _, arg := range n.Args {
					said = append(said, quoted(arg)...)
				}
			}
			return !strings.HasPrefix(called(n), "slog.")
		case *ast.BasicLit:
			all = append(all, quoted(n)...)
		}
		return true
	})
	return all, said
}

// quoted is what stands between the quotes of a text; of anything else nothing.
func quoted(n ast.Expr) []string {
	lit, is := n.(*ast.BasicLit)
	if !is || lit.Kind != token.STRING {
		return nil
	}
	text, err := strconv.Unquote(lit.Value)
	if err != nil {
		return nil
	}
	return []string{text}
}

// called is the function that is called, such as fmt.Fprintln.
func called(call *ast.CallExpr) string {
	of, is := call.Fun.(*ast.SelectorExpr)
	if !is {
		return ""
	}
	name, is := of.X.(*ast.Ident)
	if !is {
		return ""
	}
	return name.Name + "." + of.Sel.Name
}

func says(function string) bool {
	return strings.HasPrefix(function, "fmt.Fprint") || function == "errors.New" || function == "fmt.Errorf"
}
