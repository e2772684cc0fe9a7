package main

import (
	"reflect"
	"testing"

	"voiceforum/shared/response"
)

// kept is what the privacy page says of each thing that is stored with a response. A field without a row is one that
// nobody is told of.
var kept = map[string]string{
	"ID": "a random number", "Version": "technical list of changes", "Forum": "your answers", "Questionnaire": "your answers",
	"Channel": "your answers", "Language": "your answers", "Received": "the day on which you sent them", "Answers": "your answers",
	"Texts": "without names, places and dates", "Consents": "what you allowed us to do, and when", "ShowAnswers": "what you allowed us to do",
	"Organisation": "", "Service": "", // of services' and officers' feedback alone, which this page is not for
	"Invited": "if you added the code on a card", "SetApart": "they were set apart until a person had looked",
	"Reviews": "what a reviewer decided about your words", "Signs": "which signs of danger a program found", "Seen": "whether somebody has looked",
	"Review.By": "the number of the reviewer’s account", "Review.Day": "account and the day",
}

func TestThePrivacyPageTellsOfWhatIsKept(t *testing.T) {
	b := begin(t).browser()
	b.get("/privacy")
	fields := []string{"Review.By", "Review.Day"}
	of := reflect.TypeFor[response.Response]()
	for i := range of.NumField() {
		fields = append(fields, of.Field(i).Name)
	}
	for _, field := range fields {
		says, ok := kept[field]
		if !ok || !b.page.says(says) {
			t.Errorf("%s is kept, and the privacy page does not say so", field)
		}
	}
	for _, says := range []string{"signs that you or a child may be in danger", "We cannot promise that anybody reads your words today", "which of our staff opened what", "90 days", "180 days", "35 days", "7 years"} {
		if !b.page.says(says) {
			t.Errorf("does not say %q", says)
		}
	}
}
