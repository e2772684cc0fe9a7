package safeguarding

import "strings"

// stems are, for each cue, pieces of words of which a sentence must hold one of each group before its form is looked
// for: most sentences hold none, and a form takes far longer to look for than a few letters.
var stems = map[string][][]string{
	"wants-to-die":          {dyingStems},
	"will-harm-self":        {dyingStems},
	"thinks-of-dying":       {{"think", "thought", "dream", "fantas", "obsess", "urge", "plan", "consider", "contemplat", "tempt", "feel", "googl", "look", "research"}, append([]string{"death", "how to do it"}, dyingStems...)},
	"suicidal":              {{"suicidal"}},
	"suicidal-lately":       {{"suicidal"}},
	"suicidal-thoughts":     {{"suicidal"}},
	"does-not-want-to-live": {{"not", "no longer", "never", "hardly", "barely", "stopped"}, {"want", "care", "bother"}, {"here", "aliv", "liv", "exist", "wake", "around", "tomorrow", "earth", "planet", "world", "survive"}},
	"does-not-want-to-go-on": {
		{"can not", "want to", "unable", "can", "no longer able", "not going"},
		{"go on", "carry on", "keep going", "keep living", "live like", "face another", "way out", "take living"},
	},
	"nothing-to-live-for": {{"nothing", "reason", "point", "worth", "way out", "deserve"}},
	"better-off-dead":     {{"better", "wish", "should have"}},
	"plan": {
		{"plan", "stockpil", "sav", "writ", "goodbye", "pills", "tablets", "rope", "chosen", "note", "how i", "where i", "when i"},
		{"plan", "tablet", "pill", "medic", "meds", "paracetamol", "note", "goodbye", "letter", "rope", "day", "date", "bridge", "do it", "end it"},
	},
	"will-not-be-here":     {{"not be", "reads", "read this", "goodbye", "last thing", "be dead", "not survive"}},
	"self-harm":            {{"self harm", "cut", "hurt", "harm", "burn", "starv"}},
	"tried":                {{"tried", "attempt", "overdos", "over dos", "took", "taken", "nearly", "almost", "cut my", "slit"}},
	"lately-wanted-to-die": {dyingStems},
	"made-to-want-to-die":  {{"mak", "leav", "push", "driv", "made"}, dyingStems},

	"has-contact-with-child": {
		{"contact", "access", "custody", "residen", "visit", "care", "time", "kid", "child", "son", "daughter", "bab", "boy", "girl", "little"},
		{"kid", "child", "son", "daughter", "bab", "boy", "girl", "little", "niece", "nephew", "contact", "access", "custody", "residenc"},
	},
	"near-child": {childStems, {"alone", "liv", "stay", "mov", "house", "work", "coach", "teach", "volunt", "babysit", "access", "look", "car", "surround", "around", "charge", "run", "left", "near", "new"}},
	"harms-child": {childStems, {
		"hit", "hurt", "beat", "abus", "touch", "molest", "harm", "groom", "rap", "scream", "threat", "shak", "slap", "smack", "do", "target", "follow", "messag",
		"take", "kill", "snatch", "get", "come", "abduct",
	}},
	"hurt-child-lately":   {childStems, {"hit", "hurt", "beat", "abused", "touched", "molested", "slapped", "shook", "smacked", "grabbed", "took", "pushed", "raped", "assaulted", "punched", "threatened"}},
	"fears-for-child":     {childStems, {"scared", "afraid", "fright", "worri", "worry", "terrif", "fear", "petrif"}},
	"child-not-safe":      {childStems, {"safe", "protect", "risk", "danger", "scared", "fright", "terrif", "petrif", "afraid", "next", "check", "bruis", "marks", "black eye"}},
	"child-told":          {childStems, {"told", "tell", "said", "say", "disclos"}},
	"child-may-harm-self": {childStems, {"suicidal", "harm", "kill", "die", "cutting", "overdos", "end h", "end their", "hurting"}},
	"other-children":      {childStems},

	"keeps-coming": {{" is", "has", "have", " are", "still", "keep", "const", "always", "stop", "continu", "carries", "start", "now", "even", "also", "just", "repeat", "been", "then", "again"}, contactStems},
	"comes":        {contactStems},
	"came-lately":  {{"again", "last", "yesterday", "today", "tonight", "lately", "recently", "this", "ago", "on ", "twice", "other", "just now", "since", "after", "still", "keep", "now"}},
	"breaches":     {{"breach", "break", "broke", "ignor"}},
	"threatens": {
		{"going to", "gonna", "will", "would", "threat", "want", "tried", "trying", "plan", "able", "could", " can"},
		{"kill", "hurt", "stab", "shoot", "find", "get", "come", "burn", "attack", "rape", "harm", "finish", "batter", "beat", "destroy", "ruin", "strangle", "bury", "smash", "acid", "slit", "track", "hunt"},
	},
	"has-threatened": {{"threat"}},
	"knows-where":    {{"know", "found", "find", "work", "got", "has", "have", "given", "learn", "told"}, {"where", "address", "number", "my house", "flat", "workplace", "location", "whereabouts", "refuge", "new house", "my new"}},
	"lives-near": {
		{"liv", "mov", "stay", "bailed", "releas", "work", "put", "housed", "goes", "back", "stud"},
		{"next door", "next to", "corner", "street", "road", "same", "near", "door", "minute", "metre", "mile", "opposite", "my ", "with", "close", "estate"},
	},
	"lives-with-him": {{"liv", "stuck", "trap", "shar", "home", "roof", "see", "work", "can not"}, {"with", "to", "next", "alongside", "opposite", "leave", "escape", "away"}, {"him", "my ", "the "}},
	"fears-him":      {{"scared", "terrif", "fright", "afraid", "petrif", "fear"}},
	"not-safe":       {{"safe"}},
	"weapon-or-key":  {{"key", "kni", "gun", "weapon", "machete", "acid", "hammer", "tracker"}},
	"goes-on":        {{"hit", "rap", "beat", "abus", "forc", "hurt", "strangl", "chok", "controll", "controls", "making", "assault", "lock", "happen", "going on", "continuing", "doing it", "worse", "carrying on", "attacked"}},
	"retaliation":    {{"through", "smash", "kick", "broke", "slash", "let down", "fire", "torch", "vandal", "people"}},
	"if-i":           {{"himself", "herself", "his life", "all of us", "regret", "pay"}},
	"coming-for-me":  {{"com", "looking for", "find", "hunt", "gets", "outside", "in my"}, {"me", "us", "outside", "in my", "hunting"}},
}

var (
	dyingStems = []string{
		"die", "dying", "dead", "not be here", "not being", "be alive", "exist", "disappear", "end ", "ending", "kill", "life", "hang", "overdos", "take a", "take t", "take e", "jump", "cut", "slit", "hurt", "harm",
		"wake", "drown", "to myself", "suicid",
	}
	childStems   = []string{"kid", "child", "son", "daughter", "bab", "toddler", "boy", "girl", "little", "niece", "nephew", "younger", "pupil", "teen", "underage", "year", "minor", "school", "nursery", "youth", "football", "playground", "scouts"}
	contactStems = []string{
		"messag", "text", "call", "phon", "ring", "contact", "follow", "stalk", "harass", "turn", "show", "com", "driv", "walk", "watch", "outside", "wait", "threat", "blackmail", "track", "bang", "knock", "send",
		"intimidat", "spread", "pressur", "post", "try", "looking for", "after", "find", "sit",
	}
)

// maybe reports whether a sentence may hold a cue's words.
func (c *cue) maybe(s string) bool {
	for _, group := range c.stems {
		there := false
		for _, stem := range group {
			if strings.Contains(s, stem) {
				there = true
				break
			}
		}
		if !there {
			return false
		}
	}
	return true
}
