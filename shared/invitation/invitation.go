// Package invitation is the codes that services hand out on cards, so that a response can be told from those that
// anybody may send. A code is good for one response, links to nobody, and says nothing but that a service handed it
// out: with it a response is marked invited, without it the response counts all the same.
package invitation

import (
	"crypto/sha256"
	"encoding/hex"
	"io"

	"voiceforum/shared/byhand"
	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/organisation"
)

// Limits of what one organisation may hand out for one forum, and of when.
const (
	Most        = 500 // codes in a batch
	MostBatches = 20  // batches of an organisation for a forum
	Grace       = 28  // days after the forum's quarter, for cards handed out as it ended
)

// symbols is how many random symbols a code has: 75 bits. Of a million codes in use, one is found by about 2^55
// guesses; at the thousand a second that the gateway lets through, that is a million years.
const symbols = 15

// Code is what a card says: 15 random symbols (75 bits) and a check symbol, in canonical form without dashes.
type Code string

// New draws n codes from a source of random bytes, crypto/rand.Reader but for tests. A number below 1 or above Most is
// a fault.Invalid, and a source that fails a fault.Internal.
func New(n int, random io.Reader) ([]Code, error) {
	if n < 1 || n > Most {
		return nil, fault.New(fault.Invalid, "a batch has from 1 to %d codes", Most)
	}
	codes := make([]Code, n)
	for i := range codes {
		var secret [(symbols*byhand.SymbolBits + 7) / 8]byte
		if _, err := io.ReadFull(random, secret[:]); err != nil {
			return nil, fault.Wrap(fault.Internal, "draw codes", err)
		}
		codes[i] = Code(byhand.Write(secret[:], symbols))
	}
	return codes, nil
}

// String gives the code in four groups of four, as a card shows it: 7K3M-9QXT-2B6W-R8HD.
func (c Code) String() string { return byhand.Groups(string(c)) }

// Parse reads a code as people type it: any case, with or without dashes and spaces, O for 0, I and L for 1. A code
// that cannot be right, its check symbol included, is a fault.Invalid; so is a receipt's.
func Parse(s string) (Code, error) {
	read, err := byhand.Read(s, symbols)
	return Code(read), fault.Wrap(fault.Invalid, "read a card's code", err)
}

// Hash is all that is stored of a code: 256 bits from which the code, of 75 random bits, cannot be found.
type Hash string

// Hash gives the code's hash.
func (c Code) Hash() Hash {
	h := sha256.Sum256([]byte("voiceforum/v1/invitation/" + string(c)))
	return Hash(hex.EncodeToString(h[:]))
}

// Hashes gives the hash of each code, in their order.
func Hashes(codes []Code) []Hash {
	hashes := make([]Hash, len(codes))
	for i, c := range codes {
		hashes[i] = c.Hash()
	}
	return hashes
}

// ErrSpent means that a code is no longer good for a response: it was used, its time is over, or nobody was ever given
// it. The response is to be sent without it.
var ErrSpent = fault.New(fault.Conflict, "the card's code is not good for a response")

// Batch is codes that were made together, as its organisation sees it. The codes themselves are shown once.
type Batch struct {
	ID   string       `dynamodbav:"id"`   // random
	Size int          `dynamodbav:"size"` // codes
	Made calendar.Day `dynamodbav:"made"`
}

// Issue is all that an organisation handed out for one forum.
type Issue struct {
	Organisation organisation.ID
	Forum        calendar.Quarter
	Made         int     // codes, of all its batches together
	Batches      []Batch // in the order in which they were made
	Used         Share
}

// Ends gives the first day on which codes made for a forum no longer hold.
func Ends(forum calendar.Quarter) calendar.Day { return forum.Last().Add(1 + Grace) }

// Share is how much of an issue was used, as its organisation may know it. A service knows whom it gave a card; it must
// not be able to tell who answered. So it is told once, when no code holds any more; for all its batches together; in
// shares that each span at least ten codes and never say that all or none were used; and with FewestToTell.
type Share string

// The shares.
const (
	Untold  Share = ""        // not yet, or never
	Quarter Share = "quarter" // a quarter or less
	Half    Share = "half"    // more than a quarter, up to half
	More    Share = "more-than-half"
)

// FewestToTell is the fewest codes of an issue of which any share is told: with fewer, a share would span less than ten.
const FewestToTell = 40

// Blur is one more than the greatest number that may be added, once and for good, to the count of an issue's used
// codes before its share is told. Nobody knows it; so a service that uses up codes of its own to come to the edge of a
// share does not know where the edge is.
const Blur = 10

// ShareOf tells how much of an issue was used by a count that has its blur in it, on a day.
func ShareOf(counted, made int, forum calendar.Quarter, today calendar.Day) Share {
	switch {
	case made < FewestToTell || today < Ends(forum):
		return Untold
	case 4*counted <= made:
		return Quarter
	case 2*counted <= made:
		return Half
	}
	return More
}
