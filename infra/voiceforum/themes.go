package main

import (
	"errors"
	"io"

	"github.com/spf13/cobra"

	"voiceforum/infra/voiceforum/coding"
	"voiceforum/infra/voiceforum/redact"
	"voiceforum/shared/fault"
)

const themesLong = `Read JSON lines {"id","text"}, with "question" where the text answers one, and write for each line
{"id","mentions":[{"theme","stance","evidence":[{"start","end"}],"rule","score"}]}, in code points of the text. Without
FILE, or with -, standard input is read.

rule is the theme's file in the codebook and the line in it. A text that is not surely English has no mentions and says
so as "review"; texts without anything to code have neither.

Nothing is written unless all of it can be. Ends with 0 when all is well, 1 on a failure, 2 on bad input or misuse; the
message names the line and quotes nothing of it.`

func themesCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "themes [FILE]",
		Short:   "Find what texts are about, and how they speak of it",
		Long:    themesLong,
		Example: `  voiceforum themes < feedback.jsonl > mentions.jsonl`,
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			name := "-"
			if len(args) > 0 {
				name = args[0]
			}
			in, _, err := openInput(cmd.InOrStdin(), name)
			if err != nil {
				return ending{exitUsage, err}
			}
			defer in.Close()
			coder, err := coding.Open()
			if err != nil {
				return err
			}
			ctx := cmd.Context()
			err = redact.ToStream(cmd.OutOrStdout(), func(out io.Writer) error {
				return coding.Run(ctx, coder, interruptible(ctx, in), out)
			})
			switch {
			case err != nil && ctx.Err() != nil:
				return errors.New("interrupted; nothing was written")
			case fault.Is(err, fault.Invalid) || fault.Is(err, fault.TooLarge):
				return ending{exitUsage, err}
			}
			return err
		},
	}
}

func benchThemesCommand() *cobra.Command {
	var o coding.Options
	cmd := &cobra.Command{
		Use:   "bench-themes",
		Short: "Measure how well themes and stances are found, and how fast",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if o.Root, err = repository(); err != nil {
				return err
			}
			o.Out = cmd.OutOrStdout()
			return coding.Measure(cmd.Context(), o)
		},
	}
	cmd.Flags().StringVar(&o.Bench, "bench", "", "the folder with themes/feedback-dev.jsonl (default ../shared/bench, if it is there)")
	cmd.Flags().IntVar(&o.Texts, "texts", 20_000, "texts coded to measure speed")
	cmd.Flags().IntVar(&o.Rounds, "rounds", 3, "rounds of that; the best counts")
	return cmd
}
