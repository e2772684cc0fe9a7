package web

import (
	"encoding/json"
	"math"
	"net/http"
	"strconv"
	"time"

	"voiceforum/shared/fault"
	"voiceforum/web/translations"
)

// problemTypes is where the kinds of problem are named, below the site's own address; docs/api.md describes each.
const problemTypes = "/v1/problems/"

// Problem is an error that a program is answered with in words of its own, as a problem document of RFC 9457. What it
// says goes to whoever asked and into no log; there goes Err.
type Problem struct {
	Status     int
	Name       string        // of its kind, for good: the last part of the document's type
	Title      string        // of its kind
	Detail     string        // of this one
	Errors     any           // the document's member "errors"; none where nil
	RetryAfter time.Duration // after which trying again may help; said in whole seconds where positive
	Err        error         // a fault.Error
}

// Error implements error, without anything that the program is told.
func (p *Problem) Error() string { return p.Err.Error() }

// Unwrap gives the fault.
func (p *Problem) Unwrap() error { return p.Err }

// document is a problem document.
type document struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
	Errors any    `json:"errors,omitempty"`
}

// problemOf gives the document of an outcome that has no words of its own.
func problemOf(o outcome, lang string) *Problem {
	texts := translations.Get(lang)
	return &Problem{
		Status: o.status, Name: o.name, Title: http.StatusText(o.status),
		Detail: texts.T("error."+o.name+".what") + " " + texts.T("error."+o.name+".next"),
	}
}

// write sends the problem document.
func (p *Problem) write(w http.ResponseWriter) error {
	body, err := json.Marshal(document{problemTypes + p.Name, p.Title, p.Status, p.Detail, p.Errors})
	if err != nil {
		return fault.Wrap(fault.Internal, "write problem", err)
	}
	if p.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(p.RetryAfter.Seconds()))))
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_, err = w.Write(body)
	return fault.Wrap(fault.Unavailable, "send problem", err)
}
