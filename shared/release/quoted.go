package release

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"

	"voiceforum/shared/calendar"
	"voiceforum/shared/response"
)

// Quotation says which words of which response a quote is. It holds no words, but a hash of them, so that they can be
// found again in the response, or be found missing. It is kept where nobody who sees releases can see it.
type Quotation struct {
	Response response.ID `json:"response"`
	Question string      `json:"question"`
	Hash     string      `json:"hash"` // see HashOf
}

// HashOf gives what a Quotation knows words by: their SHA-256, in hexadecimal.
func HashOf(words string) string {
	sum := sha256.Sum256([]byte(words))
	return hex.EncodeToString(sum[:])
}

// Quoted says whose words are in which of a forum's releases, and which releases words were taken out of.
type Quoted struct {
	By       map[int][]Quotation `json:"by,omitempty"`       // by version
	Recalled []int               `json:"recalled,omitempty"` // versions that words were taken out of
	Pending  []int               `json:"pending,omitempty"`  // those of them whose files are perhaps still there
}

// All gives every quotation once.
func (q Quoted) All() []Quotation {
	seen := map[Quotation]bool{}
	var all []Quotation
	for _, version := range slices.Sorted(maps.Keys(q.By)) {
		for _, one := range q.By[version] {
			if !seen[one] {
				seen[one] = true
				all = append(all, one)
			}
		}
	}
	return all
}

// With names the versions in which any of some quotations are, oldest first.
func (q Quoted) With(some []Quotation) []int {
	among := func(one Quotation) bool { return slices.Contains(some, one) }
	var versions []int
	for _, version := range slices.Sorted(maps.Keys(q.By)) {
		if slices.ContainsFunc(q.By[version], among) {
			versions = append(versions, version)
		}
	}
	return versions
}

// Recall takes words out of a forum's releases. stored are releases of it, oldest first, the newest of the forum among
// them; fallen are the quotations that may no longer be shown. It gives the releases as they become, those alone that
// change, and where the newest is among them the one that takes its place: a version of its own, with the same figures.
// What is in other releases stays, and With still names them. It changes nothing that it was given.
func (q Quoted) Recall(stored []Release, fallen []Quotation, day calendar.Day) (next Quoted, changed []Release) {
	next = Quoted{By: map[int][]Quotation{}, Recalled: slices.Clone(q.Recalled), Pending: slices.Clone(q.Pending)}
	gone := func(one Quotation) bool { return slices.Contains(fallen, one) }
	for version, all := range q.By {
		next.By[version] = slices.Clone(all)
	}
	for i, r := range stored {
		hashes := map[string]bool{}
		for _, one := range q.By[r.Version] {
			if gone(one) {
				hashes[one.Hash] = true
			}
		}
		if len(hashes) == 0 {
			continue
		}
		without := r.without(hashes)
		changed = append(changed, without)
		next.By[r.Version] = slices.DeleteFunc(next.By[r.Version], gone)
		next.Recalled, next.Pending = adding(next.Recalled, r.Version), adding(next.Pending, r.Version)
		if i == len(stored)-1 {
			successor := without
			successor.Version, successor.Made = r.Version+1, day
			successor.TakenBack = true
			next.By[successor.Version] = slices.Clone(next.By[r.Version])
			changed = append(changed, successor)
		}
	}
	return next, changed
}

// without gives a release without the quotes of some hashes.
func (r Release) without(hashes map[string]bool) Release {
	r.Quotes = slices.DeleteFunc(slices.Clone(r.Quotes), func(q Quote) bool { return hashes[HashOf(q.Words)] })
	if len(r.Quotes) == 0 {
		r.Quotes = nil
	}
	return r
}

func adding(versions []int, version int) []int {
	if !slices.Contains(versions, version) {
		versions = append(versions, version)
	}
	slices.Sort(versions)
	return versions
}
