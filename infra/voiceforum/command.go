package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"voiceforum/infra/local/engine"
)

// How the command ends.
const (
	exitOK      = 0
	exitFailure = 1
	exitUsage   = 2
	exitHeld    = 3
	exitBroken  = 4
)

// ending is an error that says with which code the command ends.
type ending struct {
	code int
	error
}

// execute runs one command line and gives its exit code.
func execute(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) int {
	understood := false
	root := &cobra.Command{
		Use:               "voiceforum",
		Short:             "Run Voiceforum on this machine, and talk to it",
		SilenceUsage:      true,
		SilenceErrors:     true,
		PersistentPreRun:  func(*cobra.Command, []string) { understood = true },
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
	}
	root.AddCommand(commands()...)
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errs)
	asked, err := root.ExecuteContextC(ctx)
	if err == nil {
		return exitOK
	}
	fmt.Fprintln(errs, "voiceforum:", err)
	if end := (ending{}); errors.As(err, &end) {
		return end.code
	}
	if understood {
		return exitFailure
	}
	fmt.Fprintf(errs, "See '%s --help'.\n", asked.CommandPath())
	return exitUsage
}

// commands are all of them, each from its own file.
func commands() []*cobra.Command {
	return []*cobra.Command{
		runCommand(),
		setupCommand(),
		scheduleCommand(),
		invokeCommand(),
		anonymiseCommand(),
		auditCommand(),
		themesCommand(),
		demoCommand(),
		benchCommand(),
		benchAnonymiseCommand(),
		benchThemesCommand(),
		trainCommand(),
		wordsCommand(),
	}
}

// repository finds the root of the repository that the command is run in.
func repository() (string, error) {
	root, err := engine.Root()
	if err != nil {
		return "", fmt.Errorf("run this in the repository: %w", err)
	}
	return root, nil
}
