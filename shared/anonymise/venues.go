package anonymise

import (
	"strings"

	"voiceforum/shared/anonymise/gazetteer"
	"voiceforum/shared/anonymise/token"
)

var (
	// single are nouns for somewhere people go, of which there is one at a time: without "the", "a" or "my" before
	// them the words before them are a name ("at little acorns nursery").
	single = set(strings.Fields(`nursery preschool playgroup gym salon cafe café bakery garage takeaway chippy pub bar club restaurant shop store market surgery
		clinic chapel church mosque masjid temple gurdwara school academy college centre hostel hotel hospice ward unit library pharmacy chemist studio spa
		launderette laundrette tattoo grill kitchen warehouse depot foundry farm stables kennels project mission tabernacle fellowship
		home lodge hall primary juniors infants girls high express kingdom palace emporium supermarket factory`)...)
	// trading ends the name of a business behind an owner's ("shah's sarees") or a name or a word that nobody knows.
	trading = set(strings.Fields(`sarees saris fabrics plating tyres carpets kitchens kebabs kebab pizza fisheries chippy takeaway barbers bakery cafe café caf grill
		sweets stores news newsagents mart supermarket tailors motors autos nails salon gym pharmacy chemist bridal balti electricals cabs cars taxis travel
		cleaners florists jewellers upholstery windows bathrooms carry flooring joinery welding metals castings skips recycling pallets meats poultry wines
		fashions boutique beauty brows lashes aesthetics tattoo tattoos ink blinds furnishings interiors removals minibuses coaches nursery childcare`)...)
	// sorts make a sort of place with such a noun, and no name.
	sorts = set(strings.Fields(`local private new old nice big small same different other another work primary secondary high junior infant special sixth form
		first second next last main beauty nail hair tattoo kebab fish chip curry coffee betting charity corner sweet phone pet card carpet tyre bike car
		clothes shoe book farm day night youth sports sport leisure shopping town city village community health medical children's childrens women's
		womens mens men's baby walk-in walk drop-in drop in detention custody call contact job garden retail care nursing rest residential foster
		maternity surgical stroke cancer burns hospital psychiatric mental secure children adult general labour delivery crisis catholic muslim sikh
		hindu church baptist methodist free state public boarding breakfast after before social strip lap gay rugby football boxing fight book
		dance art music tv film recording petrol filling parking holiday guest bed budget cheap dog rescue rehab dental eye fertility sexual pain
		busy quiet nearby closed open council family single mother parent visitor information vaccination test testing police train bus cash post
		wine cocktail sandwich salad snack juice ice protein chocolate chicken burger pizza chinese indian english polish romanian afghan`)...)
	// opening begin the name of such a place, and are function words too.
	opening = set("little", "big", "new", "old", "first", "three", "two", "four", "five", "seven", "happy", "good", "great")
	// going stand before somewhere that people go or are.
	going  = set("at", "from", "outside", "by", "near", "behind", "opposite", "in", "inside", "past", "on", "runs", "owns", "via", "above", "into", "go", "went")
	movers = set("went", "go", "goes", "going", "gone", "came", "come", "taken", "took", "take", "moved", "sent", "drove", "walked", "bus", "back", "over", "round", "down", "up", "him", "her", "me", "kids")
	// apposed are nouns behind which a name may be set off: "a takeaway (lucky dragon)".
	apposed = set(strings.Fields(`nursery gym salon café cafe takeaway chippy pub shop surgery school college church mosque gurdwara temple restaurant bakery
		factory firm company warehouse garage practice hostel refuge hotel club pharmacy business supermarket stall uni university employer workplace
		halls bar charity agency studio launderette parlour home chapel ward barbers`)...)
	drinking = set("drinks", "drinking", "drank", "drink", "pub", "pint", "pints", "boozer", "landlord", "barmaid", "darts")
)

// venue reads the name of a place that people go to at the noun that ends or announces it.
func (r *reading) venue(i int) {
	w := r.lower(i)
	switch {
	case single[w] && r.bareVenue(i), trading[w] && r.owned(i), apposed[w] && r.setOff(i):
	case plants[w] && r.plant(i):
	case w == "by" && r.byOwner(i), drinking[w] && r.drinks(i), w == "at" && r.workplace(i), w == "'s" && r.signed(i):
	}
}

// bareVenue reads "at little acorns nursery", which has no article because it is a name.
func (r *reading) bareVenue(i int) bool {
	if r.caseOf(i) != small || r.starts(i) {
		return false
	}
	first, named := i, false
	for n := 0; n < 4; n++ {
		j := first - 1
		k := r.at(j)
		if k.Kind != token.Word || k.Text[0] == '\'' || r.kept[j] || r.stopWord(j) && !opening[k.Lower] || r.caseOf(j) != small || r.fieldWord(j) ||
			r.is(j, gazetteer.Kin|gazetteer.Title|gazetteer.Country|gazetteer.Weekday|gazetteer.Month) || going[k.Lower] {
			break
		}
		named = named || !sorts[k.Lower] && !opening[k.Lower] && !single[k.Lower] && !verbal(k.Lower) && len(k.Text) > 2
		first = j
		if k.Starts {
			break
		}
	}
	before := r.lower(first - 1)
	if first == i || !named || !going[before] && !(before == "to" && movers[r.lower(first-2)]) {
		return false
	}
	last := i
	for n := 0; n < 3 && (single[r.lower(last+1)] || trading[r.lower(last+1)]) && !r.starts(last+1); n++ {
		last++
	}
	r.add(first, last, Org, 0.9, "venue without an article")
	return true
}

// owned reads "shah's sarees" and "dobson tyres".
func (r *reading) owned(i int) bool {
	j := i - 1
	if r.lower(i) == "carry" {
		if w := r.at(j).Lower; w != "&" && w != "and" && w != "n" || r.lower(j-1) != "cash" {
			return false
		}
		j -= 2
	}
	for n := 0; n < 2 && (sorts[r.lower(j)] || trading[r.lower(j)]); n++ {
		j--
	}
	if r.lower(j) == "'s" && r.is(j-1, gazetteer.Name) {
		r.add(j-1, i, Org, 0.9, "business with its owner's name")
		return true
	}
	if k := r.at(j); k.Kind != token.Word || r.starts(j+1) || r.kept[j] || !r.is(j, gazetteer.Name) && r.class[j] != 0 || r.everyday(j) && !r.is(j, gazetteer.NameWord|gazetteer.Surname) ||
		r.is(j, gazetteer.Stop|gazetteer.Field|gazetteer.Kin) || r.everyday(j) && !going[r.lower(j-1)] {
		return false
	}
	for n := 0; n < 2 && !r.starts(j) && r.at(j-1).Kind == token.Word && !r.everyday(j-1) && (r.is(j-1, gazetteer.Name) || r.class[j-1] == 0); n++ {
		j--
	}
	r.add(j, i, Org, 0.9, "business with its owner's name")
	return true
}

// setOff reads a name behind the noun that it names: "a takeaway (lucky dragon)", "a salon, Nails by Ondine," and "a
// shop called lucky dragon".
func (r *reading) setOff(i int) bool {
	opens := r.at(i + 1)
	j := i + 2
	bracket, called := opens.Text == "(", calling[opens.Lower] && opens.Lower != "name" && opens.Lower != "names"
	if !bracket && !called && !(opens.Text == "," && r.caseOf(j) == inside) || r.starts(j) || r.at(j).Kind != token.Word {
		return false
	}
	last := j
	for n := 0; n < 5; n++ {
		k := r.at(last + 1)
		if k.Kind != token.Word && k.Text != "&" || k.Starts || called && r.stopWord(last+1) && !r.capital(last+1) && k.Lower != "and" && k.Lower != "the" {
			break
		}
		last++
	}
	closes := r.at(last + 1)
	switch {
	case bracket && (closes.Text == ")" || closes.Text == "," && r.caseOf(j) == inside) && !r.stopWord(j) && !verbal(r.lower(j)) && !r.anyKept(j, last) && !r.common(j, last):
	case called:
	case opens.Text == "," && (closes.Text == "," || closes.Text == "." || closes.Text == ";") && last-j < 5 && !r.anyKept(j, last) && !r.plainPerson(j, last):
	default:
		return false
	}
	r.add(j, last, Org, 0.78, "name set off behind a venue")
	return true
}

// common says that all words are the commonest English, as a remark in brackets is and a name hardly ever.
func (r *reading) common(first, last int) bool {
	for j := first; j <= last; j++ {
		if !r.is(j, gazetteer.Stop|gazetteer.Field) && !sorts[r.lower(j)] {
			return false
		}
	}
	return true
}

// plainPerson says that words are a person's name, which names reads.
func (r *reading) plainPerson(first, last int) bool {
	for j := first; j <= last; j++ {
		if !r.is(j, gazetteer.Name) {
			return false
		}
	}
	return last-first < 3
}

func (r *reading) anyKept(first, last int) bool {
	for j := first; j <= last; j++ {
		if r.kept[j] || r.own[j] {
			return true
		}
	}
	return false
}

// byOwner reads "Hair by Lorna".
func (r *reading) byOwner(i int) bool {
	if w := r.lower(i - 1); !trading[w] && !businesses[w] && w != "cuts" && w != "cakes" && w != "flowers" && w != "styles" || !r.is(i+1, gazetteer.Name) && r.class[min(i+1, len(r.class)-1)] != 0 ||
		r.capital(i-1) != r.capital(i+1) || r.at(i+1).Kind != token.Word || r.starts(i+1) {
		return false
	}
	r.add(i-1, i+1, Org, 0.92, "business with its owner's name")
	return true
}

// drinks reads the pub behind "he drinks at".
func (r *reading) drinks(i int) bool {
	j := i + 1
	if w := r.lower(j); w != "at" && w != "in" && w != "down" && w != "up" {
		return false
	}
	found := false
	for n := 0; n < 3; n++ {
		j++
		first := j
		if r.lower(j) == "the" {
			j++
		}
		last := j
		for m := 0; m < 3 && r.at(last+1).Kind == token.Word && !r.starts(last+1) && !r.stopWord(last+1) && !r.fieldWord(last+1); m++ {
			last++
		}
		if r.at(j).Kind != token.Word || r.starts(j) || r.stopWord(j) || r.anyKept(j, last) || last == j && (r.is(j, gazetteer.Common) && !pubNouns[r.lower(j)] && !r.capital(j) || j == first && !r.capital(j)) ||
			last > j && r.is(last, gazetteer.Common) && !pubNouns[r.lower(last)] && !r.capital(last) {
			return found
		}
		r.add(first, last, Place, 0.7, "where somebody drinks")
		found = true
		j = last + 1
		if w := r.lower(j); w != "or" && w != "and" {
			return found
		}
	}
	return found
}

// plants are where many work, which are called by what is made there.
var plants = set("plant", "factory", "depot", "warehouse", "mill", "foundry", "yard", "brewery", "quarry", "dairy", "abattoir", "bakery", "laundry", "works", "site", "zoo", "docks", "farm")

// plant reads "works at the jaguar plant".
func (r *reading) plant(i int) bool {
	j := i - 1
	for n := 0; n < 2 && r.lower(j) != "the" && r.lower(j) != ""; n++ {
		j--
	}
	if r.lower(j) != "the" || j == i-1 || r.anyKept(j+1, i) || sorts[r.lower(i-1)] || r.stopWord(i-1) || r.fieldWord(i-1) || verbal(r.lower(i-1)) ||
		r.lower(j-1) != "at" && r.lower(j-1) != "in" && r.lower(j-1) != "for" || !r.near(j, 5, 0, employers) {
		return false
	}
	r.add(j+1, i, Org, 0.7, "where somebody works")
	return true
}

var notWorkplaces = set("night", "nights", "home", "weekends", "weekend", "times", "sea", "height", "heights", "speed", "pace", "least", "all", "first", "last", "full",
	"various", "several", "local", "events", "night-time", "christmas", "different")

// workplace reads the two words behind "works at" that have no article: "he works at carpet kingdom".
func (r *reading) workplace(i int) bool {
	if !employers[r.lower(i-1)] {
		return false
	}
	for j := i + 1; j < i+3; j++ {
		k := r.at(j)
		if k.Kind != token.Word || k.Starts || r.kept[j] || notWorkplaces[k.Lower] || r.caseOf(j) != small || verbal(k.Lower) ||
			r.is(j, gazetteer.Stop|gazetteer.Field|gazetteer.Kin|gazetteer.Weekday|gazetteer.Month) {
			return false
		}
	}
	r.add(i+1, i+2, Org, 0.65, "where somebody works")
	return true
}

// signed reads what hangs over a door: "outside the Tinker's Rest".
func (r *reading) signed(i int) bool {
	if r.lower(i-2) != "the" || !r.capital(i-1) || !r.capital(i+1) || r.starts(i+1) || r.kept[i-1] || r.kept[i+1] || r.fieldWord(i-1) || r.fieldWord(i+1) || r.is(i-1, gazetteer.Title|gazetteer.Kin) ||
		r.stopWord(i+1) || r.is(i+1, gazetteer.Weekday|gazetteer.Month) {
		return false
	}
	switch r.lower(i - 3) {
	case "in", "at", "outside", "from", "to", "near", "behind", "opposite", "by", "past", "inside":
		r.add(i-2, i+1, Place, 0.7, "pub")
		return true
	}
	return false
}
