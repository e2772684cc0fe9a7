package masking

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"text/tabwriter"
	"time"

	"voiceforum/infra/voiceforum/score"
)

// aim is a figure of a set, and the least that is asked of it.
type aim struct {
	set, figure string
	of          func(score.Figures) float64
	least       float64
}

var aims = []aim{
	{"feedback-dev", "structured_masked", func(f score.Figures) float64 { return f.Structured }, 0.99},
	{"feedback-dev", "names_masked", func(f score.Figures) float64 { return f.Names }, 0.95},
	{"feedback-dev", "masked", func(f score.Figures) float64 { return f.Masked }, 0.92},
	{"feedback-dev", "span_precision", func(f score.Figures) float64 { return f.SpanPrecision }, 0.85},
	{"feedback-dev", "kept", func(f score.Figures) float64 { return f.Kept }, 0.97},
	{"redacta-dev", "masked", func(f score.Figures) float64 { return f.Masked }, 0.98},
	{"synth-dev", "iou_recall", func(f score.Figures) float64 { return f.IOURecall }, 0.80},
	{"synth-dev", "iou_precision", func(f score.Figures) float64 { return f.IOUPrecision }, 0.78},
	{"synth-dev", "iou_f2", func(f score.Figures) float64 { return f.IOUF2 }, 0.80},
	{"tab-dev", "masked, names and references", namesAndReferences, 0.97},
}

func namesAndReferences(f score.Figures) float64 {
	n, r := f.ByType["name"], f.ByType["reference"]
	return float64(n.Masked+r.Masked) / float64(n.Spans+r.Spans)
}

// summary prints every figure that something is asked of, and the doubts of every set.
func (b *bench) summary() error {
	b.title("all of it, beside what is asked")
	table := tabwriter.NewWriter(b.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "set\tfigure\tmeasured\tasked\t")
	for _, a := range aims {
		if set, measured := b.sets[a.set]; measured {
			value := a.of(set.figures)
			fmt.Fprintf(table, "%s\t%s\t%.3f\tat least %.2f\t%s\n", a.set, a.figure, value, a.least, mark(value >= a.least))
		} else {
			fmt.Fprintf(table, "%s\t%s\t—\tat least %.2f\tnot measured\n", a.set, a.figure, a.least)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(b.sets)) {
		set := b.sets[name]
		fmt.Fprintf(table, "%s\theld; clean but leaking (names)\t%d; %d (%d) of %d\t\t\n", name, set.held, set.leaking, set.leakingOfNames, set.texts)
	}
	perSecond := math.Round(100/b.speed.perMB.Seconds()) / 100
	fmt.Fprintf(table, "speed\ttext per second on one core\t%.2f MB\tat least 1 MB\t%s\n", perSecond, mark(perSecond >= 1))
	fmt.Fprintf(table, "speed\t2,000 characters, p95\t%.2f ms\tat most 5 ms\t%s\n", ms(b.speed.p95), mark(b.speed.p95 <= 5*time.Millisecond))
	fmt.Fprintf(table, "speed\t%d KB over %d KB (%s)\t%.2f times\tat most 3 times\t%s\n",
		b.Longest>>10, b.Longest>>11, b.speed.growthOf, b.speed.growth, mark(b.speed.growth <= 3))
	fmt.Fprintf(table, "start\topening the engine\t%.1f ms\tat most 50 ms\t%s\n", ms(b.speed.opening), mark(b.speed.opening <= 50*time.Millisecond))
	if b.Self != "" {
		fmt.Fprintf(table, "start\ta process that anonymises nothing, over its help\t%.1f ms\t\t\n", ms(b.speed.process))
	}
	return table.Flush()
}

func mark(reached bool) string {
	if reached {
		return "reached"
	}
	return "FALLS SHORT"
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
