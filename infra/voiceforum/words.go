package main

import (
	"github.com/spf13/cobra"

	"voiceforum/infra/voiceforum/words"
)

func wordsCommand() *cobra.Command {
	var dictionaries string
	cmd := &cobra.Command{
		Use:   "words",
		Short: "Build the anonymiser's embedded word lists from their sources",
		Long: `Build shared/anonymise/gazetteer/words.fst and phrases.fst.

The sources are three npm packages (names and places), which are fetched into
.local/words; Debian's four British word lists (apt-get install wbritish-small
wbritish wbritish-large wbritish-huge); and the hand-written lists in
shared/anonymise/gazetteer/words, whose README says what each is for. The same
sources give the same bytes. Run it after changing a list, and commit the two
files and sources.sha256 with it; the gazetteer's tests fail until you have.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			root, err := repository()
			if err != nil {
				return err
			}
			return words.Build(cmd.Context(), root, dictionaries, cmd.ErrOrStderr())
		},
	}
	cmd.Flags().StringVar(&dictionaries, "dictionaries", "/usr/share/dict", "the folder of Debian's word lists")
	return cmd
}
