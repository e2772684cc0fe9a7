package handover

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"voiceforum/shared/organisation"
)

// Remembered is for how many whole days an answer can be given again to whoever sends the same request again; the day
// of the request is not counted, so that it is never less than 48 hours.
const Remembered = 2

// Request is one sending, which may come again while its answer is in doubt.
type Request struct {
	ID          string // from RequestID
	Fingerprint string // from Fingerprint
}

// NewRequest names the sending of something under a key that its organisation chose.
func NewRequest(o organisation.ID, key string, parts ...[]byte) Request {
	return Request{ID: RequestID(o, key), Fingerprint: Fingerprint(key, parts...)}
}

// Fingerprint tells whether what was sent is the same again. It is keyed by the request's key, which is kept nowhere,
// so that what was written cannot be guessed at with it.
func Fingerprint(key string, parts ...[]byte) string {
	h := hmac.New(sha256.New, []byte("voiceforum/v1/fingerprint/"+key))
	for _, p := range parts {
		sum := sha256.Sum256(p)
		h.Write(sum[:])
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Answer is what a request was answered with: an HTTP status and a JSON document. It holds nothing that was written.
type Answer struct {
	Status int    `json:"status" dynamodbav:"status"`
	Body   []byte `json:"body"   dynamodbav:"body"`
}

// State is how far a request has come.
type State int

// The states.
const (
	New     State = iota // never seen, or long forgotten
	AtWork               // somebody else is at it
	Done                 // it has its answer
	Another              // its key was used for something else
)

// AtWorkFor is how long a request is left to whoever is at it before somebody else may go on with it. No answer of the
// API takes as long.
const AtWorkFor = 35 * time.Second

// Batch is many pieces that count together or not at all.
type Batch struct {
	ID          string // from BatchID
	Parts       int    // in which it was staged
	Fingerprint string // of its request
}
