package audit

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
)

// Head says which was the chain's last link on a day. It names nobody.
type Head struct {
	Day      calendar.Day `json:"day"`
	Month    Month        `json:"month"`
	Sequence int          `json:"sequence"`
	Hash     Hash         `json:"hash"`
}

// HeadOf gives the head that a link is on a day.
func HeadOf(day calendar.Day, l Link) Head { return Head{day, l.Month, l.Sequence, l.Hash} }

// Name is the file that the head is put away as. All of the head is in it, so that a list of names is a list of heads, and
// no other head can ever take its place.
func (h Head) Name() string {
	return fmt.Sprintf("%s/%s-%010d-%s.json", h.Month, h.Day, h.Sequence, h.Hash)
}

var headForm = regexp.MustCompile(`^(\d{4}-\d\d)/(\d{4}-\d\d-\d\d)-(\d{10})-([0-9a-f]{64})\.json$`)

// ParseHeadName reads what Name gave. Anything else is a fault.Invalid.
func ParseHeadName(name string) (Head, error) {
	found := headForm.FindStringSubmatch(name)
	if found == nil {
		return Head{}, fault.New(fault.Invalid, "head has another name")
	}
	month, err := ParseMonth(found[1])
	if err != nil {
		return Head{}, err
	}
	day, err := calendar.ParseDay(found[2])
	sequence, _ := strconv.Atoi(found[3]) // ten digits always fit
	if err != nil || sequence == 0 {
		return Head{}, fault.New(fault.Invalid, "head is of no day or of no link")
	}
	return Head{day, month, sequence, Hash(found[4])}, nil
}

// Content is what is in the head's file.
func (h Head) Content() []byte {
	content, _ := json.Marshal(h) // texts and a number
	return append(content, '\n')
}
