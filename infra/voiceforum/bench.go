package main

import (
	"strings"

	"github.com/spf13/cobra"

	"voiceforum/infra/voiceforum/bench"
)

func benchCommand() *cobra.Command {
	var o bench.Options
	cmd := &cobra.Command{
		Use:   "bench",
		Short: "Measure the platform, side by side with something plain in the same run",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if o.Root, err = repository(); err != nil {
				return err
			}
			o.Out = cmd.OutOrStdout()
			return bench.Run(cmd.Context(), o)
		},
	}
	cmd.Flags().IntVar(&o.Drafts, "drafts", 200, "submissions in each round")
	cmd.Flags().IntVar(&o.Rounds, "rounds", 3, "rounds of each side")
	cmd.Flags().IntVar(&o.Together, "together", 8, "submissions at once")
	cmd.Flags().IntVar(&o.Starts, "starts", 15, "starts of each function")
	cmd.Flags().IntVar(&o.Responses, "responses", 100_000, "responses in the store for the review queue, and for a quarter that is closed")
	cmd.Flags().IntVar(&o.Coded, "coded", 1_000_000, "coded responses that are counted afresh")
	cmd.Flags().StringSliceVar(&o.Only, "only", nil, "measure only these: "+strings.Join(bench.Sections(), ", "))
	return cmd
}
