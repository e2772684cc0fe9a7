package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"voiceforum/shared/consent"
	"voiceforum/shared/handover"
	"voiceforum/shared/questionnaire"
)

// mostPieces is how many pieces of feedback one batch has at most.
const mostPieces = 500

// apiError is one thing to put right in what was sent, as RFC 9457's own example of a problem's extension has it.
type apiError struct {
	Pointer string `json:"pointer"` // a JSON Pointer as a URI fragment, into the document that was sent
	Code    string `json:"code"`
	Detail  string `json:"detail"`
	Start   *int   `json:"start,omitempty"` // of an identifier: its first code point in the text, from 0
	End     *int   `json:"end,omitempty"`   // the first code point after it
	Kind    string `json:"kind,omitempty"`  // what sort of identifier
}

// The codes of what is not of the form that it must have; all others are handover's and questionnaire's.
const (
	wrongType     = "wrong-type"
	unknownMember = "unknown-member"
	missingMember = "missing-member"
)

// reading reads the members of a document, and gathers what is wrong with them.
type reading struct {
	errors []apiError
}

func (r *reading) wrong(pointer, code, detail string) {
	r.errors = append(r.errors, apiError{Pointer: pointer, Code: code, Detail: detail})
}

// object reads an object that has no other members than those named.
func (r *reading) object(v any, pointer string, members ...string) map[string]any {
	object, ok := v.(map[string]any)
	if !ok {
		r.wrong(pointer, wrongType, "This must be an object.")
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if !slices.Contains(members, name) {
			r.wrong(pointer+"/"+asPointer(name), unknownMember, "This object takes these members and no others: "+strings.Join(members, ", ")+".")
			break
		}
	}
	return object
}

// asPointer writes a member's name as a part of a JSON Pointer in a URI fragment (RFC 6901, sections 3 and 6).
func asPointer(name string) string {
	return url.PathEscape(strings.NewReplacer("~", "~0", "/", "~1").Replace(name))
}

// pieces reads a batch: {"feedback": [...]}. It is nil where that is no array of one to mostPieces.
func (r *reading) pieces(v any) []handover.Item {
	array, ok := r.object(v, "#", "feedback")["feedback"].([]any)
	if !ok || len(array) == 0 {
		r.wrong("#/feedback", missingMember, fmt.Sprintf("This must be an array of 1 to %d pieces of feedback.", mostPieces))
		return nil
	}
	if len(array) > mostPieces {
		return nil
	}
	items := make([]handover.Item, len(array))
	for row, piece := range array {
		items[row] = r.piece(piece, "#/feedback/"+strconv.Itoa(row))
		items[row].Row = row
	}
	return items
}

// piece reads one piece of feedback.
func (r *reading) piece(v any, at string) handover.Item {
	i := handover.Item{Answers: questionnaire.Answers{}, Permissions: map[consent.Purpose]bool{}}
	object := r.object(v, at, "questionnaire", "reference", "answers", "permissions")
	if object == nil {
		return i
	}
	if reference, there := object["reference"]; there {
		i.Reference = r.text(reference, at+"/reference")
		if i.Reference == "" {
			r.wrong(at+"/reference", wrongType, "Leave the reference out, or give one that is not empty.")
		}
	}
	asked := r.object(object["questionnaire"], at+"/questionnaire", "id", "version")
	if asked != nil {
		i.Questionnaire.ID = r.text(asked["id"], at+"/questionnaire/id")
		version, _ := asked["version"].(json.Number)
		n, err := strconv.Atoi(version.String())
		if err != nil || n < 1 {
			r.wrong(at+"/questionnaire/version", wrongType, "This must be a whole number from 1.")
		}
		i.Questionnaire.Version = n
	}
	r.answers(object["answers"], at+"/answers", i.Answers)
	r.permissions(object["permissions"], at+"/permissions", i.Permissions)
	return i
}

func (r *reading) text(v any, pointer string) string {
	s, ok := v.(string)
	if !ok {
		r.wrong(pointer, wrongType, "This must be a string.")
	}
	return s
}

// answers reads an object of strings and arrays of strings. What its members may be called is for the questionnaire to
// say.
func (r *reading) answers(v any, pointer string, into questionnaire.Answers) {
	object, ok := v.(map[string]any)
	if !ok {
		r.wrong(pointer, wrongType, "This must be an object: an answer for each question, by the question's id.")
		return
	}
	for _, id := range slices.Sorted(maps.Keys(object)) {
		values, ok := valuesOf(object[id])
		if !ok {
			r.wrong(pointer+"/"+asPointer(id), wrongType, "Each answer must be a string, or an array of strings.")
			return
		}
		into[id] = values
	}
}

// valuesOf reads a string or an array of strings.
func valuesOf(v any) (values []string, ok bool) {
	if s, ok := v.(string); ok {
		return []string{s}, true
	}
	array, ok := v.([]any)
	if !ok {
		return nil, false
	}
	values = make([]string, len(array))
	for n, one := range array {
		if values[n], ok = one.(string); !ok {
			return nil, false
		}
	}
	return values, true
}

func (r *reading) permissions(v any, pointer string, into map[consent.Purpose]bool) {
	object, ok := v.(map[string]any)
	if !ok {
		r.wrong(pointer, wrongType, "This must be an object: true or false for each purpose.")
		return
	}
	for _, purpose := range slices.Sorted(maps.Keys(object)) {
		given, ok := object[purpose].(bool)
		if !ok {
			r.wrong(pointer+"/"+asPointer(purpose), wrongType, "Each permission must be true or false.")
			return
		}
		into[consent.Purpose(purpose)] = given
	}
}
