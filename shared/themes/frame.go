package themes

// noTheme is the theme of rules that are frames.
const noTheme = -1

// says is what a rule of a theme says.
type says uint8

const (
	saysTopic    says = iota // the theme; the words around it say how
	saysWeakly               // perhaps the theme: it counts with a second sign, or in answer to a question about it
	saysPositive             // the theme and how
	saysNegative
	saysMixed
	saysNeutral
	saysExcept // that words here are not about the theme
)

// frame is what words do to the stance of others.
type frame uint32

const (
	isGood     frame = 1 << iota // words of praise, relief, thanks
	isBad                        // words of complaint, harm, want
	isPoor                       // words that mostly go with complaint: "had to", "still not"
	isNegator                    // turn what follows into its opposite
	isHarmless                   // look like negators and are none: "not only", "no problem"
	isWish                       // what did not happen and should have
	isUnless                     // what would have happened but for somebody: "if she had not"
	isFear                       // what was feared or expected and did not come: "I thought they would"
	isPromise                    // what was said would happen
	isKept                       // that a promise was kept
	isIronic                     // praise that is none
	isGrudging                   // good that came late or was fought for
	isMatter                     // the plain tone of notes: requested, awaited, explained
	isQuoted                     // somebody else's words, not the writer's view
	isNothing                    // an answer that says nothing
	isContrast                   // the turn from one person or time to another: "the next one", "since then"
	isUndone                     // that what was asked for was not done: "not booked"
	isMended                     // that a practice was changed: "i have since"
)

// frames are the frames by the names that a codebook has for them, in the order in which its rules are numbered.
var frames = []struct {
	name string
	is   frame
}{
	{"good", isGood},
	{"bad", isBad},
	{"poor", isPoor},
	{"negator", isNegator},
	{"harmless", isHarmless},
	{"wish", isWish},
	{"unless", isUnless},
	{"fear", isFear},
	{"promise", isPromise},
	{"kept", isKept},
	{"ironic", isIronic},
	{"grudging", isGrudging},
	{"matter", isMatter},
	{"quoted", isQuoted},
	{"nothing", isNothing},
	{"contrast", isContrast},
	{"mended", isMended},
	{"undone", isUndone},
}

// meaning is what a rule stands for.
type meaning struct {
	theme   int // by its place in the codebook, or noTheme
	says    says
	frame   frame
	line    int
	negated bool // the rule demands a word that negates, so that such a word among its words is no surprise
}

// negators are the words that negate in a rule's own text.
var negators = map[string]bool{
	"not": true, "never": true, "no": true, "nobody": true, "none": true, "nothing": true, "without": true, "neither": true, "nor": true,
	"nowhere": true, "hardly": true, "zero": true, "lack": true, "little": true, "only": true, "stop": true,
}
