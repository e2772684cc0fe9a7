package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"voiceforum/infra/local"
	"voiceforum/infra/local/issuer"
	"voiceforum/infra/local/samples"
	"voiceforum/infra/local/setup"
)

// runOptions are the flags of run.
type runOptions struct {
	port    int
	data    string
	logs    bool
	noSetup bool
}

func runCommand() *cobra.Command {
	var o runOptions
	cmd := &cobra.Command{
		Use:   "run",
		Short: "Start the platform, and stop it with Ctrl-C",
		Long: "Start the whole platform on this machine: set up what is missing, start the engines, build the functions,\n" +
			"serve the site. Ctrl-C stops everything that was started. Data are kept for the next time.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return run(cmd.Context(), o, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	cmd.Flags().IntVar(&o.port, "port", local.DefaultPort, "the site's port on localhost")
	cmd.Flags().StringVar(&o.data, "data", "", "the folder where everything is kept (default .local)")
	cmd.Flags().BoolVar(&o.logs, "logs", false, "show what the functions log, too, instead of keeping it in a file")
	cmd.Flags().BoolVar(&o.noSetup, "no-setup", false, "do not look whether something has to be set up first")
	return cmd
}

func run(ctx context.Context, o runOptions, out, errs io.Writer) error {
	root, err := repository()
	if err != nil {
		return err
	}
	dir := dataDir(root, o.data)
	if !o.noSetup {
		if err := setup.Run(ctx, root, errs, setup.ToRun...); err != nil {
			return err
		}
	}
	logs, where, err := openLogs(o.logs, dir, errs)
	if err != nil {
		return err
	}
	defer logs.Close()
	progress := newProgress(errs)
	platform, err := local.Start(ctx, local.Options{
		Root: root, Dir: dir, Port: o.port, Log: logs, Progress: progress.say,
		Report: func(function, what string) { fmt.Fprintf(errs, "! %s %s\n", function, what) },
	})
	progress.done()
	if ctx.Err() != nil {
		return nil // stopped before it was up, as asked
	}
	if err != nil {
		return err
	}
	welcome(out, platform, where)
	err = platform.Wait(ctx)
	fmt.Fprintln(errs, "Stopped.")
	return err
}

// dataDir is where a platform keeps everything, by the flag --data.
func dataDir(root, flag string) string {
	if flag != "" {
		return flag
	}
	return filepath.Join(root, ".local")
}

// openLogs opens what functions log into, and says where that is.
func openLogs(shown bool, dir string, errs io.Writer) (logs io.WriteCloser, where string, err error) {
	if shown {
		return unclosed{errs}, "", nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, "", err
	}
	where = filepath.Join(dir, "functions.log")
	logs, err = os.OpenFile(where, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	return logs, where, err
}

// unclosed is a writer that stays open.
type unclosed struct{ io.Writer }

// Close implements io.Closer.
func (unclosed) Close() error { return nil }

// welcome says where everything is, and as whom to sign in.
func welcome(out io.Writer, p *local.Platform, logs string) {
	fmt.Fprintln(out, "\nVoiceforum is running. Ctrl-C stops it.")
	fmt.Fprintln(out)
	table := tabwriter.NewWriter(out, 0, 0, 3, ' ', 0)
	fmt.Fprintf(table, "  For people who answer\t%s\n", p.Site)
	fmt.Fprintf(table, "  For facilitators\t%s/portal\n", p.Site)
	fmt.Fprintf(table, "  For reviewers\t%s/review\n", p.Site)
	fmt.Fprintf(table, "  For services and officers\t%s/partner\n", p.Site)
	fmt.Fprintf(table, "  For their programs\t%s/v1, with a token from %s/token\n", p.Site, p.Issuer)
	if logs != "" {
		fmt.Fprintf(table, "  What the functions log\t%s\n", logs)
	}
	table.Flush() //nolint:errcheck // a terminal
	fmt.Fprintf(out, "\nSample sign-ins, all with the password %q:\n\n", issuer.Password)
	for _, person := range issuer.SamplePeople() {
		group := "no group"
		if len(person.Groups) > 0 {
			group = person.Groups[0]
		}
		fmt.Fprintf(table, "  %s\t%s\t%s\n", person.Email, group, samples.Of(person.Email))
	}
	table.Flush() //nolint:errcheck // a terminal
	fmt.Fprintf(out, "\nSample programs, for client credentials with the scope %s:\n\n", issuer.ProgramScope)
	for _, program := range issuer.SamplePrograms() {
		fmt.Fprintf(table, "  %s\t%s\t%s\n", program.ID, program.Secret, samples.Of(program.ID))
	}
	table.Flush() //nolint:errcheck // a terminal
	fmt.Fprintln(out)
}
