// Command forum runs the calendar: it opens and closes forums as London's days begin, makes live figures afresh, and
// recounts and releases a forum that has closed. It puts the head of the audit away each day. It never reads a sealed text.
package main

import (
	"context"
	"log/slog"
	"os"

	"github.com/aws/aws-lambda-go/lambda"

	"voiceforum/shared/config"
	"voiceforum/shared/logs"
)

func main() {
	log := logs.New(os.Stdout).With("function", "forum")
	if err := run(context.Background(), log); err != nil {
		log.Error("start-failed", "error", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, log *slog.Logger) error {
	s, err := config.Load[settings](os.Getenv)
	if err != nil {
		return err
	}
	d, err := connect(ctx, s, log)
	if err != nil {
		return err
	}
	lambda.Start(d.Handle)
	return nil
}
