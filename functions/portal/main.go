// Command portal is the pages for people who run forums: signing in, a forum's daily figures, closing and publishing
// it, its releases and their files, and the audit of all that.
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
