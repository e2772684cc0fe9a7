package anonymise

import (
	"strings"

	"voiceforum/shared/anonymise/gazetteer"
	"voiceforum/shared/anonymise/token"
)

// jobs reads the work that only one person has: "the only beekeeper on the estate", "head gardener at Upton
// Abbey".
func (r *reading) jobs() {
	for i, k := range r.tokens {
		if r.own[i] || !r.marked(i, marksJob) {
			continue
		}
		switch k.Lower {
		case "only", "sole":
			r.soleJob(i)
		case "last":
			if w := r.lower(i - 2); w == "am" || w == "is" || w == "was" || w == "'m" {
				r.soleJob(i)
			}
		case "head", "chief", "lead", "senior", "principal":
			r.headJob(i)
		case "first", "youngest", "oldest", "longest-serving":
			r.headJob(i)
			r.firstJob(i)
		case "the", "a", "an":
			r.definiteJob(i)
		}
	}
}

var (
	notJobs = set(strings.Fields(`officer sister mother brother daughter father other never ever number letter matter water her under over after another whether
		together rather later answer offer order paper center center computer member supper dinner summer winter better bigger however further december
		october september november reader chapter quarter corner christian asian person error mirror door floor color major minor prior for or your our
		their four hour list exist assist twist persist trust just most best worst rest test west east past last interest request suggest honest august
		arrest protest christ moist artist-led doctor trigger laughter water power shower flower tower killer stranger anger danger copper`)...)
	work = set("woman", "man", "female", "male", "lady", "nurse", "teacher", "chef", "cook", "vet", "imam", "rabbi", "priest", "judge", "mp", "councillor",
		"doctor", "surgeon", "farrier", "pilot", "coach", "guard", "clerk", "hand", "mechanic", "smith", "baker", "midwife", "magistrate", "jp", "viola", "cello", "oboe", "organ", "harp", "drums", "paramedic", "medic", "monk", "nun",
		"usher", "sculptor", "potter", "monger", "girl", "lad", "boy", "person", "player", "wife", "don", "captain", "chair", "treasurer", "cellarman", "postman", "postwoman", "postie", "milkman", "lifeguard")
	// common are the trades of the field itself, and words of everybody, by which nobody is known.
	common = set(strings.Fields(`officer officers driver manager worker interviewer interpreter counsellor counselor barrister solicitor prosecutor supervisor nurse
		doctor lawyer caller leader speaker reporter owner writer partner carer survivor father mother brother sister daughter person woman man girl boy lad
		lady female male judge advisor adviser handler caseworker keyworker counsellors wife investigator examiner inspector commissioner offender abuser
		attacker killer juror defender usher clerk guard coordinator outsider loser foreigner teenager youngster stranger neighbour liar winner beginner
		wrongdoer member number receptionist psychologist psychiatrist therapist specialist hand baker user buyer sender receiver holder customer doctors`)...)
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
	case "'s": // "the county's only", and not "he's only"
		if first = i - 2; r.is(first, gazetteer.Stop) || r.lower(first) == "" {
			return
		}
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
	if at == i+1 && r.trade(first-2) { // "the piper at the only distillery"
		first -= 2
		if r.lower(first-1) == "the" {
			first--
		}
	}
	r.add(first, last, Job, 0.92, "work that one person has")
}

// headJob reads "head gardener at Upton Abbey".
func (r *reading) headJob(i int) {
	if w := r.lower(i); !r.trade(i+1) && w != "lead" && w != "principal" || r.fieldWord(i+1) || r.stopWord(i+1) {
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
	if end := r.clauseEnd(j); r.at(end+1).Text == ")" {
		last = max(last, end)
	}
	r.add(i, last, Job, 0.92, "work that one person has")
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

// definiteJob reads what somebody says that they are, with the article that there is only one of: "I am the harpist who
// plays on the ward", "she is the volunteer harpist"; with the other article only where it says where by name: "a lollipop
// lady outside Penn Infants".
func (r *reading) definiteJob(i int) {
	if !r.saysWho(i) {
		return
	}
	at := r.tradeAfter(i)
	if at < 0 || r.fieldWord(at) && !work[r.lower(at)] && !r.inTheNews(at) || r.everybodys(at) && at == i+1 {
		return
	}
	last := r.clauseEnd(at)
	switch {
	case r.lower(at+1) == "who":
		last = max(last, r.clauseEnd(at+2))
	case r.lower(last+1) == "who" && r.near(last+1, 0, 8, told):
		last = max(last, r.clauseEnd(last+2))
	}
	switch {
	case r.lower(i) != "the":
		if !r.everybodys(at) && last > at+1 && r.namesPlace(at, last) {
			r.add(i, last, Job, 0.91, "work that few people have")
		}
	case r.locatedJob(at) && last > at+1, at > i+1 && !r.everybodys(at) && last == at:
		r.add(i, last, Job, 0.91, "work that one person has")
	}
}

// everybodys says that nobody is known by a trade: a nurse, a lady, but not a lollipop lady.
func (r *reading) everybodys(at int) bool {
	switch r.lower(at - 1) {
	case "lollipop", "dinner", "tea", "bell", "night-shift", "volunteer":
		return false
	}
	return common[r.lower(at)]
}

// inTheNews says that a story that is known follows somebody's work.
func (r *reading) inTheNews(at int) bool { return r.lower(at+1) == "who" && r.near(at, 0, 12, told) }

// tradeAfter gives the trade that an article announces, or -1.
func (r *reading) tradeAfter(i int) int {
	at := -1
	for j := i + 1; j < i+6; j++ {
		k := r.at(j)
		if k.Kind != token.Word && k.Text != "-" || k.Starts {
			break
		}
		if !r.trade(j) {
			continue
		}
		at = j
		if next := r.lower(j + 1); locating[next] || next == "who" {
			break
		}
	}
	return at
}

// saysWho says that before "the" somebody says who they are.
func (r *reading) saysWho(i int) bool {
	switch r.lower(i - 1) {
	case "am", "'m", "im":
		return true
	case "been":
		return r.lower(i-2) == "have" && r.lower(i-3) == "i" || r.lower(i-2) == "'ve" || r.lower(i-2) == "ive" || r.lower(i-2) == "has"
	case "was", "is", "'s":
		w := r.lower(i - 2)
		return w == "i" || w == "he" || w == "she" || w == "victim" || w == "client" || w == "complainant" || w == "patient" || w == "mum" || w == "mother" || w == "v"
	}
	return false
}

var locating = set("at", "in", "on", "outside", "for", "of", "with", "from", "to", "along", "by")

// locatedJob says that a trade is followed by where or for whom it is done: a place's name, or "who" does what.
func (r *reading) locatedJob(at int) bool {
	if next := r.lower(at + 1); next == "who" {
		return !r.everybodys(at)
	} else if !locating[next] {
		return false
	}
	return !r.everybodys(at) || r.namesPlace(at, r.clauseEnd(at))
}

// namesPlace says that between two tokens somewhere or something has a name.
func (r *reading) namesPlace(first, last int) bool {
	for j := first + 1; j <= last; j++ {
		if r.caseOf(j) == inside && !r.fieldWord(j) && !r.is(j, gazetteer.Month|gazetteer.Weekday|gazetteer.Country) || r.is(j, placeClass) && !r.everyday(j) {
			return true
		}
	}
	return false
}

// firstJob reads "the first woman to captain the fire boat at Netherpool", where something has a name.
func (r *reading) firstJob(i int) {
	if r.lower(i-1) != "the" || !r.saysWho(i-1) {
		return
	}
	for j := i + 1; j < i+5; j++ {
		if r.at(j).Kind != token.Word || r.at(j).Starts {
			return
		}
		if r.trade(j) {
			if last := r.clauseEnd(j); r.namesPlace(j, last) {
				r.add(i-1, last, Job, 0.91, "work that one person has")
			}
			return
		}
	}
}
