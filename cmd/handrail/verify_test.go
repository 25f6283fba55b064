package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

func TestVerifySaysWhetherAPrintIsWhatWasSigned(t *testing.T) {
	w := apptest.New(t)
	e := w.Write("advance", "Talk to me before anything else.")
	in := app.SignStatement{Plan: w.Ailsa.Plan, Entry: e.ID, Pack: "elsewhere", Details: models.Details{"name": "Ailsa Reid", "address": "3 Shore Road"}}
	u, err := w.App.PreviewStatement(context.Background(), w.Ailsa.Actor, in)
	w.Must(err)
	in.Hash = u.Hash
	s, err := w.App.SignStatement(context.Background(), w.Ailsa.Actor, in)
	w.Must(err)
	w.Must(w.App.Close())
	page := "<!DOCTYPE html><html><body><h1>x</h1><p>" + s.Code + "</p><pre>" + s.Text + "</pre><p>" + s.Code + " end</p></body></html>"
	file := func(name, text string) string {
		path := filepath.Join(t.TempDir(), name)
		w.Must(os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	for _, tt := range []struct {
		name, given, says string
		exit              int
	}{
		{"the text", file("a.txt", s.Text), "the words are those that were signed", exitOK},
		{"the page", file("a.html", page), "the words are those that were signed", exitOK},
		{"a changed page", file("b.html", strings.Replace(page, "before anything", "after anything", 1)), "not those that were signed", exitWrong},
		{"the code", s.Code, "no words were compared", exitOK},
		{"the hash", s.Hash, "no words were compared", exitOK},
		{"another code", "0000-0000-0000", "nothing that was signed here", exitWrong},
		{"a PDF as it is", file("c.pdf", "%PDF-1.7"), "", exitUsage},
		{"no such file", filepath.Join(t.TempDir(), "none"), "", exitUsage},
	} {
		var out, errs bytes.Buffer
		if got := run([]string{"verify", tt.given, "--data", w.Folder}, &out, &errs); got != tt.exit || !strings.Contains(out.String(), tt.says) {
			t.Errorf("%s: exit %d, %s %s", tt.name, got, out.String(), errs.String())
		}
		if strings.Contains(out.String(), "Ailsa") || strings.Contains(out.String(), "Talk to me") {
			t.Errorf("%s: it shows whose it is", tt.name)
		}
	}
}
