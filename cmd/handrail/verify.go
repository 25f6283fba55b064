package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"handrail/app"
)

const verifyUsage = `usage:
  handrail verify FILE [--data FOLDER] [--key-file FILE]
  handrail verify CODE|HASH [--data FOLDER] [--key-file FILE]

FILE is a print of a signed statement as text, as a saved page, or as text taken
out of a PDF (pdftotext -layout FILE.pdf -); - reads standard input. It names nobody and shows no words.
Exit 0: the words are those that were signed, or the code is known; 1: they are not; 2: the call was wrong.`

// mostPrint is the largest print that is read, in bytes.
const mostPrint = 1 << 20

// verify says whether a print is of anything that was signed here.
func verify(args []string, out, errs io.Writer) error {
	if wantsHelp(args) {
		_, err := fmt.Fprintln(out, verifyUsage)
		return err
	}
	given, data, err := readVerifyFlags(args)
	if err != nil {
		return err
	}
	text, err := printIn(given)
	if err != nil {
		return err
	}
	return with(data, errs, func(ctx context.Context, a *app.App) error {
		v, err := a.VerifyPrint(ctx, text)
		if err != nil {
			return err
		}
		say, ok := verdict(v)
		fmt.Fprintln(out, say)
		if !ok {
			return errFound
		}
		return nil
	})
}

func readVerifyFlags(args []string) (given string, data []string, err error) {
	f := flag.NewFlagSet("handrail verify", flag.ContinueOnError)
	f.SetOutput(io.Discard) // main says what is wrong, once
	folder := f.String("data", "", "folder that holds everything (HANDRAIL_DATA)")
	key := f.String("key-file", "", "file with the master key (HANDRAIL_KEY_FILE)")
	for rest := args; ; {
		if err := f.Parse(rest); err != nil {
			return "", nil, err
		}
		if f.NArg() == 0 {
			break
		}
		if given != "" {
			return "", nil, errors.New("verify takes one file, hash or code")
		}
		given, rest = f.Arg(0), f.Args()[1:]
	}
	if given == "" {
		return "", nil, errors.New("verify needs a file, a hash or a code")
	}
	if *folder != "" {
		data = append(data, "--data", *folder)
	}
	if *key != "" {
		data = append(data, "--key-file", *key)
	}
	return given, data, nil
}

// printIn is what stands in a file; a hash or a code stands for itself.
func printIn(given string) (string, error) {
	if given == "-" {
		text, err := io.ReadAll(io.LimitReader(os.Stdin, mostPrint))
		return string(text), err
	}
	file, err := os.Open(given)
	if err != nil {
		if p := len(strings.TrimSpace(given)); p == 64 || p == 14 {
			return given, nil
		}
		return "", fmt.Errorf("the file %s cannot be read", given)
	}
	defer func() { _ = file.Close() }()
	text, err := io.ReadAll(io.LimitReader(file, mostPrint))
	if strings.HasPrefix(string(text), "%PDF-") {
		return "", errors.New("this is a PDF: take the text out of it first, for example with pdftotext -layout")
	}
	return string(text), err
}

// verdict is the answer in words, and whether the paper holds.
func verdict(v *app.Verdict) (string, bool) {
	var b strings.Builder
	switch v.Match {
	case app.MatchSame:
		b.WriteString("the words are those that were signed")
	case app.MatchCode:
		b.WriteString("this code is of a signed statement; no words were compared")
	case app.MatchChanged:
		return "the words are not those that were signed under the code " + v.Code, false
	default:
		return "nothing that was signed here goes with this", false
	}
	fmt.Fprintf(&b, "\ncode %s\nsigned %s", v.Code, v.SignedAt.Format(time.DateOnly))
	if !v.WitnessedAt.IsZero() {
		fmt.Fprintf(&b, "\nwitnessed, kept here on %s", v.WitnessedAt.Format(time.DateOnly))
	}
	if !v.WithdrawnAt.IsZero() {
		fmt.Fprintf(&b, "\nWITHDRAWN on %s: it no longer counts", v.WithdrawnAt.Format(time.DateOnly))
	}
	return b.String(), true
}
