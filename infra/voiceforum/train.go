package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"voiceforum/infra/voiceforum/train"
)

func trainCommand() *cobra.Command {
	var o train.Options
	cmd := &cobra.Command{
		Use:   "train --ner FOLDER",
		Short: "Train the anonymiser's tagger, and say how well it does",
		Long: "Train the anonymiser's tagger on the Broad Twitter Corpus and WNUT-17 (btc.train, btc.dev, wnut.train, wnut.dev\n" +
			"in the folder) and on sentences of our own. The same input gives the same weights. See docs/model-card.md.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.Folder == "" {
				return errors.New("say with --ner which folder holds the corpora")
			}
			root, err := repository()
			if err != nil {
				return err
			}
			o.Names = filepath.Join(root, "shared", "anonymise", "gazetteer", "words")
			if o.Out == "" {
				o.Out = filepath.Join(root, "shared", "anonymise", "tagger", "weights.bin")
			}
			bar := progressbar.NewOptions(1, progressbar.OptionSetWriter(cmd.ErrOrStderr()), progressbar.OptionSetDescription("learning"),
				progressbar.OptionSetPredictTime(true), progressbar.OptionClearOnFinish())
			o.Say = func(what string) { fmt.Fprintf(cmd.ErrOrStderr(), "… %s\n", what) }
			o.Tick = func(done, of int) {
				bar.ChangeMax(of)
				_ = bar.Set(done) // a bar that cannot be drawn is no reason to stop learning
			}
			o.Report = cmd.OutOrStdout()
			return train.Run(o)
		},
	}
	cmd.Flags().StringVar(&o.Folder, "ner", "", "the folder with the corpora")
	cmd.Flags().StringVar(&o.Out, "out", "", "where to write the weights (the tagger's own file)")
	cmd.Flags().IntVar(&o.Fills, "fills", 60, "sentences from each template")
	cmd.Flags().IntVar(&o.Rounds, "rounds", 6, "how many times to see everything")
	return cmd
}
