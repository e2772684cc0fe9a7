package disclosure

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// BenchmarkPool pools the last four of sixteen forums, each of 72 tables, beside the twelve windows before.
func BenchmarkPool(b *testing.B) {
	for _, people := range []int{25, 60, 400} {
		quarters, windows := history(people)
		b.Run(fmt.Sprint(people, " people"), func(b *testing.B) {
			for b.Loop() {
				Default.Pool(quarters, windows[:12], 12, 15)
			}
		})
	}
}

func history(size int) (quarters []Quarter, windows []Window) {
	for k := range 16 {
		q := Quarter{Total: size + k%7}
		for set := range 12 {
			_, tables, _ := people(rand.New(rand.NewPCG(uint64(set), uint64(k))), q.Total)
			for _, t := range tables {
				t.ID = fmt.Sprint(t.ID, set)
				if t.Route != nil {
					t.Route = &Route{From: []Lead{{Table: fmt.Sprint("q", set), Rows: t.Route.From[0].Rows}}}
				}
				q.Tables = append(q.Tables, t)
			}
		}
		q.Seen = Default.Protect(q.Total, q.Tables)
		quarters = append(quarters, q)
		if k >= 3 {
			windows = append(windows, Default.Pool(quarters, windows, k-3, k))
		}
	}
	return quarters, windows
}
