package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"handrail/app"
)

// mostPrint is the largest print that is read, in bytes.
const mostPrint = 1 << 20

// verify says whether a print is of anything that was signed here.
func verify(args []string, out, errs io.Writer) error {
	if wantsHelp(args) {
		_, err := fmt.Fprintln(out, words("command.verify.usage"))
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
		answer, ok := verdict(v)
		fmt.Fprintln(out, answer)
		if !ok {
			return errFound
		}
		return nil
	})
}

func readVerifyFlags(args []string) (given string, data []string, err error) {
	f := silent()
	folder := f.String("data", "", "")
	key := f.String("key-file", "", "")
	for rest := args; ; {
		if err := f.Parse(rest); err != nil {
			return "", nil, err
		}
		if f.NArg() == 0 {
			break
		}
		if given != "" {
			return "", nil, wrong("command.verify.one")
		}
		given, rest = f.Arg(0), f.Args()[1:]
	}
	if given == "" {
		return "", nil, wrong("command.verify.nothing")
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
		return "", wrong("command.verify.unread", "File", given)
	}
	defer func() { _ = file.Close() }()
	text, err := io.ReadAll(io.LimitReader(file, mostPrint))
	if strings.HasPrefix(string(text), "%PDF-") {
		return "", wrong("command.verify.pdf")
	}
	return string(text), err
}

// verdict is the answer in words, and whether the paper holds.
func verdict(v *app.Verdict) (string, bool) {
	var lines []string
	switch v.Match {
	case app.MatchSame:
		lines = append(lines, words("command.verify.same"))
	case app.MatchCode:
		lines = append(lines, words("command.verify.code_only"))
	case app.MatchChanged:
		return words("command.verify.changed", "Code", v.Code), false
	default:
		return words("command.verify.unknown"), false
	}
	lines = append(lines, words("command.verify.code", "Code", v.Code), words("command.verify.signed", "Day", v.SignedAt.Format(time.DateOnly)))
	if !v.WitnessedAt.IsZero() {
		lines = append(lines, words("command.verify.witnessed", "Day", v.WitnessedAt.Format(time.DateOnly)))
	}
	if !v.WithdrawnAt.IsZero() {
		lines = append(lines, words("command.verify.withdrawn", "Day", v.WithdrawnAt.Format(time.DateOnly)))
	}
	return strings.Join(lines, "\n"), true
}
