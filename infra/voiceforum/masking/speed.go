package masking

import (
	"context"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"time"
)

// speed is how fast the engine is on one core.
type speed struct {
	opening  time.Duration // the first anonymise.New of this process
	process  time.Duration // a new process that anonymises nothing, over one that prints its help
	perMB    time.Duration // for 1,000,000 bytes of the project's own texts, each read by itself
	p95      time.Duration // for a text of 2,000 characters
	growth   float64       // the most that doubling a text's length multiplies its time by
	growthOf string        // the shape of text it is
}

// shapes are texts to be repeated, each hard on some part of the engine.
var shapes = map[string]func(prose string) string{
	"prose":               func(prose string) string { return prose },
	"one letter":          func(string) string { return "a" },
	"one word":            func(string) string { return "rang " },
	"names":               func(string) string { return "Priya Thorngate told Zorbin Tarrowby and " },
	"digits":              func(string) string { return "07" },
	"numbers":             func(string) string { return "12 34 " },
	"dates":               func(string) string { return "3 March 2024, " },
	"brackets":            func(string) string { return "[name] [" },
	"dots and at signs":   func(string) string { return "a.b@" },
	"lines":               func(string) string { return "\n" },
	"accents that join":   func(string) string { return "e\u0301\u0327" },
	"what cannot be seen": func(string) string { return "\u200b" },
	"capitals":            func(string) string { return "RANG BETHANY " },
}

// time measures speed on one core.
func (b *bench) time(ctx context.Context, texts []string) error {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	prose := strings.Join(texts, "\n\n")
	if err := b.perMB(texts); err != nil {
		return err
	}
	if err := b.p95(prose); err != nil {
		return err
	}
	if err := b.growth(ctx, prose); err != nil {
		return err
	}
	return b.process(ctx)
}

func (b *bench) perMB(texts []string) error {
	var rounds []time.Duration
	for range b.Rounds {
		size, begun := 0, time.Now()
		for i := 0; size < b.Bytes; i++ {
			text := texts[i%len(texts)]
			if _, err := b.engine.Anonymise([]string{text}); err != nil {
				return err
			}
			size += len(text)
		}
		rounds = append(rounds, time.Duration(float64(time.Since(begun))*1e6/float64(size)))
	}
	b.speed.perMB = median(rounds)
	return nil
}

func (b *bench) p95(prose string) error {
	const length = 2000
	runes := []rune(repeated(prose, max(b.Bytes, 3*length)))
	var took []time.Duration
	for ; len(runes) >= length; runes = runes[length:] {
		each, err := b.took(string(runes[:length]))
		if err != nil {
			return err
		}
		took = append(took, each)
	}
	slices.Sort(took)
	b.speed.p95 = took[(len(took)-1)*95/100]
	return nil
}

func (b *bench) growth(ctx context.Context, prose string) error {
	for name, of := range shapes {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		long := repeated(of(prose), b.Longest)
		short := strings.ToValidUTF8(long[:len(long)/2], "")
		var once, twice []time.Duration
		for range b.Rounds {
			a, err := b.took(short)
			if err != nil {
				return err
			}
			c, err := b.took(long)
			if err != nil {
				return err
			}
			once, twice = append(once, a), append(twice, c)
		}
		// What else runs only ever adds, so the least of each counts.
		if ratio := float64(slices.Min(twice)) / float64(slices.Min(once)); ratio > b.speed.growth {
			b.speed.growth, b.speed.growthOf = ratio, name
		}
	}
	return nil
}

// repeated gives up to so many bytes of a text, again and again.
func repeated(text string, bytes int) string {
	return strings.ToValidUTF8(strings.Repeat(text, bytes/len(text)+1)[:bytes], "")
}

func (b *bench) took(text string) (time.Duration, error) {
	begun := time.Now()
	_, err := b.engine.Anonymise([]string{text})
	return time.Since(begun), err
}

// process times whole processes by turns. The least of each counts: what else runs only ever adds.
func (b *bench) process(ctx context.Context) error {
	if b.Self == "" {
		return nil
	}
	var ours, plain []time.Duration
	for range 4*b.Rounds + 1 {
		for args, into := range map[string]*[]time.Duration{"anonymise --quiet": &ours, "anonymise --help": &plain} {
			begun := time.Now()
			if err := exec.CommandContext(ctx, b.Self, strings.Fields(args)...).Run(); err != nil {
				return err
			}
			*into = append(*into, time.Since(begun))
		}
	}
	b.speed.process = slices.Min(ours) - slices.Min(plain)
	return nil
}

func median(d []time.Duration) time.Duration {
	d = slices.Sorted(slices.Values(d))
	return d[len(d)/2]
}
