package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"voiceforum/infra/local"
	"voiceforum/infra/voiceforum/demo"
	"voiceforum/shared/calendar"
)

// demoOptions are the flags of demo.
type demoOptions struct {
	data     string
	people   int
	together int
	seed     uint64
}

func demoCommand() *cobra.Command {
	var o demoOptions
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Bring two quarters of invented feedback into the running platform",
		Long: "Bring in two quarters of invented, varied feedback through the public pages. After the first quarter its\n" +
			"forum is closed, which makes its first release and opens the next; the second quarter's stays open, with\n" +
			"live figures. Nobody said any of it.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			running, err := findRunning(o.data)
			if err != nil {
				return err
			}
			return twoQuarters(cmd.Context(), o, running, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	cmd.Flags().StringVar(&o.data, "data", "", "the running platform's folder (default .local)")
	cmd.Flags().IntVar(&o.people, "people", 150, "how many people answer in each quarter")
	cmd.Flags().IntVar(&o.together, "together", 4, "how many of them at once")
	cmd.Flags().Uint64Var(&o.seed, "seed", 1, "the same number gives the same people")
	return cmd
}

func twoQuarters(ctx context.Context, o demoOptions, running *local.Running, out, errs io.Writer) error {
	if err := running.Idle(ctx); err != nil { // says plainly when nothing is running any more
		return err
	}
	first := calendar.QuarterOf(time.Now())
	if err := wave(ctx, o, running, errs, "First quarter", o.seed); err != nil {
		return err
	}
	fmt.Fprintf(errs, "Closing the forum of %s, so that its release is made and the next one opens…\n", first.Words())
	if err := task(ctx, running, fmt.Sprintf(`{"task": "close", "forum": %q}`, first)); err != nil {
		return err
	}
	if err := wave(ctx, o, running, errs, "Second quarter", o.seed+1); err != nil {
		return err
	}
	fmt.Fprintln(errs, "Making the live figures…")
	if err := task(ctx, running, `{"task": "refresh"}`); err != nil {
		return err
	}
	fmt.Fprintf(out, "Done. Sign in at %s/portal to see both quarters.\n", running.Site)
	return nil
}

// wave has people answer, shows how far they are, and waits until their answers are counted.
func wave(ctx context.Context, o demoOptions, running *local.Running, errs io.Writer, what string, seed uint64) error {
	bar := progressbar.NewOptions(o.people,
		progressbar.OptionSetDescription(what), progressbar.OptionSetWriter(errs), progressbar.OptionShowCount(),
		progressbar.OptionShowElapsedTimeOnFinish(), progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionOnCompletion(func() { fmt.Fprintln(errs) }))
	done := func() { bar.Add(1) } //nolint:errcheck // only a picture of the progress
	if err := demo.Submit(ctx, running.Site, o.people, o.together, seed, done); err != nil {
		return err
	}
	return running.Idle(ctx)
}

func task(ctx context.Context, running *local.Running, payload string) error {
	result, err := running.Invoke(ctx, "Forum", []byte(payload))
	if err != nil {
		return err
	}
	if result.FunctionError != "" {
		return fmt.Errorf("the forum function could not do %s; see the functions' log", payload)
	}
	return nil
}
