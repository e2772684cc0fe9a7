package main

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"voiceforum/shared/fault"
	"voiceforum/shared/handover"
	"voiceforum/shared/web"
)

// The kinds of problem that programs are told of, besides those of web. docs/api.md describes each; their names are for
// good.
const (
	badRequest    = "bad-request"     // headers or query
	wrongContent  = "content-type"    // not application/json
	malformed     = "malformed-json"  // not one document of JSON in UTF-8
	invalid       = "invalid"         // something in the feedback is to be put right
	keyMissing    = "key-missing"     // no Idempotency-Key
	keyReused     = "key-reused"      // another body was sent under it
	keyInUse      = "key-in-use"      // the same request is still at work
	tooLarge      = "too-large"       // bytes or pieces
	tooMany       = "too-many"        // requests in a minute
	notFound      = "not-found"       // no such thing, or not this organisation's
	wasWithdrawn  = "withdrawn"       // the feedback was taken back
	noForum       = "no-forum"        // none takes feedback now
	cannotRead    = "not-screened"    // the anonymiser failed
	tooManyMarked = "too-many-masked" // more was masked than can be told
)

// kindOf gives the fault of a status.
func kindOf(status int) fault.Kind {
	switch status {
	case http.StatusNotFound:
		return fault.NotFound
	case http.StatusConflict:
		return fault.Conflict
	case http.StatusGone:
		return fault.Gone
	case http.StatusRequestEntityTooLarge:
		return fault.TooLarge
	case http.StatusTooManyRequests:
		return fault.TooMany
	case http.StatusServiceUnavailable:
		return fault.Unavailable
	}
	return fault.Invalid
}

// refusal makes a problem of one of the kinds. Of it, a log has the name alone.
func refusal(status int, name, title, detail string) *web.Problem {
	return &web.Problem{
		Status: status, Name: name, Title: title, Detail: detail, Err: fault.New(kindOf(status), "problem %s", name),
	}
}

// slowDown is the answer to an organisation that has sent too much in this minute.
func slowDown(wait time.Duration) error {
	p := refusal(http.StatusTooManyRequests, tooMany, "Too many requests",
		fmt.Sprintf("Your organisation may make %d requests a minute. Wait as long as Retry-After says.", requestsAMinute))
	p.RetryAfter = wait
	return p
}

// mostErrors is how many things to put right are listed at most.
const mostErrors = 200

// invalidFeedback is the answer to feedback of which nothing was stored.
func invalidFeedback(errors []apiError) error {
	p := refusal(http.StatusUnprocessableEntity, invalid, "This feedback cannot be taken as it is",
		"Nothing was stored. Put right what the errors say, and send again.")
	if more := len(errors) - mostErrors; more > 0 {
		p.Detail = fmt.Sprintf("Nothing was stored. Put right what the errors say, and send again. %d more are not listed.", more)
		errors = errors[:mostErrors]
	}
	p.Errors = errors
	return p
}

// errorsOf gives problems by their places in the document that was sent.
func errorsOf(problems []handover.Problem, batch bool) []apiError {
	out := make([]apiError, len(problems))
	for n, p := range problems {
		pointer := "#"
		if batch {
			pointer += "/feedback/" + strconv.Itoa(p.Row)
		}
		pointer += "/" + string(p.Field)
		if p.Name != "" {
			pointer += "/" + p.Name
		}
		out[n] = apiError{Pointer: pointer, Code: string(p.Code), Detail: p.Words, Kind: p.Kind}
		if p.Code == handover.Identifier {
			out[n].Start, out[n].End = &p.Start, &p.End
		}
	}
	return out
}
