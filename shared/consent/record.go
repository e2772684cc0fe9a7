package consent

import "voiceforum/shared/calendar"

// Record is a consent record in the structure of ISO/IEC TS 27560:2023, with that standard's field names. It is made
// afresh from the stored events whenever somebody asks to see it, and kept nowhere.
type Record struct {
	Header     Header       `json:"record_metadata"`
	Processing []Processing `json:"pii_processing"`
	Parties    []Party      `json:"party_identification"`
}

// Header says which record this is and whose. The person is named by the receipt alone: we know her by nothing else.
type Header struct {
	SchemaVersion string `json:"schema_version"`
	RecordID      string `json:"record_id"`
	Principal     string `json:"pii_principal_id"`
}

// Processing is one purpose, with everything that was decided about it.
type Processing struct {
	Purpose     Purpose    `json:"purpose"`
	Title       string     `json:"purpose_title"`       // as shown
	Description string     `json:"purpose_description"` // what it means, as shown
	Basis       string     `json:"lawful_basis"`
	Data        []string   `json:"pii_type"`
	Controllers []string   `json:"pii_controllers"`
	Collection  string     `json:"collection_method"`
	Method      string     `json:"processing_method"`
	Retention   string     `json:"retention_period"`
	Recipients  string     `json:"recipients"`
	Withdrawal  string     `json:"withdrawal_method"`
	Rights      string     `json:"privacy_rights"`
	Events      []Decision `json:"event"`
}

// Decision is one answer to one purpose on one day.
type Decision struct {
	Type     string       `json:"event_type"`  // always explicit: nothing is ticked beforehand
	State    string       `json:"event_state"` // given, not given or withdrawn
	Day      calendar.Day `json:"event_time"`  // to the day; nothing finer is kept
	Language string       `json:"language"`
	Wording  int          `json:"privacy_notice_version"`
}

// Party is somebody who has a part in the processing.
type Party struct {
	Name string `json:"party_name"`
	Role string `json:"party_role"`
}

// States of a Decision.
const (
	StateGiven     = "given"
	StateNotGiven  = "not given"
	StateWithdrawn = "withdrawn"
)

// RecordOf writes down what a person agreed to. Each purpose is described by the wording that she last decided on;
// a purpose that she never decided on is left out. The id names the record, the principal the person.
func RecordOf(id, principal string, events []Event) Record {
	r := Record{Header: Header{RecordID: id, Principal: principal}}
	for _, p := range Purposes {
		last, decisions := decisionsOn(p, events)
		if len(decisions) == 0 {
			continue
		}
		set, ok := Published(last.Wording)
		if !ok {
			continue
		}
		r.Header.SchemaVersion = set.Schema
		r.Processing = append(r.Processing, set.processing(p, last.Language, decisions))
		if r.Parties == nil {
			_, n := pick(set.Notices, last.Language)
			r.Parties = []Party{{Name: n.Controller, Role: "PII controller"}}
		}
	}
	return r
}

// decisionsOn gives what was decided on one purpose, oldest first, and the last of it as it is stored.
func decisionsOn(p Purpose, events []Event) (last Permission, all []Decision) {
	given := false
	for _, e := range events {
		for _, x := range e {
			if x.Purpose != p {
				continue
			}
			state := StateNotGiven
			switch {
			case x.Given:
				state = StateGiven
			case given:
				state = StateWithdrawn
			}
			given, last = x.Given, x
			all = append(all, Decision{
				Type: "explicit", State: state, Day: x.Day, Language: x.Language, Wording: x.Wording,
			})
		}
	}
	return last, all
}

func (s Set) processing(p Purpose, lang string, decisions []Decision) Processing {
	_, n := pick(s.Notices, lang)
	w, _ := s.Wording(p, lang)
	out := Processing{
		Purpose:     p,
		Title:       w.Title,
		Description: w.Meaning,
		Controllers: []string{n.Controller},
		Collection:  n.Collection,
		Method:      n.Processing,
		Retention:   n.Retention,
		Withdrawal:  n.Withdrawal,
		Rights:      n.Rights,
		Events:      decisions,
	}
	for _, st := range s.Purposes {
		if st.ID == p {
			out.Basis, out.Data, out.Recipients = st.Basis, st.Data, st.Recipients
		}
	}
	return out
}

// Decide makes the event of one decision: an answer to every purpose shown, in its wording, on a day.
func Decide(shown []Wording, given map[Purpose]bool, day calendar.Day) Event {
	e := make(Event, 0, len(shown))
	for _, w := range shown {
		e = append(e, Permission{
			Purpose: w.Purpose, Given: given[w.Purpose], Wording: w.Version, Language: w.Language, Day: day,
		})
	}
	return e
}

// Changes gives the part of an event that differs from what stood before it.
func (e Event) Changes(before map[Purpose]bool) Event {
	var out Event
	for _, p := range e {
		if p.Given != before[p.Purpose] {
			out = append(out, p)
		}
	}
	return out
}
