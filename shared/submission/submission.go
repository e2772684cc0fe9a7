// Package submission takes a finished draft and makes of it what is stored: the response with anonymised words, the
// sealed originals, the contact details, and the receipt's hash. Everything goes in by one transaction or not at all.
package submission

import (
	"voiceforum/shared/calendar"
	"voiceforum/shared/invitation"
	"voiceforum/shared/receipt"
	"voiceforum/shared/response"
)

// Envelope is something encrypted under a data key of its own, with that key wrapped by a key-encryption key that
// whoever wrote the envelope cannot unwrap with.
type Envelope struct {
	Ciphertext []byte
	WrappedKey []byte
	Expires    calendar.Day // the first day on which it may no longer be read
}

// Submission is everything that one sending writes, in one transaction.
type Submission struct {
	DraftID      string            // the draft that is used up by it
	DraftVersion int               // the draft as it was when it was read; a newer one is a fault.Conflict
	Response     response.Response // Version 1
	Receipt      receipt.Hash
	Invitation   *invitation.Hash // the card's code that is used up by it; nil where the response is not Invited
	Sealed       *Envelope        // the words as written; nil where there are none
	Contact      *Envelope        // contact details; nil where contact was not permitted
}

// Kept is what a receipt leads to.
type Kept struct {
	Response  response.Response // empty once withdrawn
	Withdrawn calendar.Day      // the day of withdrawal; empty while the response stands
}
