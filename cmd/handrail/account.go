package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/config"
	"handrail/models"
)

const errAccountUsage = called("command.account.usage")

// account is what an operator does with accounts. It works beside a running server.
func account(args []string, out, errs io.Writer) error {
	if len(args) == 0 {
		return errAccountUsage
	}
	if wantsHelp(args) {
		_, err := fmt.Fprintln(out, errAccountUsage)
		return err
	}
	switch args[0] {
	case "add":
		return addAccount(args[1:], out, errs)
	case "list":
		return listAccounts(args[1:], out, errs)
	case "confirm":
		return confirmAccount(args[1:], out, errs)
	case "disable":
		return shutAccount(args[1:], out, errs, "disable", (*app.App).Disable)
	case "enable":
		return shutAccount(args[1:], out, errs, "enable", (*app.App).Enable)
	case "code":
		return newCode(args[1:], out, errs)
	}
	return errAccountUsage
}

func wantsHelp(args []string) bool {
	return slices.ContainsFunc(args, func(a string) bool { return a == "--help" || a == "-help" || a == "-h" })
}

// accountFlags are the flags of one account command.
type accountFlags struct {
	email, name, file        string
	lead, practitioner, peer bool
	data                     []string // what is left for config
}

func readAccountFlags(args []string) (accountFlags, error) {
	var a accountFlags
	f := silent()
	f.StringVar(&a.name, "name", "", "")
	f.StringVar(&a.file, "password-file", "", "")
	f.BoolVar(&a.lead, "lead", false, "")
	f.BoolVar(&a.practitioner, "practitioner", false, "")
	f.BoolVar(&a.peer, "peer", false, "")
	data := f.String("data", "", "")
	key := f.String("key-file", "", "")
	ledger := f.String("ledger", "", "")
	if err := a.parse(f, args); err != nil {
		return a, err
	}
	if *data != "" {
		a.data = append(a.data, "--data", *data)
	}
	if *key != "" {
		a.data = append(a.data, "--key-file", *key)
	}
	if *ledger != "" {
		a.data = append(a.data, "--ledger", *ledger)
	}
	return a, nil
}

// parse lets the address stand before, between or behind the flags.
func (a *accountFlags) parse(f *flag.FlagSet, args []string) error {
	for {
		if err := f.Parse(args); err != nil || f.NArg() == 0 {
			return err
		}
		if a.email != "" {
			return errAccountUsage
		}
		a.email, args = f.Arg(0), f.Args()[1:]
	}
}

func (a accountFlags) role() (models.Role, error) {
	switch {
	case a.practitioner && a.peer:
		return "", wrong("command.account.both")
	case a.practitioner:
		return models.Practitioner, nil
	case a.peer:
		return models.Peer, nil
	}
	return "", nil
}

// with opens the data folder for one operation.
func with(args []string, errs io.Writer, do func(context.Context, *app.App) error) error {
	c, err := config.Read("account", args, errs, filled)
	if err != nil {
		return err
	}
	logTo(errs, c)
	a, err := openBeside(c)
	if err != nil {
		return err
	}
	return errors.Join(do(context.Background(), a), a.Close())
}

// shutAccount disables an account, or enables it again.
func shutAccount(args []string, out, errs io.Writer, what string, do func(*app.App, context.Context, string) error) error {
	f, err := readAccountFlags(args)
	if err != nil {
		return err
	}
	if f.email == "" {
		return errAccountUsage
	}
	return with(f.data, errs, func(ctx context.Context, a *app.App) error {
		err := do(a, ctx, f.email)
		if err != nil && models.KindOf(err) == models.NotFound {
			return wrong("command.account.not_to_"+what, "Email", f.email)
		}
		if err == nil {
			fmt.Fprintln(out, words("command.account.done_"+what, "Email", f.email))
		}
		return err
	})
}

// newCode gives somebody whom the operator knows to be themselves a way back in.
func newCode(args []string, out, errs io.Writer) error {
	f, err := readAccountFlags(args)
	if err != nil {
		return err
	}
	if f.email == "" {
		return errAccountUsage
	}
	return with(f.data, errs, func(ctx context.Context, a *app.App) error {
		code, err := a.HandOverRecovery(ctx, f.email)
		if models.KindOf(err) == models.NotFound && err != nil {
			return wrong("command.account.none", "Email", f.email)
		}
		if err == nil {
			fmt.Fprintln(out, words("command.account.code", "Code", code))
		}
		return err
	})
}

func addAccount(args []string, out, errs io.Writer) error {
	f, err := readAccountFlags(args)
	if err != nil {
		return err
	}
	role, err := f.role()
	if err != nil {
		return err
	}
	if f.email == "" || f.name == "" || f.file == "" {
		return errAccountUsage
	}
	text, err := os.ReadFile(f.file)
	if err != nil {
		return wrong("command.account.password_file", "File", f.file)
	}
	password, _, _ := strings.Cut(string(text), "\n")
	return with(f.data, errs, func(ctx context.Context, a *app.App) error {
		made, recovery, err := a.AddAccount(ctx, app.NewAccount{
			Email: f.email, Name: f.name, Password: strings.TrimSuffix(password, "\r"), Lead: f.lead, Works: role})
		if err == nil {
			fmt.Fprintf(out, "%s\n%s\n", words("command.account.added", "Email", made.Email), words("command.account.code", "Code", recovery))
		}
		return err
	})
}

func listAccounts(args []string, out, errs io.Writer) error {
	f, err := readAccountFlags(args)
	if err != nil {
		return err
	}
	return with(f.data, errs, func(ctx context.Context, a *app.App) error {
		all, err := a.Accounts(ctx)
		for _, one := range all {
			fmt.Fprintf(out, "%s\t%s\t%s\n", one.Email, one.Name, standing(one))
		}
		if err != nil {
			return err
		}
		disabled, err := a.Disabled(ctx)
		for _, one := range disabled {
			fmt.Fprintf(out, "%s\t%s\t%s\n", one.Email, one.Name, words("command.account.is_disabled"))
		}
		return err
	})
}

// standing is what an account is beyond a person with a plan.
func standing(a models.Account) string {
	var parts []string
	if a.Lead {
		parts = append(parts, words("command.account.is_lead"))
	}
	if a.Works != "" {
		parts = append(parts, words("command.account.is_"+string(a.Works)))
	}
	if a.AskedFor != "" {
		parts = append(parts, words("command.account.asks_"+string(a.AskedFor)))
	}
	return strings.Join(parts, ", ")
}

func confirmAccount(args []string, out, errs io.Writer) error {
	f, err := readAccountFlags(args)
	if err != nil {
		return err
	}
	role, err := f.role()
	if err != nil {
		return err
	}
	if f.email == "" || role == "" {
		return errAccountUsage
	}
	return with(f.data, errs, func(ctx context.Context, a *app.App) error {
		if err := a.ConfirmByEmail(ctx, f.email, role); err != nil {
			if models.KindOf(err) == models.NotFound {
				return wrong("command.account.none", "Email", f.email)
			}
			return err
		}
		fmt.Fprintln(out, words("command.account.confirmed_"+string(role), "Email", f.email))
		return nil
	})
}
