package sheet

import (
	"encoding/json"
	"time"

	"voiceforum/shared/fault"
	"voiceforum/shared/handover"
	"voiceforum/shared/organisation"
	"voiceforum/shared/response"
)

// Kept is how long a spreadsheet is kept that is neither sent nor cancelled. What is left is swept every ten minutes,
// so that it is gone within the hour.
const Kept = 45 * time.Minute

// State is how far a spreadsheet is.
type State string

// The states.
const (
	Awaited    State = "awaited"    // its file is not uploaded yet
	Reading    State = "reading"    // its file is being read
	Refused    State = "refused"    // its file cannot be read; see Refusal
	Shown      State = "shown"      // its rows can be looked at, and sent
	Correcting State = "correcting" // a file of rows put right is being read
	Sending    State = "sending"    // rows are being sent
)

// AtWork reports whether a job has something to do.
func (s State) AtWork() bool { return s == Reading || s == Correcting || s == Sending }

// Staging is one spreadsheet between its upload and its sending, without its rows.
type Staging struct {
	ID            string                    `json:"id"` // random
	Organisation  organisation.Organisation `json:"organisation"`
	Version       int                       `json:"-"` // of the store, for whoever changes it
	Expires       time.Time                 `json:"expires"`
	State         State                     `json:"state"`
	Upload        int                       `json:"upload"`        // which upload is awaited or read, from 1
	Questionnaire int                       `json:"questionnaire"` // the version that the rows answer
	Key           string                    `json:"key,omitempty"` // of the first file's bytes: the same file again is the same rows
	Converted     bool                      `json:"converted,omitempty"`
	Refusal       *Refusal                  `json:"refusal,omitempty"` // of the file last read; beside Shown it is of rows put right
	Accept        bool                      `json:"accept,omitempty"`  // rows with something found go with our redactions
	Next          int                       `json:"next"`              // the chunk that the job does next, from 0
	Chunks        []Summary                 `json:"chunks,omitempty"`
}

// Summary is how many rows of one chunk are in which state. A row is in one of them.
type Summary struct {
	Ready int `json:"ready"` // to be sent
	Found int `json:"found"` // something that shows who somebody is was found in its texts
	Wrong int `json:"wrong"` // it has problems
	Sent  int `json:"sent"`
}

// Totals adds up the chunks.
func (s Staging) Totals() Summary {
	var all Summary
	for _, c := range s.Chunks {
		all.Ready, all.Found, all.Wrong, all.Sent = all.Ready+c.Ready, all.Found+c.Found, all.Wrong+c.Wrong, all.Sent+c.Sent
	}
	return all
}

// Rows is how many rows there are.
func (s Summary) Rows() int { return s.Ready + s.Found + s.Wrong + s.Sent }

// Staged is one row between its reading and its sending.
type Staged struct {
	Row
	Masks    []handover.Mask    `json:"masks,omitempty"`    // what was found in its texts, by places of Answers
	Response *response.Response `json:"response,omitempty"` // with our redactions; nil where there are problems
}

// Sent is what is left of a row that was sent.
type Sent struct {
	Number int         `json:"number"`
	ID     response.ID `json:"id"`
}

// Chunk is some rows that are kept together.
type Chunk struct {
	Rows []Staged `json:"rows"`
	Sent []Sent   `json:"sent,omitempty"`
}

// Limits of a chunk, so that it fits into one item of the database when it is encrypted, and into one batch.
const (
	RowsTogether  = 250
	BytesTogether = 200 << 10 // of its rows as JSON, as they are guessed at before they are screened
	MostTogether  = 350 << 10 // the same, as they are
)

// Packed parts a chunk's rows into chunks that each can be kept, most often one. A row in which so much was found that
// it is too large by itself is stopped.
func (c Chunk) Packed() ([]Chunk, error) {
	parts, size := []Chunk{{Sent: c.Sent}}, sentBytes*len(c.Sent)
	for _, row := range c.Rows {
		n, err := row.bytes()
		if err == nil && n > MostTogether/2 {
			row.Masks, row.Response = nil, nil
			row.Stop(Problem{Code: TooMuchFound})
			n, err = row.bytes()
		}
		if err != nil {
			return nil, err
		}
		if size+n > MostTogether && len(parts[len(parts)-1].Rows) > 0 {
			parts, size = append(parts, Chunk{}), 0
		}
		last := &parts[len(parts)-1]
		last.Rows, size = append(last.Rows, row), size+n
	}
	return parts, nil
}

// sentBytes is more than what is left of a row that was sent takes as JSON.
const sentBytes = 120

// bytes is how many bytes a row takes as JSON.
func (s Staged) bytes() (int, error) {
	body, err := json.Marshal(s)
	if err != nil {
		return 0, fault.New(fault.Internal, "write a row of a spreadsheet")
	}
	return len(body), nil
}

// Summary counts the rows of a chunk.
func (c Chunk) Summary() Summary {
	s := Summary{Sent: len(c.Sent)}
	for _, r := range c.Rows {
		switch {
		case len(r.Problems) > 0:
			s.Wrong++
		case len(r.Masks) > 0:
			s.Found++
		default:
			s.Ready++
		}
	}
	return s
}
