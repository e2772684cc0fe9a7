package audit

import (
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strconv"
	"time"

	"voiceforum/shared/calendar"
	"voiceforum/shared/session"
)

// Hash is a SHA-256 in 64 lower-case hexadecimal digits.
type Hash string

// Genesis is what the chain's first link names as the one before it.
const Genesis Hash = "0000000000000000000000000000000000000000000000000000000000000000"

// Link is an entry in its place in the chain.
type Link struct {
	Entry
	Month    Month  // of the chain. An entry made in a month's last moment may stand in the next one
	Sequence int    // within the month, from 1
	Previous Hash   // of the link before it, of the month before for a month's first
	ID       string // random, so that no two links are the same
	Hash     Hash   // of everything else; see the package comment

	// Damaged means that what is stored cannot have been written by this package. Month and Sequence say where it
	// is; the rest is as far as it could be read.
	Damaged bool
}

// Columns are the names of a link's parts, in the order in which they are hashed; the hash itself comes last.
var Columns = []string{
	"version", "month", "sequence", "previous", "id", "at", "subject", "name", "role", "verb", "reason", "about",
	"forum", "release", "file", "outcome", "hash",
}

// version is that of the list of columns and of how they are hashed.
const version = "1"

const moment = "2006-01-02T15:04:05.000000Z"

// Values gives a link's parts as text, in the order of Columns. What is not there is "".
func (l Link) Values() []string {
	release := ""
	if l.Release > 0 {
		release = strconv.Itoa(l.Release)
	}
	return []string{
		version, string(l.Month), strconv.Itoa(l.Sequence), string(l.Previous), l.ID, l.At.UTC().Format(moment),
		l.Subject, l.Name, string(l.Role), string(l.Verb), string(l.Reason), string(l.About),
		string(l.Forum), release, l.File, string(l.Outcome), string(l.Hash),
	}
}

// sum gives the hash that the link should have.
func (l Link) sum() Hash {
	values := l.Values()
	h := sha256.New()
	for _, v := range values[:len(values)-1] {
		h.Write([]byte(strconv.Itoa(len(v)) + ":" + v + ","))
	}
	return Hash(hex.EncodeToString(h.Sum(nil)))
}

var hashForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

// ReadLink makes a link of its parts, in the order of Columns. Parts of which Values would not give exactly the same
// again make it Damaged. Whether its hash is right is for a Verifier to say.
func ReadLink(values []string) Link {
	var l Link
	if len(values) != len(Columns) {
		return Link{Damaged: true}
	}
	sequence, _ := strconv.Atoi(values[2])
	release, _ := strconv.Atoi(values[13])
	at, _ := time.Parse(moment, values[5])
	l = Link{
		Month: Month(values[1]), Sequence: sequence, Previous: Hash(values[3]), ID: values[4], Hash: Hash(values[16]),
		Entry: Entry{
			At: at, Subject: values[6], Name: values[7], Role: session.Role(values[8]), Verb: Verb(values[9]),
			Reason: Reason(values[10]), About: About(values[11]), Forum: calendar.Quarter(values[12]), Release: release,
			File: values[14], Outcome: Outcome(values[15]),
		},
	}
	_, badMonth := ParseMonth(values[1])
	l.Damaged = badMonth != nil || !hashForm.MatchString(values[3]) || !hashForm.MatchString(values[16])
	for i, again := range l.Values() {
		l.Damaged = l.Damaged || again != values[i] || again != holdable(again)
	}
	return l
}

// Compare orders links as they are in the chain.
func (l Link) Compare(other Link) int {
	return cmp.Or(cmp.Compare(l.Month, other.Month), cmp.Compare(l.Sequence, other.Sequence))
}

// closing reports whether nothing may follow the link in its month.
func (l Link) closing() bool { return l.Verb == MonthClosed }

// follow makes the link of an entry after this one: in the same month, or, where this closes its month or is none, as
// the first of a month.
func (l Link) follow(m Month, e Entry) Link {
	next := Link{Entry: e, Month: m, Sequence: 1, Previous: l.Hash, ID: rand.Text()}
	if l.Month == m {
		next.Sequence = l.Sequence + 1
	}
	if !hashForm.MatchString(string(l.Hash)) { // there is none before, or somebody broke it, and entries are kept all the same
		next.Previous = Genesis
	}
	next.Hash = next.sum()
	return next
}

// nobody is the subject of what the platform itself puts into the chain.
const nobody = "voiceforum"

// close makes the link that ends this one's month.
func (l Link) close(at time.Time) Link {
	return l.follow(l.Month, Entry{At: at, Subject: nobody, Verb: MonthClosed, Outcome: Allowed})
}
