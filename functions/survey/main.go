// Command survey is the pages for people who answer: the questionnaire, what may be done with the answers, the
// receipt, and how to take everything back.
package main

import (
	"context"
	"log/slog"
	"os"

	"voiceforum/shared/config"
	"voiceforum/shared/logs"
	"voiceforum/shared/web"
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
	web.Start(newService(d).handler())
	return nil
}
