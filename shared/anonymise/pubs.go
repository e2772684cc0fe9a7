package anonymise

import (
	"strings"

	"voiceforum/shared/anonymise/gazetteer"
)

// Pubs are named in a few old ways, and people write them small: "the red lion", "owl and anvil", "the nags head".
var (
	pubNouns = set(strings.Fields(`lion lions crown head bell bells swan bull horse horses fox hounds anchor plough star ship dragon wheatsheaf greyhound
		hart stag boar barrel barrels keys oak hare dog duck gun rose thistle flowers goose pheasant partridge hen cock magpie railway vine hop hops
		feathers castle crook forge anvil trumpet harp cricketers bricklayers miners colliers jockey grapes windmill woodman lamb sheaf raven eagle
		tavern arms saddle wagon lantern lanterns kettle candle cauldron spade pick shovel ferret badger otter hawk falcon owl robin thrush magpies turnpike tiller rudder loom fleece mitre salutation elm chestnut boat barge griffin unicorn phoenix mermaid spindle bobbin dolphin whistle fiddle cat cricketer gate compasses talbot`)...)
	pubColours = set(strings.Fields(`red white black old golden green blue royal three two five seven nag's nags king's kings queen's queens duke's dukes new
		rising fighting flying dun saracen's saracens boar's boars bull's bulls horse's cross spread lame hungry jolly cottage great little railway
		royal turk's turks bear's`)...)
)

// pub reads a pub's name that ends at a token: a colour, a number or an owner before its noun, or two of the nouns with
// "and" between. It must be somewhere that people go.
func (r *reading) pub(i int) {
	first := i - 1
	switch w := r.lower(first); {
	case w == "'s":
		first--
	case (w == "and" || w == "&") && (pubNouns[r.lower(i-2)] || r.is(i-2, gazetteer.Common) && !r.is(i-2, gazetteer.Stop|gazetteer.Field) && r.near(i, 12, 4, drinking)):
		first = i - 2
	case r.lower(i) == "arms" && (strings.HasSuffix(w, "ers") || strings.HasSuffix(w, "smiths") || strings.HasSuffix(w, "wrights")) && !r.fieldWord(first):
	case !pubColours[w]:
		return
	}
	j := first - 1
	if r.lower(j) != "the" {
		return
	}
	switch r.lower(j - 1) {
	case "in", "at", "to", "from", "outside", "near", "behind", "opposite", "by", "past", "then", "and", "down", "of", "inside":
	default:
		if !r.capital(i) || !r.capital(first) {
			return
		}
	}
	r.add(j, i, Place, 0.7, "pub")
}
