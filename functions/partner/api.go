package main

import (
	"context"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"regexp"
	"time"

	"voiceforum/shared/audit"
	"voiceforum/shared/calendar"
	"voiceforum/shared/consent"
	"voiceforum/shared/fault"
	"voiceforum/shared/handover"
	"voiceforum/shared/organisation"
	"voiceforum/shared/response"
)

// The limits of what programs send.
const (
	requestsAMinute = 600      // of one organisation, all its programs together
	pieceBytes      = 64 << 10 // of the body of one piece
	batchBytes      = 4 << 20  // of the body of a batch; Lambda takes no more than 6 MB
)

// limiter counts an organisation's requests; see dynamostore.Handovers.Spend.
type limiter interface {
	Spend(ctx context.Context, o organisation.ID, most int) (wait time.Duration, err error)
}

// programRoutes registers all that programs may ask.
func (s *service) programRoutes() {
	s.program("GET /v1/questionnaires/{id}", s.limited(s.questionnaire))
	s.program("POST /v1/feedback", s.limited(s.takeOne))
	s.program("POST /v1/feedback/batch", s.limited(s.takeBatch))
	s.program("GET /v1/feedback/{id}", s.limited(s.give))
	s.program("DELETE /v1/feedback/{id}", s.limited(s.takeBack))
}

// limited counts a request before it is answered.
func (s *service) limited(h answer) answer {
	return func(w http.ResponseWriter, r *http.Request, o organisation.Organisation) error {
		wait, err := s.in.limits.Spend(r.Context(), o.ID, requestsAMinute)
		if err != nil {
			return err
		}
		if wait > 0 {
			return slowDown(wait)
		}
		return h(w, r, o)
	}
}

// sending is a request that hands in feedback, read so far as the way it was sent goes.
type sending struct {
	key     string
	request handover.Request
	accept  bool // our redaction is accepted
	body    any
}

// keyForm is what an Idempotency-Key may be, as RFC 8941 writes a string, or without its quotes.
var keyForm = regexp.MustCompile(`^(?:"([\x21\x23-\x5b\x5d-\x7e]{8,128})"|([\x21\x23-\x5b\x5d-\x7e]{8,128}))$`)

// readSending reads a request of at most so many bytes.
func readSending(r *http.Request, o organisation.Organisation, most int64) (sending, error) {
	var s sending
	key := keyForm.FindStringSubmatch(r.Header.Get("Idempotency-Key"))
	if key == nil {
		return s, refusal(http.StatusBadRequest, keyMissing, "Idempotency-Key is missing or malformed",
			`Send a header such as Idempotency-Key: "8e03978e-40d5-43dd-bc93-6894a57f9324": 8 to 128 characters, a new one for each request, and the same one when you try a request again.`)
	}
	s.key = key[1] + key[2]
	switch query := r.URL.RawQuery; query {
	case "":
	case "redact=accept":
		s.accept = true
	default:
		return s, refusal(http.StatusBadRequest, badRequest, "The query is not understood", "The only query taken here is redact=accept.")
	}
	kind, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset := parameters["charset"]
	if err != nil || kind != "application/json" || charset != "" && charset != "utf-8" && charset != "UTF-8" {
		return s, refusal(http.StatusUnsupportedMediaType, wrongContent, "The content is of another type", "Send application/json in UTF-8.")
	}
	raw, err := io.ReadAll(io.LimitReader(r.Body, most+1))
	if err != nil {
		return s, refusal(http.StatusBadRequest, malformed, "The body ends early", "Send the whole body.")
	}
	if int64(len(raw)) > most {
		return s, tooLargeBody(most)
	}
	if s.body, err = parseJSON(raw); err != nil {
		return s, refusal(http.StatusBadRequest, malformed, "The body is not JSON as it is taken here", malformedWords[err])
	}
	canonical, err := json.Marshal(s.body)
	if err != nil {
		return s, fault.New(fault.Internal, "write down what was sent")
	}
	s.request = handover.NewRequest(o.ID, s.key, []byte(r.Method+" "+r.URL.Path+"?"+r.URL.RawQuery), canonical)
	return s, nil
}

var malformedWords = map[error]string{
	errNotUTF8:   "Send UTF-8, without a byte order mark, in which nothing was lost on the way: no U+FFFD.",
	errNotJSON:   "Send exactly one JSON document, and nothing after it.",
	errTooDeep:   "Objects and arrays may stand no more than 16 deep in each other.",
	errSameNames: "An object has two members of the same name; send each once.",
}

// pieceBody is a piece of feedback as its organisation sees it again: what is stored, and no more.
type pieceBody struct {
	ID            string                        `json:"id"`
	Version       int                           `json:"version"`
	Forum         string                        `json:"forum"`
	Received      string                        `json:"received"`
	Questionnaire response.QuestionnaireVersion `json:"questionnaire"`
	Answers       map[string]any                `json:"answers"`
	Withheld      []string                      `json:"withheld,omitempty"` // texts that a reviewer holds back
	Permissions   map[consent.Purpose]bool      `json:"permissions"`
}

// give gives a piece to the organisation that handed it in.
func (s *service) give(w http.ResponseWriter, r *http.Request, o organisation.Organisation) error {
	id, ok := handover.ParseID(r.PathValue("id"))
	if !ok {
		return noFeedback()
	}
	found, err := s.in.pieces.Get(r.Context(), o.ID, id)
	switch {
	case fault.Is(err, fault.NotFound):
		return s.refuseProgram(r, o, audit.ViewFeedback, id)
	case fault.Is(err, fault.Gone):
		return goneFeedback()
	case err != nil:
		return err
	}
	body := pieceBody{
		ID: string(found.ID), Version: found.Version, Forum: string(found.Forum), Received: string(found.Received),
		Questionnaire: found.Questionnaire, Answers: map[string]any{}, Permissions: map[consent.Purpose]bool{},
	}
	for q, values := range found.Answers {
		body.Answers[q] = values
	}
	for _, q := range sortedKeys(found.Texts) {
		if text := found.Texts[q]; text.State == response.Clean {
			body.Answers[q] = text.Words
		} else {
			body.Withheld = append(body.Withheld, q)
		}
	}
	for _, p := range handover.Purposes(o) {
		body.Permissions[p] = found.Permits(p)
	}
	return writeJSON(w, http.StatusOK, body)
}

// noFeedback says the same of what there is not and of what is another organisation's.
func noFeedback() error {
	return refusal(http.StatusNotFound, notFound, "There is no such feedback", "Your organisation has handed in nothing with this id.")
}

func goneFeedback() error {
	return refusal(http.StatusGone, wasWithdrawn, "This feedback was withdrawn", "Nothing is kept of it. New feedback needs a new Idempotency-Key, or another reference.")
}

// takeBack deletes a piece for the organisation that handed it in. Doing it again is answered alike.
func (s *service) takeBack(w http.ResponseWriter, r *http.Request, o organisation.Organisation) error {
	id, ok := handover.ParseID(r.PathValue("id"))
	if !ok {
		return noFeedback()
	}
	_, err := s.in.pieces.Get(r.Context(), o.ID, id)
	if err == nil {
		err = s.recordProgram(r, o, audit.Entry{Verb: audit.WithdrawnByPartner, About: audit.AboutResponse(id, ""), Outcome: audit.Allowed})
	}
	if err == nil || fault.Is(err, fault.Gone) {
		err = s.in.pieces.Withdraw(r.Context(), o.ID, id, calendar.DayOf(s.now()))
	}
	if fault.Is(err, fault.NotFound) {
		return s.refuseProgram(r, o, audit.WithdrawnByPartner, id)
	}
	if err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
