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

const accountUsage = `usage:
  handrail account add EMAIL --name NAME --password-file FILE [--lead] [--practitioner] [--peer]
  handrail account list
  handrail account confirm EMAIL --practitioner|--peer
  handrail account disable EMAIL  (signed out everywhere and let in no more; the plan stays)
  handrail account enable EMAIL
  handrail account code EMAIL     (a new recovery code, to hand over; the old one opens nothing any more)`

var errAccountUsage = called(accountUsage)

// account is what an operator does with accounts. It works beside a running server.
func account(args []string, out, errs io.Writer) error {
	if len(args) == 0 {
		return errAccountUsage
	}
	if wantsHelp(args) {
		_, err := fmt.Fprintln(out, accountUsage)
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
		return shutAccount(args[1:], out, errs, "disabled", (*app.App).Disable)
	case "enable":
		return shutAccount(args[1:], out, errs, "enabled", (*app.App).Enable)
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
	f := flag.NewFlagSet("handrail account", flag.ContinueOnError)
	f.SetOutput(io.Discard) // main says what is wrong, once
	f.StringVar(&a.name, "name", "", "the name that others see")
	f.StringVar(&a.file, "password-file", "", "file with the password in its first line")
	f.BoolVar(&a.lead, "lead", false, "leads the service: confirms practitioners and peers, sees no plan")
	f.BoolVar(&a.practitioner, "practitioner", false, "confirmed as a practitioner")
	f.BoolVar(&a.peer, "peer", false, "confirmed as a peer")
	data := f.String("data", "", "folder that holds everything (HANDRAIL_DATA)")
	key := f.String("key-file", "", "file with the master key (HANDRAIL_KEY_FILE)")
	ledger := f.String("ledger", "", "the server's ledger (HANDRAIL_LEDGER)")
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
		return "", errors.New("an account is confirmed as practitioner or as peer, not as both")
	case a.practitioner:
		return models.Practitioner, nil
	case a.peer:
		return models.Peer, nil
	}
	return "", nil
}

// with opens the data folder for one operation.
func with(args []string, errs io.Writer, do func(context.Context, *app.App) error) error {
	c, err := config.Read("account", args, errs)
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
func shutAccount(args []string, out, errs io.Writer, done string, do func(*app.App, context.Context, string) error) error {
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
			return fmt.Errorf("there is no account with the address %s that is not %s already", f.email, done)
		}
		if err == nil {
			fmt.Fprintf(out, "%s %s\n", done, f.email)
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
			return fmt.Errorf("there is no account with the address %s", f.email)
		}
		if err == nil {
			fmt.Fprintf(out, "recovery code, shown this once: %s\n", code)
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
		return fmt.Errorf("the password file %s cannot be read", f.file)
	}
	password, _, _ := strings.Cut(string(text), "\n")
	return with(f.data, errs, func(ctx context.Context, a *app.App) error {
		made, recovery, err := a.AddAccount(ctx, app.NewAccount{
			Email: f.email, Name: f.name, Password: strings.TrimSuffix(password, "\r"), Lead: f.lead, Works: role})
		if err == nil {
			fmt.Fprintf(out, "added %s\nrecovery code, shown this once: %s\n", made.Email, recovery)
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
			fmt.Fprintf(out, "%s\t%s\tdisabled\n", one.Email, one.Name)
		}
		return err
	})
}

// standing is what an account is beyond a person with a plan.
func standing(a models.Account) string {
	var parts []string
	if a.Lead {
		parts = append(parts, "lead")
	}
	if a.Works != "" {
		parts = append(parts, string(a.Works))
	}
	if a.AskedFor != "" {
		parts = append(parts, "asks to be "+string(a.AskedFor))
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
				return fmt.Errorf("there is no account with the address %s", f.email)
			}
			return err
		}
		fmt.Fprintf(out, "confirmed %s as %s\n", f.email, role)
		return nil
	})
}
