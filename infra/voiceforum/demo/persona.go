package demo

import (
	"math/rand/v2"
	"strings"

	"voiceforum/infra/voiceforum/visitor"
)

// persona is somebody invented, who answers consistently: well treated people tick good answers and write kind words.
type persona struct {
	rand      *rand.Rand
	treatment float64 // how well the system treated them, from 0 to 1
	caseNow   string
	assisted  bool
}

func newPersona(r *rand.Rand) *persona {
	return &persona{
		rand: r,
		// Two draws give a hump in the middle with fat shoulders, as satisfaction surveys have.
		treatment: (r.Float64() + r.Float64()) / 2,
		caseNow: pick(r, []weighted{
			{"with-police", 34},
			{"with-cps", 10},
			{"no-charge", 20},
			{"i-stopped", 5},
			{"felt-pushed", 8},
			{"charged", 12},
			{"guilty", 6},
			{"not-guilty", 4},
			{"dont-know", 1},
		}),
		assisted: r.Float64() < 0.2,
	}
}

type weighted struct {
	id     string
	weight float64
}

func pick(r *rand.Rand, from []weighted) string {
	total := 0.0
	for _, w := range from {
		total += w.weight
	}
	at := r.Float64() * total
	for _, w := range from {
		if at -= w.weight; at < 0 {
			return w.id
		}
	}
	return from[len(from)-1].id
}

// shares says how often an answer is given, where chance alone would look odd.
var shares = map[string][]weighted{
	"reported-how": {
		{"called-999", 22},
		{"called-101", 24},
		{"online", 12},
		{"in-person", 16},
		{"through-someone", 16},
		{"without-me", 5},
		{"not-reported", 5},
	},
	"age":                {{"age-18-to-24", 28}, {"age-25-to-34", 30}, {"age-35-to-44", 20}, {"age-45-to-54", 12}, {"age-55-to-64", 7}, {"age-65-or-over", 3}},
	"ethnicity":          {{"white", 62}, {"asian", 18}, {"black", 12}, {"mixed", 6}, {"other", 2}},
	"sexual-orientation": {{"straight", 80}, {"gay-or-lesbian", 7}, {"bisexual", 11}, {"other", 2}},
	"sex":                {{"female", 88}, {"male", 12}},
	"gender":             {{"same", 98}, {"different", 2}},
	"faith":              {{"none", 48}, {"christian", 30}, {"muslim", 14}, {"sikh", 4}, {"hindu", 2}, {"other", 2}},
	"disability":         {{"no", 60}, {"a-little", 26}, {"a-lot", 14}},
	"area":               {{"birmingham", 40}, {"coventry", 14}, {"sandwell", 12}, {"dudley", 10}, {"walsall", 9}, {"wolverhampton", 9}, {"solihull", 5}, {"elsewhere", 1}},
}

// choose picks from what a page offers for a question.
func (p *persona) choose(question string, field visitor.Field) []string {
	offered := without(field.Choices, "prefer-not")
	switch {
	case p.rand.Float64() < 0.04 && len(offered) < len(field.Choices):
		return []string{"prefer-not"}
	case question == "case-now":
		return []string{p.caseNow}
	case shares[question] != nil:
		return []string{pick(p.rand, shares[question])}
	case field.Kind == "checkbox":
		return p.several(offered)
	case isScale(offered):
		return []string{string(rune('1' + p.point()))}
	default:
		return []string{p.ordered(offered)}
	}
}

// point gives a point of a five-point scale, 0 the worst, near how the person was treated.
func (p *persona) point() int {
	return min(4, max(0, int(p.treatment*5+p.rand.NormFloat64()*0.8)))
}

// ordered picks from options that go from the best to the worst, as most of the questionnaire's do.
func (p *persona) ordered(offered []string) string {
	at := (1-p.treatment)*float64(len(offered)-1) + p.rand.NormFloat64()*1.1
	return offered[min(len(offered)-1, max(0, int(at+0.5)))]
}

// several picks some of the options that can be picked together, or the one that says none.
func (p *persona) several(offered []string) []string {
	some := without(without(offered, "none"), "dont-know")
	var picked []string
	for _, id := range some {
		if p.rand.Float64() < 0.2+0.35*p.treatment {
			picked = append(picked, id)
		}
	}
	if len(picked) == 0 && len(some) < len(offered) {
		return []string{"none"}
	}
	return picked
}

func without(ids []string, out string) []string {
	var rest []string
	for _, id := range ids {
		if id != out {
			rest = append(rest, id)
		}
	}
	return rest
}

func isScale(ids []string) bool {
	return strings.HasPrefix(strings.Join(ids, ","), "1,2,3,4,5")
}
