package main

import (
	"github.com/spf13/cobra"

	"voiceforum/infra/local/setup"
)

func setupCommand() *cobra.Command {
	var tests bool
	cmd := &cobra.Command{
		Use:   "setup",
		Short: "Fetch and build what the platform needs on this machine",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			root, err := repository()
			if err != nil {
				return err
			}
			steps := setup.ToRun
			if tests {
				steps = setup.ToTest
			}
			return setup.Run(cmd.Context(), root, cmd.ErrOrStderr(), steps...)
		},
	}
	cmd.Flags().BoolVar(&tests, "tests", false, "what the tests need, too")
	return cmd
}
