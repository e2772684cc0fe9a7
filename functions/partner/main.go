// Command partner takes in what services and officers hand in: by their programs below /v1, and by their people on the
// pages below /partner. Whoever comes is known by their token or their sign-in, and acts for one organisation.
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
	log := logs.New(os.Stdout)
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
	lambda.Start(newService(d).Handle)
	return nil
}
