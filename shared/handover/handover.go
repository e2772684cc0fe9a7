// Package handover is what a service or an officer hands in: a piece of feedback in answer to the questionnaire of
// their organisation, checked, with every identifier found in it told of or masked, and made a response under an id
// that stays the same however often it is sent. The words as they were written are kept nowhere.
//
// A piece has one of two sorts of id. One with a reference has it from the organisation and the reference, for good,
// so that sending it again corrects it. One without has it from the organisation, the key of the request that it came
// in and its row there, so that a retry of the request is the same pieces.
package handover

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"regexp"

	"voiceforum/shared/calendar"
	"voiceforum/shared/consent"
	"voiceforum/shared/organisation"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/response"
)

// language is the one in which organisations are asked and answer.
const language = questionnaire.English

// Item is one piece of feedback as it was sent. It may hold somebody's name until Screen has seen it.
type Item struct {
	Row           int    // where it stood in what was sent, as the sender counts
	Reference     string // the sender's own name for it, by which it can be corrected; empty for none
	Questionnaire response.QuestionnaireVersion
	Answers       questionnaire.Answers    // as Questionnaire.Check takes them
	Permissions   map[consent.Purpose]bool // what the client permitted; what is not there was not permitted
}

// Screened is what became of an Item: a response to be stored, or what to change first.
type Screened struct {
	Row       int
	Reference string
	Response  response.Response // without id and forum; empty where there are Problems
	Masks     []Mask            // what was taken out of its texts
	Problems  []Problem
}

// Mask is one identifier that was taken out of a text: where it stood, in code points of the text as it was sent, and
// what sort it was. It never says what it was.
type Mask struct {
	Question   string // the question's id
	Start, End int    // End is the first code point after it
	Kind       string // as anonymise.Kind has them
}

// Piece is a response under its id, as a store takes it.
type Piece struct {
	Row      int
	Response response.Response // of version 1
	Corrects bool              // it has a reference, so it takes the place of what stands under its id already
}

// Pieces makes pieces of what was screened without problems; what has problems is left out. The key is that of the
// request, which the rows' ids follow from.
func Pieces(o organisation.Organisation, forum calendar.Quarter, key string, screened []Screened) []Piece {
	pieces := make([]Piece, 0, len(screened))
	for _, s := range screened {
		if len(s.Problems) > 0 {
			continue
		}
		p := Piece{Row: s.Row, Response: s.Response, Corrects: s.Reference != ""}
		p.Response.Forum = forum
		p.Response.ID = RowID(o.ID, key, s.Row)
		if p.Corrects {
			p.Response.ID = ReferenceID(o.ID, s.Reference)
		}
		pieces = append(pieces, p)
	}
	return pieces
}

// RowID is the id of a row of a request without a reference.
func RowID(o organisation.ID, key string, row int) response.ID {
	return response.ID(hash("feedback", string(o), key, fmt.Sprint(row)))
}

// ReferenceID is the id of what an organisation calls by a reference.
func ReferenceID(o organisation.ID, reference string) response.ID {
	return response.ID(hash("feedback", string(o), "reference", reference, ""))
}

// BatchID names the pieces of one request together.
func BatchID(o organisation.ID, key string) string { return hash("batch", string(o), key) }

// RequestID names what was answered to one request, without giving its key away.
func RequestID(o organisation.ID, key string) string { return hash("request", string(o), key) }

// hash is of all parts, each with its length before it, so that no two lists of parts are one.
func hash(of string, parts ...string) string {
	h := sha256.New()
	io.WriteString(h, "voiceforum/v1/"+of) //nolint:errcheck // a hash takes everything
	for _, p := range parts {
		fmt.Fprintf(h, "|%d|%s", len(p), p)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// ids have the form of a hash; idForm tells them from anything else before a store is asked.
var idForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

// ParseID reads the id of a piece, and says whether it can be one.
func ParseID(s string) (response.ID, bool) { return response.ID(s), idForm.MatchString(s) }

// Purposes are those that an organisation may record its client's permission for, in the order in which they are
// asked. Officers are never quoted.
func Purposes(o organisation.Organisation) []consent.Purpose {
	if o.Channel() == response.Officer {
		return []consent.Purpose{consent.Counts, consent.Training}
	}
	return []consent.Purpose{consent.Counts, consent.ForumQuotes, consent.PublicQuotes, consent.Training}
}
