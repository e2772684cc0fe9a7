package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"voiceforum/infra/voiceforum/masking"
	"voiceforum/shared/anonymise"
)

func benchAnonymiseCommand() *cobra.Command {
	o := masking.Options{Longest: anonymise.MaxBytes}
	cmd := &cobra.Command{
		Use:   "bench-anonymise",
		Short: "Measure what the anonymiser masks and leaves, and how fast it is",
		Long: "Measure the anonymiser over labelled sets and over the project's own labelled texts: what it masks, what it\n" +
			"masks for nothing, what it holds, and how fast it is. What falls short is marked; the command ends with 0\n" +
			"when all was measured.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if o.Root, err = repository(); err != nil {
				return err
			}
			if o.Self, err = os.Executable(); err != nil {
				return fmt.Errorf("find this program, to time its start: %w", err)
			}
			o.Out = cmd.OutOrStdout()
			return masking.Run(cmd.Context(), o)
		},
	}
	cmd.Flags().StringVar(&o.Bench, "bench", "", "the folder with pii/*.jsonl and score.py (default ../shared/bench, if it is there)")
	cmd.Flags().IntVar(&o.Bytes, "bytes", 1_000_000, "how much text is read to measure speed")
	cmd.Flags().IntVar(&o.Rounds, "rounds", 3, "rounds of each timing")
	return cmd
}
