// Command review is the pages of reviewers, who clear words for the forum, and of the one role that sees contact
// details. Nobody else reads sealed text, and nothing is published from here.
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
	web.Start(newService(d))
	return nil
}
