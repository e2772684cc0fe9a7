package main

import (
	"context"
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"voiceforum/infra/local"
)

func scheduleCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "schedule",
		Short: "See the running platform's schedules, or fire one by hand",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	data := cmd.PersistentFlags().String("data", "", "the running platform's folder (default .local)")
	cmd.AddCommand(&cobra.Command{
		Use:   "list",
		Short: "List the schedules and when each fires next",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			running, err := findRunning(*data)
			if err != nil {
				return err
			}
			all, err := running.Schedules(cmd.Context())
			if err != nil {
				return err
			}
			table := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 3, ' ', 0)
			fmt.Fprintln(table, "NAME\tEXPRESSION\tTIME ZONE\tNEXT")
			for _, s := range all {
				next := "never"
				if !s.Next.IsZero() {
					next = s.Next.Format(time.RFC1123)
				}
				fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", s.Name, s.Expression, s.Timezone, next)
			}
			return table.Flush()
		},
	}, &cobra.Command{
		Use:     "fire NAME",
		Short:   "Fire a schedule now, and wait until what it does is done",
		Example: "  voiceforum schedule fire Refresh",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			running, err := findRunning(*data)
			if err != nil {
				return err
			}
			return fire(cmd.Context(), running, args[0])
		},
	})
	return cmd
}

// fire fires a schedule and waits. What fails for good is seen by the queues: they hold more than before.
func fire(ctx context.Context, running *local.Running, name string) error {
	before, err := waiting(ctx, running)
	if err != nil {
		return err
	}
	if err := running.Fire(ctx, name); err != nil {
		return err
	}
	if err := running.Idle(ctx); err != nil {
		return err
	}
	after, err := waiting(ctx, running)
	if err == nil && after > before {
		return fmt.Errorf("%s failed; the platform's own window and its queue of failures say more", name)
	}
	return err
}

// waiting counts the messages in all queues.
func waiting(ctx context.Context, running *local.Running) (messages int, err error) {
	all, err := running.Queues(ctx)
	for _, q := range all {
		messages += q.Messages
	}
	return messages, err
}

// findRunning finds the running platform, by the flag --data.
func findRunning(data string) (*local.Running, error) {
	root, err := repository()
	if err != nil {
		return nil, err
	}
	return local.Find(dataDir(root, data))
}
