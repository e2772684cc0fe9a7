package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spf13/cobra"
)

func invokeCommand() *cobra.Command {
	var data string
	cmd := &cobra.Command{
		Use:     "invoke FUNCTION JSON",
		Short:   "Invoke one of the running platform's functions and print its answer",
		Example: `  voiceforum invoke Forum '{"task": "refresh"}'`,
		Args:    cobra.MatchAll(cobra.ExactArgs(2), jsonArgument(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			running, err := findRunning(data)
			if err != nil {
				return err
			}
			result, err := running.Invoke(cmd.Context(), args[0], []byte(args[1]))
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s\n", result.Payload)
			if result.FunctionError != "" {
				return errors.New("the function failed")
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&data, "data", "", "the running platform's folder (default .local)")
	return cmd
}

// jsonArgument wants an argument to be JSON.
func jsonArgument(i int) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if !json.Valid([]byte(args[i])) {
			return errors.New("the payload is not JSON")
		}
		return nil
	}
}
