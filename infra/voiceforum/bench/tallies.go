package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"voiceforum/shared/questionnaire"
	"voiceforum/shared/response"
	"voiceforum/shared/tally"
	"voiceforum/shared/tally/tallytest"
	"voiceforum/shared/themes"
)

// poolSize is how many different responses are made up; they are counted again and again.
const poolSize = 10_000

// cores is on how many of them both sides count.
const cores = 2

// coded is a response with what its texts were found to be about.
type coded struct {
	response response.Response
	mentions []themes.Mention
}

// tallies prints how long counting coded responses afresh takes, beside DuckDB's group-by of the same rows, whose counts
// must be the same.
func (b *bench) tallies(ctx context.Context) error {
	q, err := questionnaire.Latest("rasso-adult")
	if err != nil {
		return err
	}
	pool, times := madeUp(q, min(poolSize, b.Coded)), max(1, b.Coded/poolSize)
	few, _, _, err := countAfresh(ctx, q, pool, max(1, times/10))
	if err != nil {
		return err
	}
	held, counts, took, err := countAfresh(ctx, q, pool, times)
	if err != nil {
		return err
	}
	theirs, err := b.duckDB(ctx, q, pool, times, counts)
	if err != nil {
		return err
	}
	n := len(pool) * times
	b.section(fmt.Sprintf("Counting %d coded responses afresh, on %d cores", n, cores))
	b.row("tally", "%.2f s, %.0f responses a second", took.Seconds(), perSecond(n, took))
	b.row("memory held by the counts, after a tenth and after all", "%.1f MB, %.1f MB", few, held)
	b.row("DuckDB, the same counts from columns in memory", "%.2f s", theirs.Seconds())
	b.row("ratio of the times", "%.1f", took.Seconds()/theirs.Seconds())
	return nil
}

func madeUp(q *questionnaire.Questionnaire, n int) []coded {
	rng := rand.New(rand.NewPCG(5, 5))
	about := []string{"believed", "kept-informed", "safety", "court-dates", "respect"}
	pool := make([]coded, n)
	for i := range pool {
		pool[i].response = tallytest.Response(rng, q, response.ID(fmt.Sprint("sample-", i)))
		for range rng.IntN(4) {
			pool[i].mentions = append(pool[i].mentions, themes.Mention{
				Theme: about[rng.IntN(len(about))], Stance: themes.Stances[rng.IntN(len(themes.Stances))],
			})
		}
	}
	return pool
}

// countAfresh counts the pool's responses some times over, and gives the megabytes that the counts hold at the end.
func countAfresh(ctx context.Context, q *questionnaire.Questionnaire, pool []coded, times int) (float64, tally.Tally, time.Duration, error) {
	before := heap()
	adders, began := make([]tally.Adder, cores), time.Now()
	work, _ := errgroup.WithContext(ctx)
	for part := range adders {
		work.Go(func() error {
			mine := pool[part*len(pool)/cores : (part+1)*len(pool)/cores]
			for range times {
				for _, c := range mine {
					if err := adders[part].Add(q, c.response, c.mentions); err != nil {
						return err
					}
				}
			}
			return nil
		})
	}
	if err := work.Wait(); err != nil {
		return 0, nil, 0, err
	}
	total := tally.Tally{}
	for i := range adders {
		total.Merge(adders[i].Tally(), 1)
	}
	took := time.Since(began)
	held := heap() - before
	runtime.KeepAlive(adders)
	return max(held, 0), total, took, nil
}

func heap() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / 1e6
}

// duckDB has DuckDB count the same rows, and fails where it counts otherwise.
func (b *bench) duckDB(ctx context.Context, q *questionnaire.Questionnaire, pool []coded, times int, want tally.Tally) (time.Duration, error) {
	from, dir := filepath.Join(b.Root, "infra", "voiceforum", "bench", "duckdb"), filepath.Join(b.dir, "duckdb")
	if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
		return 0, err
	}
	install := exec.CommandContext(ctx, "npm", "ci", "--prefer-offline", "--no-audit", "--no-fund")
	install.Dir, install.Stderr = dir, os.Stderr
	if err := install.Run(); err != nil {
		return 0, fmt.Errorf("install DuckDB: %w", err)
	}
	file := filepath.Join(b.dir, "pool.json")
	if err := writePool(file, q, pool); err != nil {
		return 0, err
	}
	count := exec.CommandContext(ctx, "node", "count.mjs", file, fmt.Sprint(times), fmt.Sprint(cores))
	count.Dir, count.Stderr = dir, os.Stderr
	out, err := count.Output()
	if err != nil {
		return 0, fmt.Errorf("count with DuckDB: %w", err)
	}
	var theirs struct {
		Seconds float64
		Counts  tally.Tally
	}
	if err := json.Unmarshal(out, &theirs); err != nil {
		return 0, err
	}
	if !theirs.Counts.Equal(want) {
		return 0, fmt.Errorf("DuckDB counts otherwise: %d cells, %d here", len(theirs.Counts), len(want))
	}
	return time.Duration(theirs.Seconds * float64(time.Second)), nil
}

// writePool writes responses as DuckDB reads them: a line each, with a column for every table, and in it the cell that the
// response counts under. Where somebody can be in several cells of a table it is a list. Those asked are the rows that
// have something in the column.
func writePool(file string, q *questionnaire.Questionnaire, pool []coded) error {
	several := map[string]bool{}
	for _, qu := range q.Questions {
		several[tally.Question+qu.ID] = qu.Kind == questionnaire.Several
	}
	var lines bytes.Buffer
	out := json.NewEncoder(&lines)
	for _, c := range pool {
		counts, err := tally.Contribution(q, c.response, c.mentions)
		if err != nil {
			return err
		}
		if len(counts) == 0 {
			continue
		}
		row := map[string]any{"view": c.response.Channel.View()}
		for key := range counts {
			parts := strings.SplitN(key, "|", 3)
			table, cell := parts[1], parts[2]
			switch {
			case cell == tally.Asked:
			case several[table]:
				chosen, _ := row[table].([]string)
				row[table] = append(chosen, cell)
			default:
				row[table] = cell
			}
		}
		if err := out.Encode(row); err != nil {
			return err
		}
	}
	return os.WriteFile(file, lines.Bytes(), 0o600)
}
