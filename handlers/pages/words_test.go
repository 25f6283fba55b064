package pages_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"handrail/handlers/say"
	"handrail/models"
)

// No sentence that a person reads stands in a template: what is left of the static
// text without its tags holds no letter, and no attribute that is read aloud does.
func TestTemplatesHoldNoSentence(t *testing.T) {
	files, err := filepath.Glob("*_templ.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no templates: %v", err)
	}
	tags := regexp.MustCompile(`(?s)<!?[a-zA-Z/][^>]*>`)
	spoken := regexp.MustCompile(`(?:aria-label|title|alt|placeholder)="[^"]*[a-zA-Z]`)
	for _, file := range files {
		text := staticText(t, file)
		if m := spoken.FindString(text); m != "" {
			t.Errorf("%s: %s", file, m)
		}
		if left := tags.ReplaceAllString(text, ""); strings.ContainsFunc(left, unicode.IsLetter) {
			t.Errorf("%s holds words: %q", file, strings.Join(strings.Fields(left), " "))
		}
	}
}

// staticText is what a template writes as it stands, in order; what is filled in is left out.
func staticText(t *testing.T, file string) string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	ast.Inspect(f, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) != 3 {
			return true
		}
		name, ok := call.Fun.(*ast.SelectorExpr)
		lit, isText := call.Args[2].(*ast.BasicLit)
		if ok && isText && name.Sel.Name == "WriteString" {
			text, _ := strconv.Unquote(lit.Value)
			b.WriteString(text)
		}
		return true
	})
	return b.String()
}

// Every key that the code names has a sentence, and every sentence is used.
func TestEveryKeyHasASentenceAndEverySentenceIsUsed(t *testing.T) {
	known, named := say.Keys(), literals(t)
	spaces := map[string]bool{}
	for key := range known {
		space, _, _ := strings.Cut(key, ".")
		spaces[space] = true
	}
	key := regexp.MustCompile(`^[a-z]+(\.[a-z0-9_-]+)+$`)
	file := regexp.MustCompile(`\.(db|key|css|js|json|svg|sqlite)$`)
	for text := range named {
		space, _, _ := strings.Cut(text, ".")
		if key.MatchString(text) && !file.MatchString(text) && spaces[space] && !known[text] && !prefixOf(text, known) {
			t.Errorf("%q has no sentence", text)
		}
	}
	for key := range catalogueKeys() {
		named[key] = true
		if !known[key] && !strings.HasSuffix(key, ".hint") {
			t.Errorf("%q has no sentence", key)
		}
	}
	for key := range known {
		if !used(key, named) {
			t.Errorf("nothing says %q", key)
		}
	}
}

// prefixOf reports whether text is the beginning of a key, as "home.door_helps" is of "home.door_helps_hint".
func prefixOf(text string, known map[string]bool) bool {
	for key := range known {
		if strings.HasPrefix(key, strings.TrimRight(text, "._")+".") || strings.HasPrefix(key, strings.TrimRight(text, "_")+"_") {
			return true
		}
	}
	return false
}

func used(key string, named map[string]bool) bool {
	if named[key] {
		return true
	}
	if space, _, _ := strings.Cut(key, "."); space == "section" || space == "chapter" {
		return false // catalogueKeys names each
	}
	for text := range named {
		if rest, ok := strings.CutPrefix(key, text); ok && strings.Contains(text, ".") && (strings.HasSuffix(text, ".") || strings.HasSuffix(text, "_") || named[rest]) {
			return true
		}
	}
	return false
}

// catalogueKeys is every key that the pages make from the catalogue of sections.
func catalogueKeys() map[string]bool {
	keys := map[string]bool{"chapter.own.title": true, "section.own.field.words.label": true, "section.own.field.words.hint": true}
	section := func(s models.Section) {
		for _, part := range []string{"title", "help", "example", "question"} {
			keys["section."+string(s.Key)+"."+part] = true
		}
		for _, f := range s.Fields {
			field := "section." + string(s.Key) + ".field." + f.Key
			keys[field+".label"], keys[field+".hint"] = true, true
			for _, o := range f.Options {
				keys[field+".option."+o] = true
			}
		}
	}
	for _, c := range models.Catalogue {
		keys["chapter."+c.Key+".title"], keys["chapter."+c.Key+".help"] = true, true
		for _, s := range c.Sections {
			section(s)
		}
	}
	for _, key := range []models.SectionKey{models.HelpLines, models.HelpText} {
		s, _ := models.SectionOf(key)
		section(s)
	}
	return keys
}

// literals is every text that stands between quotes in the code and the templates.
func literals(t *testing.T) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	quoted := regexp.MustCompile(`"((?:[^"\\\n]|\\.)*)"`)
	for _, folder := range []string{"../../app", "../../models", "../../cmd", "../../handlers"} {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			ours := strings.HasSuffix(path, ".templ") || strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") && !strings.HasSuffix(path, "_templ.go")
			if err != nil || d.IsDir() || !ours {
				return err
			}
			text, err := os.ReadFile(path)
			for _, m := range quoted.FindAllSubmatch(text, -1) {
				out[string(m[1])] = true
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}
