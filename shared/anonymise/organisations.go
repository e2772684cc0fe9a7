package anonymise

import (
	"strings"

	"voiceforum/shared/anonymise/gazetteer"
	"voiceforum/shared/anonymise/token"
)

var (
	// companies end the name of one.
	companies = set(strings.Fields(`ltd limited plc inc llc llp gmbh corp corporation group holdings solutions systems consulting partners associates
		technologies software services solicitors bakery grill garage nursery motors builders logistics salon takeaway`)...)
	// businesses end the name of a small one, in lower case too when a name or an unknown word stands before.
	businesses = set(strings.Fields(`laundry homes buses coaches taxis cars mart minimart market supermarket stores foods barbers hair nails fasteners
		engineering plumbing security cleaning recruitment textiles furniture carpets dental opticians gym fitness studios clothing fashions housing
		house home health haulage transport scaffolding roofing catering printers bakers butchers florists jewellers launderette kebabs pizza chippy
		lodge trust foundation insurance fabrications castings forgings pressings`)...)
	// broad are those of them that follow everyday words too: sexual health, fire insurance.
	broad     = set("house", "home", "health", "housing", "trust", "foundation", "insurance", "transport", "hair", "cars", "security", "cleaning", "market", "lodge")
	employers = set("works", "work", "worked", "working", "employed", "job", "shift", "shifts")
)

// organisations gives the small organisations that single a person out: schools, employers, places of worship, wards.
func (r *reading) organisations() {
	for _, p := range r.phrases {
		switch p.Kind {
		case gazetteer.School, gazetteer.Faith, gazetteer.Venue:
			if !r.anyOwn(p.First, p.Last) {
				r.add(p.First, p.Last, Org, 0.9, p.Why)
			}
		}
	}
	for i := range r.tokens {
		if r.own[i] || r.tokens[i].Kind != token.Word {
			continue
		}
		if r.marked(i, marksVenue) {
			r.venue(i)
		}
		if r.kept[i] {
			continue
		}
		switch {
		case r.marked(i, marksCompany) && r.capital(i):
			r.company(i)
		case r.marked(i, marksBusiness) && r.business(i):
		case r.caseOf(i) == small && r.class[i] == 0 && (r.lower(i-1) == "at" || r.lower(i-1) == "for") && r.near(i-1, 4, 0, employers):
			r.add(i, i, Org, 0.55, "where somebody works")
		case r.listOfNames(i):
		case r.orgWord(i):
			r.add(r.orgStart(i), r.orgEnd(i), Org, 0.6, "organisation, by its surroundings")
		}
	}
}

// company reads the capital words before "Ltd".
func (r *reading) company(i int) {
	first := i
	for n := 0; n < 4 && r.capital(first-1) && !r.tokens[first].Starts && !r.kept[first-1] && !r.stopWord(first-1); n++ {
		first--
	}
	if first < i {
		last := i
		if r.at(i+1).Text == "." && r.glued(i+1) && len(r.at(i).Text) < 5 && !r.at(i+2).Starts {
			last++
		}
		r.add(first, last, Org, 0.8, "company")
	}
}

// business reads "Cygnet Laundry" and "sandbrook homes".
func (r *reading) business(i int) bool {
	first := i
	for n := 0; n < 4; n++ {
		j := first - 1
		k := r.at(j)
		if k.Kind != token.Word || r.tokens[first].Starts || r.kept[j] || r.capital(j) != r.capital(i) || r.is(j, gazetteer.Stop|gazetteer.Kin|gazetteer.Title) {
			break
		}
		if !r.capital(i) && r.everyday(j) && !businesses[k.Lower] && k.Lower != "mini" && k.Lower != "care" {
			break
		}
		first = j
	}
	w := r.at(i).Lower
	switch plain := r.everyday(first) && !r.is(first, gazetteer.Surname); {
	case first == i, !r.capital(i) && r.everyday(first), plain && (broad[w] || r.tokens[first].Starts), first == i-1 && r.tokens[first].Starts && r.everyday(first):
		return false
	}
	r.add(first, i, Org, 0.9, "business")
	return true
}

// listOfNames reads "Harding, Cole and Whitmore" where no first name stands among them.
func (r *reading) listOfNames(i int) bool {
	if r.at(i+1).Text != "," || r.lower(i+3) != "and" || !r.capital(i) || !r.capital(i+2) || !r.capital(i+4) {
		return false
	}
	for _, j := range []int{i, i + 2, i + 4} {
		if !r.is(j, gazetteer.Surname) {
			return false
		}
	}
	r.add(i, i+4, Org, 0.6, "firm of several names")
	return true
}

// orgWord takes a capital word for an organisation on the tagger's word, and any unlisted one where somebody works.
func (r *reading) orgWord(i int) bool {
	if r.caseOf(i) == small || r.is(i, gazetteer.Stop|gazetteer.Field|gazetteer.Country|gazetteer.Month|gazetteer.Weekday|gazetteer.Title|gazetteer.Kin) {
		return false
	}
	if capitals(r.at(i).Text) && len(r.at(i).Text) < 6 {
		return false
	}
	if r.is(i, gazetteer.Name) && !r.everyday(i) && r.score[i].Org < 0.85 {
		return false
	}
	at := r.lower(i - 1)
	cue := 0.0
	if (at == "at" || at == "for") && r.near(i-1, 4, 0, employers) {
		cue = 0.45
	}
	base := 0.0
	if !r.everyday(i) && r.caseOf(i) == inside {
		base = 0.15
	}
	return base+cue+0.6*float64(r.score[i].Org) >= certain
}

func (r *reading) orgStart(i int) int {
	for n := 0; n < 3 && !r.tokens[i].Starts && r.capital(i-1) && !r.kept[i-1] && !r.stopWord(i-1) && r.score[i-1].Org > 0.2; n++ {
		i--
	}
	return i
}

func (r *reading) orgEnd(i int) int {
	for n := 0; n < 4; n++ {
		k := r.at(i + 1)
		switch {
		case k.Kind == token.Word && !k.Starts && r.capital(i+1) && !r.kept[i+1] && (r.score[i+1].Org > 0.2 || companies[k.Lower]):
			i++
		case (k.Lower == "and" || k.Text == "&" || k.Lower == "of") && r.capital(i+2) && r.score[i+2].Org > 0.3:
			i += 2
		default:
			return i
		}
	}
	return i
}
