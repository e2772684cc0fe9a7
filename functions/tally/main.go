// Command tally reads the stream of changes to responses: it codes their themes and counts them, each change exactly
// once however often the stream tells it. When the codebook has changed it codes them again. It never sees a sealed text.
package main

import (
	"context"
	"log/slog"
	"os"

	"github.com/aws/aws-lambda-go/lambda"

	"voiceforum/shared/config"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/logs"
)

func main() {
	log := logs.New(os.Stdout).With("function", "tally")
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
	db, err := dynamostore.Client(ctx)
	if err != nil {
		return err
	}
	lambda.Start(connect(db, s, log).Invoke)
	return nil
}
