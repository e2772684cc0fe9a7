package questionnaire

import (
	"fmt"
	"slices"

	"voiceforum/shared/calendar"
)

// The codes that only a program's answers can earn: forms send nothing of the kind.
const (
	UnknownQuestion Code = "unknown-question" // no question of the questionnaire has this id
	NotAsked        Code = "not-asked"        // the other answers do not lead to the question
	Missing         Code = "missing"          // a required question has no answer
	Empty           Code = "empty"            // an answer that says nothing
	Repeated        Code = "repeated"         // the same value again
	More            Code = "more"             // Detail says how many findings are not listed
)

// MostFindings is how many findings are listed at most, one that says how many more there are included.
const MostFindings = 100

// Finding is one thing to put right in the answers that a program sent.
type Finding struct {
	Question string // its id; of UnknownQuestion as it was sent, or empty where that is not even formed as an id
	Code     Code
	Value    int    // which of the answer's values is meant, from 0; -1 for the answer as a whole
	Detail   int    // of TextTooLong and More
	Words    string // what to change, in plain English; it repeats nothing that was sent
}

// Check reads what a program sent: by question id the ids of options, or one text, or one month as Date.String writes
// it. Programs get what pages do not need: pages never offer what does not apply, so Prune may drop it; a program is
// told of all that cannot be taken as it is, at once, and nothing that it sent is left out. Kept is the answers as
// Answers holds them, options in the questionnaire's order and texts cleaned by CleanText; it is nil where there are
// findings. Today is as in Question.Read.
//
// Findings come in the questionnaire's order, unknown questions last. What depends on an answer that is itself in
// doubt is not called NotAsked, since nobody can tell. An unknown question's id is as it was sent: it goes back to the
// sender and into no log.
func (q *Questionnaire) Check(sent Answers, today calendar.Day) (kept Answers, findings []Finding) {
	c := checker{kept: make(Answers, len(sent)), doubtful: map[string]bool{}, today: today}
	for _, qu := range q.Questions {
		c.question(qu, sent)
	}
	var unknown []string
	for id := range sent {
		if q.index[id] == nil {
			unknown = append(unknown, id)
		}
	}
	slices.Sort(unknown)
	for _, id := range unknown {
		if len(id) > longestID || !idForm.MatchString(id) {
			id = ""
		}
		c.add(Finding{Question: id, Code: UnknownQuestion, Value: -1, Words: "There is no question with this id."})
	}
	if len(c.findings) == 0 {
		return c.kept, nil
	}
	return nil, c.listed()
}

// checker goes through the questions of a questionnaire in their order.
type checker struct {
	kept     Answers
	doubtful map[string]bool // ids of questions whose answer nobody can tell yet
	today    calendar.Day
	findings []Finding
	more     int
}

func (c *checker) add(f Finding) {
	if len(c.findings) == MostFindings {
		c.more++
		return
	}
	c.findings = append(c.findings, f)
}

// listed gives the findings, the last one in exchange for the number of those left out where there are any.
func (c *checker) listed() []Finding {
	if c.more == 0 {
		return c.findings
	}
	rest := c.more + 1
	c.findings[MostFindings-1] = Finding{Code: More, Value: -1, Detail: rest, Words: fmt.Sprintf("%d more things are not listed.", rest)}
	return c.findings
}

// question checks one answer, or that there is none. The conditions see what was kept so far, as in route.
func (c *checker) question(qu *Question, sent Answers) {
	values, answered := sent[qu.ID]
	certain := !slices.ContainsFunc(qu.DependsOn, func(id string) bool { return c.doubtful[id] })
	asked := qu.When.Met(c.kept)
	switch {
	case !answered && qu.Required && asked && certain:
		c.add(Finding{Question: qu.ID, Code: Missing, Value: -1, Words: qu.missingWords()})
		c.doubtful[qu.ID] = true
		return
	case !answered:
		return
	case !asked && certain:
		c.add(Finding{Question: qu.ID, Code: NotAsked, Value: -1, Words: qu.notAskedWords()})
	}
	before := len(c.findings) + c.more
	answer := c.values(qu, values)
	switch {
	case len(c.findings)+c.more > before || !certain:
		c.doubtful[qu.ID] = true
	case asked:
		c.kept[qu.ID] = answer
	}
}

// values reads an answer by itself. What it gives is an answer only where it found nothing.
func (c *checker) values(qu *Question, values []string) []string {
	sound := true
	if qu.Kind != Text && qu.Kind != Month {
		values, sound = c.options(qu, values)
	}
	answer, problem := qu.readValues(values, c.today)
	if problem == nil && answer == nil && sound {
		problem = &Problem{Code: Empty}
	}
	if problem != nil {
		c.add(Finding{Question: qu.ID, Code: problem.Code, Value: -1, Detail: problem.Detail, Words: qu.problemWords(*problem)})
	}
	return answer
}

// readValues is Read for programs, which write a month as one value and never as a form sends it.
func (qu *Question) readValues(values []string, today calendar.Day) ([]string, *Problem) {
	if qu.Kind == Month && len(values) > 1 {
		return nil, &Problem{Code: OneOnly}
	}
	answer, problem := qu.Read(values, today)
	if qu.Kind == Month && problem != nil && problem.Code == UnknownOption {
		return nil, &Problem{Code: MonthInvalid}
	}
	return answer, problem
}

// options gives each of the question's options among the values once, and whether the values are those alone.
func (c *checker) options(qu *Question, values []string) (known []string, sound bool) {
	unknown := qu.problemWords(Problem{Code: UnknownOption})
	for i, v := range values {
		_, option := qu.Option(v)
		switch {
		case !option:
			c.add(Finding{Question: qu.ID, Code: UnknownOption, Value: i, Words: unknown})
		case slices.Contains(known, v):
			c.add(Finding{Question: qu.ID, Code: Repeated, Value: i, Words: "This value is there twice."})
		default:
			known = append(known, v)
		}
	}
	return known, len(known) == len(values)
}
