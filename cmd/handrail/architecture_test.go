package main_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// pkg is a package of this module, as go list gives it.
type pkg struct {
	ImportPath, Dir string
	GoFiles         []string
	Imports         []string
}

const module = "handrail/"

func packages(t *testing.T) []pkg {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Dir,GoFiles,Imports", module+"...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []pkg
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

// in reports whether an import path is one of the folders or inside one.
func in(path string, folders ...string) bool {
	return slices.ContainsFunc(folders, func(f string) bool {
		return path == module+f || strings.HasPrefix(path, module+f+"/")
	})
}

// layers are the top-level folders, each with those that it may import beside itself.
var layers = map[string][]string{
	"models":   {},
	"static":   {},
	"app":      {"models"},
	"handlers": {"app", "models", "static"},
	"cmd":      {"handlers", "app", "models"},
}

func TestImportsRunOneWay(t *testing.T) {
	for _, p := range packages(t) {
		top, _, _ := strings.Cut(strings.TrimPrefix(p.ImportPath, module), "/")
		may, known := layers[top]
		if !known {
			t.Errorf("%s stands in a folder that there should not be", p.ImportPath)
			continue
		}
		for _, i := range p.Imports {
			if strings.HasPrefix(i, module) && !in(i, append(may, top)...) {
				t.Errorf("%s imports %s", p.ImportPath, i)
			}
		}
	}
}

// homes says of a package, or of all that begin like it, where alone it may be imported.
var homes = map[string][]string{
	"database/sql":                   {"app/internal"},
	"gorm.io/":                       {"app/internal"},
	"github.com/mattn/go-sqlite3":    {"app/internal/internal/sqlite"},
	"modernc.org/":                   {"app/internal/internal/sqlite"},
	"github.com/jackc/pgx/":          {"app/internal"},
	"github.com/pressly/goose/":      {"app/internal/internal/database"},
	"golang.org/x/crypto/":           {"app/internal"},
	"golang.org/x/crypto/acme":       {"cmd"},
	"filippo.io/":                    {"app/internal/backup"},
	"github.com/golang-jwt/":         {"app/internal/accounts"},
	"github.com/caarlos0/env/":       {"app/config"},
	"net/http":                       {"handlers", "cmd"},
	"github.com/labstack/":           {"handlers"},
	"github.com/danielgtaylor/huma/": {"handlers/api"},
	"github.com/a-h/templ":           {"handlers/pages"},
	"github.com/nicksnyder/go-i18n/": {"handlers/say"},
	"github.com/SherClockHolmes/":    {"handlers/push"},
	"github.com/emersion/go-ical":    {"handlers/calendar"},
	"github.com/teambition/rrule-go": {"handlers/calendar"},

	"handrail/app/config": {"cmd"},
	"handrail/app/demo":   {"cmd"},
	"handrail/app/mail":   {"cmd"},

	// For tests alone.
	"testing":                            {"app/apptest", "app/internal/databasetest"},
	"handrail/app/apptest":               {},
	"handrail/app/internal/databasetest": {"app/apptest"},
	"github.com/getkin/kin-openapi/":     {},
	"github.com/chromedp/":               {},
	"github.com/google/go-cmp/":          {},
	"pgregory.net/rapid":                 {},
	"github.com/arran4/golang-ical":      {},

	// Nowhere: what is drawn must not be guessed, and what two people wrote not garbled.
	"math/rand":                 {},
	"unsafe":                    {},
	"github.com/sergi/go-diff/": {},
}

// home is the longest entry of homes that an import begins with.
func home(imported string) (longest string, some bool) {
	for what := range homes {
		if strings.HasPrefix(imported, what) && len(what) > len(longest) {
			longest, some = what, true
		}
	}
	return longest, some
}

func TestEachImportStaysInItsPlace(t *testing.T) {
	for _, p := range packages(t) {
		for _, i := range p.Imports {
			if what, some := home(i); some && !in(p.ImportPath, homes[what]...) {
				t.Errorf("%s imports %s", p.ImportPath, i)
			}
		}
	}
}

func TestModelsAndStaticKnowNothingButTheStandardLibrary(t *testing.T) {
	for _, p := range packages(t) {
		if !in(p.ImportPath, "models", "static") {
			continue
		}
		for _, i := range p.Imports {
			if first, _, _ := strings.Cut(i, "/"); strings.Contains(first, ".") || strings.HasPrefix(i, module) {
				t.Errorf("%s imports %s", p.ImportPath, i)
			}
		}
	}
}

var (
	asksTheMachine = regexp.MustCompile(`\btime\.(Now|Since|Until|Sleep)\(`)
	dullName       = regexp.MustCompile(`(?i)(^|_)(services?|managers?|utils?|common|helpers?)(_|\.|$)`)
)

// Rules are pure and the rest has one clock, which tests set. The demo's clock and
// the mail's date are the machine's; cheap limits on tries, and whether a disk or a database
// still answers, need no other.
func TestTheClockIsAsked(t *testing.T) {
	for _, p := range packages(t) {
		if !in(p.ImportPath, "models", "app") || in(p.ImportPath, "app/apptest", "app/demo", "app/mail", "app/internal/internal/database", "app/internal/internal/trial") {
			continue
		}
		for _, name := range p.GoFiles {
			text, err := os.ReadFile(filepath.Join(p.Dir, name))
			if err != nil {
				t.Fatal(err)
			}
			if found := asksTheMachine.Find(text); found != nil {
				t.Errorf("%s/%s: %s", p.ImportPath, name, found)
			}
		}
	}
}

func TestFilesAreNamedForWhatIsInThem(t *testing.T) {
	for _, p := range packages(t) {
		for _, name := range append(p.GoFiles, filepath.Base(p.Dir)) {
			if dullName.MatchString(name) {
				t.Errorf("%s: %s is a name for anything", p.ImportPath, name)
			}
		}
	}
}

// The committed Go of the pages is what their templ files make.
func TestGeneratedPagesAreFresh(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	views, err := filepath.Glob(filepath.Join(root, "handlers/pages/*.templ"))
	if err != nil || len(views) == 0 {
		t.Fatalf("no templ files, %v", err)
	}
	fresh := t.TempDir()
	for _, view := range views {
		text, err := os.ReadFile(view)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(fresh, filepath.Base(view)), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.CommandContext(t.Context(), "go", "tool", "templ", "generate", "-path", fresh).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	made, _ := filepath.Glob(filepath.Join(root, "handlers/pages/*_templ.go"))
	if len(made) != len(views) {
		t.Errorf("%d templ files and %d made of them", len(views), len(made))
	}
	for _, file := range made {
		have, _ := os.ReadFile(file)
		want, err := os.ReadFile(filepath.Join(fresh, filepath.Base(file)))
		if err != nil || !bytes.Equal(have, want) {
			t.Errorf("%s is not fresh: make generate", filepath.Base(file))
		}
	}
}
