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
				r.add(p.First, p.Last, Org, 0.8, p.Why)
			}
		}
	}
	for i := range r.tokens {
		if r.own[i] || r.kept[i] || r.tokens[i].Kind != token.Word {
			continue
		}
		switch {
		case companies[r.at(i).Lower] && r.capital(i):
			r.company(i)
		case businesses[r.at(i).Lower] && r.business(i):
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
	r.add(first, i, Org, 0.7, "business")
	return true
}

// listOfNames reads "Barnett, Melton and Garcia" where no first name stands among them.
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

// jobs reads the work that only one person has: "the only night-shift lock keeper on the flight", "head falconer at X".
func (r *reading) jobs() {
	for i, k := range r.tokens {
		if r.own[i] || k.Kind != token.Word {
			continue
		}
		switch k.Lower {
		case "only", "sole":
			r.soleJob(i)
		case "last":
			if w := r.lower(i - 2); w == "am" || w == "is" || w == "was" || w == "'m" {
				r.soleJob(i)
			}
		case "head", "chief", "lead", "senior", "first", "youngest", "oldest":
			r.headJob(i)
		}
	}
}

var (
	notJobs = set(strings.Fields(`officer sister mother brother daughter father other never ever number letter matter water her under over after another whether
		together rather later answer offer order paper center center computer member supper dinner summer winter better bigger however further december
		october september november reader chapter quarter corner christian asian person error mirror door floor color major minor prior for or your our
		their four hour list exist assist twist persist trust just most best worst rest test west east past last interest request suggest honest august
		arrest protest christ moist artist-led doctor trigger laughter water power shower flower tower killer stranger anger danger copper`)...)
	work = set("woman", "man", "female", "male", "lady", "nurse", "teacher", "chef", "cook", "vet", "imam", "rabbi", "priest", "cantor", "judge", "mp", "councillor",
		"doctor", "surgeon", "farrier", "pilot", "coach", "guard", "clerk", "hand", "mechanic", "smith", "baker")
)

// trade says that a word is somebody's work by its ending.
func (r *reading) trade(i int) bool {
	w := r.lower(i)
	if work[w] {
		return true
	}
	if len(w) < 5 || notJobs[w] {
		return false
	}
	for _, end := range []string{"er", "or", "ist", "ian", "smith", "wright", "ess", "monger", "eer"} {
		if strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}

// soleJob reads from "the only" to the end of the clause when a trade and then a place or a group follow.
func (r *reading) soleJob(i int) {
	first := i
	switch r.lower(i - 1) {
	case "the", "their", "its":
		first = i - 1
	case "'s": // "the county's only"
		first = i - 2
		if r.lower(first-1) == "the" {
			first--
		}
	default:
		return
	}
	at := -1
	if w := r.lower(first - 1); (w == "at" || w == "in" || w == "for") && r.trade(first-2) {
		at = i + 1
	}
	for j := i + 1; j < i+7 && at < 0; j++ {
		switch k := r.at(j); {
		case k.Kind != token.Word && k.Text != "-" || k.Lower == "who" || k.Lower == "that" || k.Lower == "i" || k.Lower == "reason":
			return
		case r.trade(j):
			at = j
		}
	}
	if at < 0 {
		return
	}
	last := r.clauseEnd(at)
	if last-at < 2 && r.lower(i-1) != "'s" {
		return
	}
	if at == i+1 && r.trade(first-2) { // "the cantor at the only synagogue"
		first -= 2
		if r.lower(first-1) == "the" {
			first--
		}
	}
	r.add(first, last, Job, 0.75, "work that one person has")
}

// headJob reads "head falconer at Marlcote Castle".
func (r *reading) headJob(i int) {
	if !r.trade(i+1) || r.fieldWord(i+1) {
		return
	}
	switch r.lower(i + 2) {
	case "at", "of", "for", "in":
	default:
		return
	}
	j := i + 3
	if r.lower(j) == "the" {
		j++
	}
	if !r.capital(j) || r.kept[j] {
		return
	}
	last := j
	for n := 0; n < 4 && r.capital(last+1) && !r.tokens[last+1].Starts; n++ {
		last++
	}
	r.add(i, last, Job, 0.75, "work that one person has")
}

// clauseEnd gives the last token of the clause that goes on from a token.
func (r *reading) clauseEnd(i int) int {
	last := i
	for j := i + 1; j < i+18 && j < len(r.tokens) && !r.own[j]; j++ {
		k := r.tokens[j]
		if k.Starts || k.Kind == token.Mark && !strings.Contains("'’-", k.Text) {
			break
		}
		switch k.Lower {
		case "and", "but", "so", "when", "because", "who", "which", "i", "he", "she", "they", "asked", "said", "has", "was", "is", "had", "recognised":
			return last
		}
		last = j
	}
	return last
}
