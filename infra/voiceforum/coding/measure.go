package coding

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"voiceforum/infra/voiceforum/redact"
	"voiceforum/shared/themes"
)

// Options says what is measured.
type Options struct {
	Root   string // the repository, for its own labelled texts
	Bench  string // a folder with themes/feedback-dev.jsonl; the one beside the repository where empty, if it is there
	Texts  int    // coded to measure speed
	Rounds int    // of that timing; the best counts
	Out    io.Writer
}

// set is labelled texts by a name.
type set struct {
	name  string
	texts []labelled
}

// Measure codes every labelled set and prints its figures, then the speed.
func Measure(ctx context.Context, o Options) error {
	began := time.Now()
	book, err := themes.Load()
	if err != nil {
		return err
	}
	opened := time.Since(began)
	if _, err := book.Code("the first text", ""); err != nil {
		return err
	}
	fmt.Fprintf(o.Out, "The codebook opened in %s; its rules were ready for the first text after %s.\n",
		opened.Round(time.Millisecond), time.Since(began).Round(time.Millisecond))
	coder, err := Open()
	if err != nil {
		return err
	}
	sets, err := o.sets()
	if err != nil {
		return err
	}
	var own []string
	for _, s := range sets {
		if err := ctx.Err(); err != nil {
			return err
		}
		codings := make([]themes.Coding, len(s.texts))
		for i, t := range s.texts {
			if codings[i], err = coder.Code(t.Text, t.Question); err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
			own = append(own, t.Text)
		}
		fmt.Fprintf(o.Out, "\n%s\n", s.name)
		if err := score(s.texts, codings).print(o.Out); err != nil {
			return err
		}
	}
	return o.speed(ctx, book, own)
}

// sets reads the project's own texts, and the others where they are. These are split by a hash of their ids into two
// thirds on which rules may be tuned, and one that is kept from whoever writes rules.
func (o Options) sets() ([]set, error) {
	var sets []set
	for _, s := range []struct{ name, file string }{
		{"The project's own texts", "feedback.jsonl"},
		{"Its second set, longer texts", "second.jsonl"},
		{"Its third set, many voices", "voices.jsonl"},
		{"Its fourth set, kept from whoever writes rules", "kept.jsonl"},
		{"Pairs that differ by a negation, a wish or a promise", "challenge.jsonl"},
	} {
		texts, err := read(filepath.Join(o.Root, "shared/themes/testdata", s.file))
		if err != nil {
			return nil, err
		}
		sets = append(sets, set{s.name, texts})
	}
	bench := o.Bench
	if bench == "" {
		bench = filepath.Join(o.Root, "../shared/bench")
	}
	texts, err := read(filepath.Join(bench, "themes/feedback-dev.jsonl"))
	if os.IsNotExist(err) && o.Bench == "" {
		_, err = fmt.Fprintln(o.Out, "There are no other labelled texts beside the repository.")
		return sets, err
	}
	if err != nil {
		return nil, err
	}
	tuning, held := set{name: "feedback-dev, the two thirds for tuning"}, set{name: "feedback-dev, the third held out"}
	for _, t := range texts {
		if heldOut(string(t.ID)) {
			held.texts = append(held.texts, t)
		} else {
			tuning.texts = append(tuning.texts, t)
		}
	}
	return append(sets, set{"feedback-dev", texts}, tuning, held), nil
}

// heldOut takes a third of all ids, always the same: those whose SHA-256, as a number, is divisible by 3.
func heldOut(id string) bool {
	rest := 0
	for _, b := range sha256.Sum256([]byte(strings.Trim(id, `"`))) {
		rest = (rest*256 + int(b)) % 3
	}
	return rest == 0
}

func read(path string) ([]labelled, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var all []labelled
	for lines := redact.NewLines(f); ; {
		raw, err := lines.Next(longest)
		switch {
		case err == io.EOF:
			return all, nil
		case err != nil:
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		var t labelled
		if err := json.Unmarshal(raw, &t); err != nil {
			return nil, fmt.Errorf("%s: line %d is not a labelled text", path, lines.Number)
		}
		all = append(all, t)
	}
}

// characters is the length of the texts that are timed.
const characters = 300

// speed times the rules alone on one core, over texts of one length made of the labelled ones: by the clock, and by how
// long they kept the processor, which other work on the machine changes less.
func (o Options) speed(ctx context.Context, book *themes.Codebook, words []string) error {
	runes := []rune(strings.Join(words, " "))
	var texts []string
	for len(runes) >= characters {
		texts, runes = append(texts, string(runes[:characters])), runes[characters:]
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	best, kept := time.Duration(math.MaxInt64), time.Duration(math.MaxInt64)
	for range o.Rounds {
		began, from := time.Now(), processor()
		for i := range o.Texts {
			if i%1000 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			if _, err := book.Code(texts[i%len(texts)], ""); err != nil {
				return err
			}
		}
		best, kept = min(best, time.Since(began)), min(kept, processor()-from)
	}
	each := func(d time.Duration) time.Duration { return (d / time.Duration(o.Texts)).Round(100 * time.Nanosecond) }
	_, err := fmt.Fprintf(o.Out, "\n%d texts of %d characters on one core: %.0f a second, %s each by the clock, %s of the processor\n",
		o.Texts, characters, float64(o.Texts)/best.Seconds(), each(best), each(kept))
	return err
}

// rusageThread is RUSAGE_THREAD of Linux, which package syscall does not name.
const rusageThread = 1

// processor gives how long this thread has kept the processor; 0 where the system does not say.
func processor() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(rusageThread, &used); err != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
