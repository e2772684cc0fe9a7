package dynamostore_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"voiceforum/shared/calendar"
	"voiceforum/shared/consent"
	"voiceforum/shared/draft"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
	"voiceforum/shared/receipt"
	"voiceforum/shared/response"
	"voiceforum/shared/submission"
)

const (
	today   calendar.Day     = "2026-11-24"
	quarter calendar.Quarter = "2026-Q4"

	// canary stands, in every sample, for what a person wrote.
	canary = "CANARY"
)

// dynamoItem is one item as the database gives it.
type dynamoItem = map[string]types.AttributeValue

// stores is everything that a visit writes to.
type stores struct {
	db        *dynamodb.Client
	tables    dynamostore.Tables
	drafts    *dynamostore.Drafts
	responses *dynamostore.Responses
}

func newStores(db *dynamodb.Client, name func(string) string) stores {
	t := dynamostore.Tables{
		Feedback: name("Feedback"), Drafts: name("Drafts"), Sealed: name("Sealed"),
		Contact: name("Contact"), Keys: name("Keys"), Erasures: name("Erasures"),
		Invitations: name("Invitations"),
	}
	return stores{db, t, dynamostore.NewDrafts(db, t.Drafts), dynamostore.NewResponses(db, t)}
}

// fataler is what testing.T and rapid.T have in common here.
type fataler interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

// save stores a new draft under a token, ready to be sent.
func (s stores) save(t *testing.T, token receipt.Token) {
	t.Helper()
	if err := s.drafts.Save(t.Context(), draftOf(token, 0)); err != nil {
		t.Fatal(err)
	}
}

// submitted stores a draft and sends it.
func (s stores) submitted(t *testing.T) (receipt.Token, submission.Submission) {
	t.Helper()
	token := receipt.NewToken()
	s.save(t, token)
	sub := submissionOf(token)
	if err := s.responses.Submit(t.Context(), sub); err != nil {
		t.Fatal(err)
	}
	return token, sub
}

func draftOf(token receipt.Token, version int) draft.Stored {
	return draft.Stored{
		ID: token.DraftID(), Version: version, Sealed: []byte(canary + " draft"), Expires: today.Add(1).Start().UTC(),
	}
}

// submissionOf is what a draft saved once, at version 1, comes to: words, sealed text and contact details.
func submissionOf(token receipt.Token) submission.Submission {
	return submission.Submission{
		DraftID:      token.DraftID(),
		DraftVersion: 1,
		Receipt:      token.Receipt().Hash(),
		Response: response.Response{
			ID:            token.ResponseID(),
			Version:       1,
			Forum:         quarter,
			Questionnaire: response.QuestionnaireVersion{ID: "rasso-adult", Version: 1},
			Channel:       response.Victim,
			Language:      "en",
			Received:      today,
			Answers:       map[string][]string{"kept-informed": {"sometimes"}, "help-from": {"isva", "sarc"}},
			Texts: map[string]response.Text{
				"change": {State: response.Clean, Words: canary + " words, with an emoji 🙂 and\na new line"},
				"held":   {State: response.Held},
			},
			Consents:    []consent.Event{decided(consent.Counts, true), decided(consent.Contact, true)},
			ShowAnswers: true,
		},
		Sealed:  &submission.Envelope{Ciphertext: []byte(canary + " sealed"), WrappedKey: []byte(canary + " key"), Expires: "2027-02-01"},
		Contact: &submission.Envelope{Ciphertext: []byte(canary + " contact"), WrappedKey: []byte(canary + " key"), Expires: "2027-02-01"},
	}
}

func decided(p consent.Purpose, given bool) consent.Event {
	return consent.Event{{Purpose: p, Given: given, Wording: 1, Language: "en", Day: today}}
}

// scan gives every item of a table.
func (s stores) scan(t fataler, table string) []dynamoItem {
	t.Helper()
	var items []dynamoItem
	pages := dynamodb.NewScanPaginator(s.db, &dynamodb.ScanInput{TableName: &table, ConsistentRead: aws.Bool(true)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		items = append(items, page.Items...)
	}
	return items
}

// written gives everything that the tables hold, as text.
func (s stores) written(t fataler) string {
	t.Helper()
	var all strings.Builder
	for _, table := range []string{
		s.tables.Feedback, s.tables.Drafts, s.tables.Sealed, s.tables.Contact, s.tables.Keys, s.tables.Erasures,
	} {
		for _, i := range s.scan(t, table) {
			var plain map[string]any
			if err := attributevalue.UnmarshalMap(i, &plain); err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&all, "%s %q\n", plain, plain)
		}
	}
	return all.String()
}

// count gives how many items of a table satisfy a condition.
func (s stores) count(t fataler, table string, satisfies func(dynamoItem) bool) int {
	t.Helper()
	n := 0
	for _, i := range s.scan(t, table) {
		if satisfies(i) {
			n++
		}
	}
	return n
}

// holds reports whether a table has an item with this key.
func (s stores) holds(t fataler, table string, key map[string]string) bool {
	t.Helper()
	k, err := attributevalue.MarshalMap(key)
	if err != nil {
		t.Fatal(err)
	}
	out, err := s.db.GetItem(context.Background(), &dynamodb.GetItemInput{
		TableName: &table, Key: k, ConsistentRead: aws.Bool(true),
	})
	if err != nil {
		t.Fatal(err)
	}
	return len(out.Item) > 0
}

func isResponse(i dynamoItem) bool {
	return i["SK"].(*types.AttributeValueMemberS).Value == "RESPONSE"
}

func anything(dynamoItem) bool { return true }

func wantFault(t fataler, what string, err error, want fault.Kind) {
	t.Helper()
	if !fault.Is(err, want) {
		t.Fatalf("%s: got %v, want a fault of kind %v", what, err, want)
	}
	if strings.Contains(err.Error(), canary) {
		t.Fatalf("%s: the error quotes what was written", what)
	}
}
