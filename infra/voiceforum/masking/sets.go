package masking

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"

	"voiceforum/infra/voiceforum/redact"
	"voiceforum/infra/voiceforum/score"
	"voiceforum/shared/anonymise"
	"voiceforum/shared/anonymise/labelled"
)

// outcome is what was measured on one set.
type outcome struct {
	figures                 score.Figures
	texts                   int
	held                    int
	leaking, leakingOfNames int // texts called clean in which something marked, or a name, is not wholly masked
}

// own writes the project's own labelled texts in the form of the other sets, and gives the texts too.
func (b *bench) own() (paths, texts []string, err error) {
	files, err := filepath.Glob(filepath.Join(b.Root, "shared/anonymise/testdata/labelled/*.txt"))
	if err != nil {
		return nil, nil, err
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, nil, err
		}
		marked, err := labelled.Parse(filepath.Base(file), data)
		if err != nil {
			return nil, nil, err
		}
		var lines bytes.Buffer
		for _, text := range marked {
			texts = append(texts, text.Text)
			line := struct {
				ID    string       `json:"id"`
				Text  string       `json:"text"`
				Spans []score.Span `json:"spans"`
			}{text.ID, text.Text, []score.Span{}}
			for _, s := range text.Spans {
				line.Spans = append(line.Spans, score.Span(s))
			}
			if err := json.NewEncoder(&lines).Encode(line); err != nil {
				return nil, nil, err
			}
		}
		path := filepath.Join(b.dir, "own-"+strings.TrimSuffix(filepath.Base(file), ".txt")+".jsonl")
		if err := os.WriteFile(path, lines.Bytes(), 0o600); err != nil {
			return nil, nil, err
		}
		paths = append(paths, path)
	}
	if len(texts) == 0 {
		return nil, nil, errors.New("the project's own labelled texts are missing")
	}
	return paths, texts, nil
}

// verdicts is the engine, with a note of what it called clean.
type verdicts struct {
	engine *anonymise.Engine
	mu     sync.Mutex
	clean  map[string]bool // by text
}

// Anonymise implements redact.Anonymiser.
func (v *verdicts) Anonymise(texts []string) ([]anonymise.Result, error) {
	results, err := v.engine.Anonymise(texts)
	v.mu.Lock()
	defer v.mu.Unlock()
	for i, r := range results {
		v.clean[texts[i]] = r.Verdict == anonymise.Clean
	}
	return results, err
}

// measure runs the tool over one set as its users would, and scores what it found.
func (b *bench) measure(ctx context.Context, path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	engine := &verdicts{engine: b.engine, clean: map[string]bool{}}
	var found bytes.Buffer
	if _, err := redact.Run(ctx, engine, bytes.NewReader(data), &found, redact.Options{Format: redact.JSONL, Spans: true}); err != nil {
		return fmt.Errorf("%s: %w", nameOf(path), err)
	}
	pairs, err := score.ReadGold(bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("%s: %w", nameOf(path), err)
	}
	lines := json.NewDecoder(bytes.NewReader(found.Bytes())) // in the order of the set
	for i := range pairs {
		var line struct{ Spans []score.Span }
		if err := lines.Decode(&line); err != nil {
			return fmt.Errorf("%s: %w", nameOf(path), err)
		}
		pairs[i].Found = line.Spans
	}
	out := outcome{texts: len(pairs)}
	if out.figures, err = score.Identifiers(pairs); err != nil {
		return fmt.Errorf("%s: %w", nameOf(path), err)
	}
	if err := out.doubts(pairs, engine.clean); err != nil {
		return err
	}
	b.sets[nameOf(path)] = out
	b.title("%s", nameOf(path))
	return b.print(ctx, path, found.Bytes(), out)
}

// doubts counts what is held, and what should have been.
func (o *outcome) doubts(pairs []score.Pair, clean map[string]bool) error {
	for _, p := range pairs {
		if !clean[p.Text] {
			o.held++
			continue
		}
		alone, err := score.Identifiers([]score.Pair{p})
		if err != nil {
			return err
		}
		for kind, n := range alone.ByType {
			if n.Masked < n.Spans && kind == "name" {
				o.leakingOfNames++
			}
		}
		if alone.Masked < 1 {
			o.leaking++
		}
	}
	return nil
}

// print has score.py print its table, or does so itself where it cannot be run.
func (b *bench) print(ctx context.Context, gold string, found []byte, out outcome) error {
	printed, err := b.scored(ctx, gold, found)
	if err != nil {
		return err
	}
	if printed == "" {
		if err := out.figures.Print(b.Out); err != nil {
			return err
		}
	} else {
		fmt.Fprint(b.Out, printed)
		if line := out.figures.Line(); !strings.Contains(printed, line) {
			fmt.Fprintf(b.Out, "The project's own scorer says otherwise: %s\n", line)
		}
	}
	_, err = fmt.Fprintf(b.Out, "held for a reviewer: %d of %d texts; called clean with something unmasked: %d, with a name unmasked: %d\n",
		out.held, out.texts, out.leaking, out.leakingOfNames)
	return err
}

// scored gives what score.py prints; nothing where it or Python is not there.
func (b *bench) scored(ctx context.Context, gold string, found []byte) (string, error) {
	python, err := exec.LookPath("python3")
	if b.scorer == "" || err != nil {
		return "", nil
	}
	path := filepath.Join(b.dir, "found.jsonl")
	if err := os.WriteFile(path, found, 0o600); err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, python, b.scorer, "pii", gold, path)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	printed, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("score.py: %w: %s", err, errs.String())
	}
	return string(printed), nil
}
