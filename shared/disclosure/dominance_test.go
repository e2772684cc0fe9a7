package disclosure

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestDominated(t *testing.T) {
	for _, x := range []struct {
		name  string
		parts []int
		want  bool
	}{
		{"nobody's", nil, false},
		{"of organisations that gave nothing", []int{0, 0}, false},
		{"one", []int{40}, true},
		{"one beside some that gave nothing", []int{40, 0, 0, 0}, true},
		{"two", []int{20, 20}, true},
		{"three alike", []int{20, 20, 20}, false},
		{"three quarters", []int{75, 13, 12}, false},
		{"more than three quarters", []int{76, 12, 12}, true},
		{"the second knows the first", []int{60, 35, 5}, true},
		{"the second does not", []int{60, 34, 6}, false},
		{"many and one large", []int{310, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10}, true},
	} {
		if got := Dominated(x.parts); got != x.want {
			t.Errorf("%s: %v", x.name, got)
		}
	}
}

func TestMergeDominated(t *testing.T) {
	abuse, sarc := Contributed{"abuse", []int{20, 20, 20}}, Contributed{"sarc", []int{10, 10, 10, 10}}
	for _, x := range []struct {
		name string
		rows []Contributed
		want []string
		ok   bool
	}{
		{"none", []Contributed{abuse, sarc}, nil, true},
		{"nothing at all", nil, nil, true},
		{"one, with the last of the others", []Contributed{abuse, sarc, {"work", []int{30}}}, []string{"sarc", "work"}, true},
		{"two that are enough together", []Contributed{abuse, {"work", []int{10, 10}}, {"exploitation", []int{15}}, sarc}, []string{"work", "exploitation"}, true},
		{"one so large that all go with it", []Contributed{{"work", []int{400}}, abuse, sarc}, []string{"work", "abuse", "sarc"}, false},
		{"nobody's rows stay out", []Contributed{{"work", []int{10}}, {"exploitation", []int{0}}, sarc}, []string{"work", "sarc"}, true},
		{"alone", []Contributed{{"work", []int{10, 10}}}, []string{"work"}, false},
	} {
		got, ok := MergeDominated(x.rows)
		if !slices.Equal(got, x.want) || ok != x.ok {
			t.Errorf("%s: %v %v", x.name, got, ok)
		}
	}
}

func TestNoRowLeftIsDominated(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var rows []Contributed
		for _, id := range []string{"a", "b", "c", "d"} {
			rows = append(rows, Contributed{id, rapid.SliceOfN(rapid.IntRange(0, 60), 0, 6).Draw(t, id)})
		}
		together, ok := MergeDominated(rows)
		var merged []int
		for _, r := range rows {
			if slices.Contains(together, r.ID) {
				merged = append(merged, r.Parts...)
			} else if Dominated(r.Parts) {
				t.Fatalf("%v is left", r)
			}
		}
		if ok == Dominated(merged) || len(together) == 1 && ok {
			t.Fatalf("%v together, %v", together, ok)
		}
	})
}
