package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"voiceforum/shared/calendar"
	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
	"voiceforum/shared/invitation"
	"voiceforum/shared/receipt"
)

// cards has a service make n cards for the forum of the tests' moment.
func (w *world) cards(n int) []invitation.Code {
	w.t.Helper()
	codes, err := invitation.New(n, rand.Reader)
	if err != nil {
		w.t.Fatal(err)
	}
	b := invitation.Batch{ID: rand.Text(), Size: n, Made: calendar.DayOf(now)}
	store := dynamostore.NewInvitations(w.db, w.tables["Invitations"])
	if err := store.Make(w.t.Context(), "sample-service", calendar.QuarterOf(now), b, invitation.Hashes(codes)); err != nil {
		w.t.Fatal(err)
	}
	return codes
}

// adds types the code of a card from the page to check one's answers.
func (b *browser) adds(t *testing.T, code string) {
	t.Helper()
	b.get("/check")
	b.follow("Add the code on a card")
	b.press("Add this code", answer(code))
	b.on(t, "/check")
	if !b.page.says("You have added it") {
		t.Fatalf("the code is not added: %s", b.page.text())
	}
}

func TestACardIsAdded(t *testing.T) {
	w := begin(t)
	code := w.cards(1)[0]
	b := w.started()
	b.press("Continue", answer("called-101"))
	b.adds(t, strings.ToLower(strings.ReplaceAll(code.String(), "-", " ")))
	if !b.page.says("I called 101") {
		t.Error("an answer is lost")
	}
	b.sent(t, "counts")
	if got := w.only(); !got.Invited || got.SetApart || got.Answers["reported-how"] == nil {
		t.Errorf("stored: %+v", got)
	}
	w.absent(t, string(code), code.String(), strings.ToLower(string(code)))
}

// Nothing but the codes' own table holds a hash, or who handed the card out.
func TestNothingThatWasSentNamesTheCard(t *testing.T) {
	w := begin(t)
	code := w.cards(1)[0]
	b := w.started()
	b.adds(t, code.String())
	b.sent(t, "counts")
	for _, table := range tableNames {
		for _, item := range w.items(table) {
			held := flat(&types.AttributeValueMemberM{Value: item})
			if table != "Invitations" && (bytes.Contains(held, []byte(code.Hash())) || bytes.Contains(held, []byte("sample-service"))) {
				t.Errorf("%s names the card or who handed it out", table)
			}
		}
	}
	if strings.Contains(w.log.String(), string(code.Hash())) {
		t.Error("the log names the card")
	}
}

// Typed wrongly, unknown, over: each is said plainly, loses nothing that was typed, and is no reason to stay.
func TestCardsThatAreNone(t *testing.T) {
	w := begin(t)
	stranger, err := invitation.New(1, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	b := w.started()
	b.press("Continue", answer("called-101"))
	for name, c := range map[string]struct{ typed, says string }{
		"nothing":  {"", "Write the code on your card"},
		"blanks":   {"   ", "not quite the code"},
		"mistyped": {"7K3M-9QXT", "not quite the code"},
		"example":  {exampleCard, "not quite the code"},
		"receipt":  {receipt.NewToken().Receipt().String(), "not quite the code"},
		"unknown":  {stranger[0].String(), "do not know this code"},
		"markup":   {"<script>CANARY5</script>", "not quite the code"},
		"long":     {strings.Repeat("é", 10000), "not quite the code"},
	} {
		b.get("/card")
		p := b.press("Add this code", answer(c.typed))
		if p.status != http.StatusUnprocessableEntity || !p.says(c.says) {
			t.Errorf("%s: %d %s", name, p.status, p.text())
		}
		if len(c.typed) < 100 && p.value(fieldName) != c.typed {
			t.Errorf("%s: what was typed is lost: %q", name, p.value(fieldName))
		}
	}
	b.press("Go on without a code", nil)
	b.on(t, "/check")
	b.sent(t, "counts")
	if got := w.only(); got.Invited || len(got.Answers) != 1 {
		t.Errorf("stored: %+v", got)
	}
	w.absent(t, "CANARY5")
}

func TestACardThatIsOver(t *testing.T) {
	w := begin(t)
	code := w.cards(1)[0]
	days := invitation.Ends(calendar.QuarterOf(now)).Start().Sub(now)
	w.end(true)
	w.pass(days)
	b := w.started()
	b.get("/card")
	if p := b.press("Add this code", answer(code.String())); p.status != http.StatusUnprocessableEntity || !p.says("The time of this card is over") {
		t.Errorf("%d %s", p.status, p.text())
	}
	b.press("Go on without a code", nil)
	b.sent(t, "counts")
}

func TestACardIsTakenAway(t *testing.T) {
	w := begin(t)
	b := w.started()
	b.adds(t, w.cards(1)[0].String())
	b.follow("Change the code on a card")
	b.press("Go on without a code", nil)
	if b.page.says("You have added it") {
		t.Error("the code is still there")
	}
	b.sent(t, "counts")
	if w.only().Invited {
		t.Error("invited, though she took the code away")
	}
}

// Whoever has the card of somebody else sees no difference between one that was used and one that was not: not when it
// is typed, not when it is sent, not afterwards.
func TestACardTellsNobodyWhoAnswered(t *testing.T) {
	w := begin(t)
	codes := w.cards(2)
	her := w.started()
	her.adds(t, codes[0].String())
	her.sent(t, "counts")
	var seen [2]string
	for i, code := range codes {
		b := w.started()
		b.adds(t, code.String())
		seen[i] = b.alike() + b.get("/card").text() + b.sentAndBack(t)
	}
	if seen[0] != seen[1] {
		t.Errorf("it differs:\n%s\n%s", seen[0], seen[1])
	}
	if n, invited := len(w.responses()), w.invited(); n != 3 || invited != 2 {
		t.Errorf("%d responses, %d of them invited", n, invited)
	}
}

var recordForm = regexp.MustCompile(`[A-Za-z0-9_-]{24}`)

// alike is the page's text without what is somebody's own: the receipt, and the name of the record.
func (b *browser) alike() string {
	return recordForm.ReplaceAllString(codeForm.ReplaceAllString(b.page.text(), "CODE"), "RECORD") + "\n"
}

// sentAndBack sends, comes back with the receipt, and gives all that was to be seen on the way.
func (b *browser) sentAndBack(t *testing.T) string {
	t.Helper()
	code := b.sent(t, "counts")
	all := b.alike()
	b.get("/receipt")
	b.press("Continue", answer(code))
	b.on(t, "/kept")
	return all + b.alike()
}

// invited is how many responses came by a card.
func (w *world) invited() int {
	w.t.Helper()
	n := 0
	for _, r := range w.responses() {
		if r.Invited {
			n++
		}
	}
	return n
}

// Guessing codes is told apart from knowing one by the check symbol in most cases and by the table in all others; no
// guess is ever taken, and guessing changes nothing.
func TestGuessingCodes(t *testing.T) {
	w := begin(t)
	w.cards(20)
	before := w.items("Invitations")
	b := w.started()
	token := b.get("/card").value("token")
	const guesses = 60
	refused := 0
	for i := range guesses {
		guess, err := invitation.New(1, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		typed := guess[0].String()
		if i%2 == 0 { // one who does not know of the check symbol
			typed = rand.Text()[:16]
		}
		p := b.post("/card", map[string][]string{fieldName: {typed}, "token": {token}})
		if p.status == http.StatusUnprocessableEntity {
			refused++
		}
	}
	if refused != guesses {
		t.Errorf("%d of %d guesses are refused", refused, guesses)
	}
	if after := w.items("Invitations"); len(after) != len(before) {
		t.Errorf("%d codes, there were %d", len(after), len(before))
	}
	b.sent(t, "counts")
	if w.only().Invited {
		t.Error("a guess invites")
	}
}

// Two people who press the button at the same moment with one card are both taken in, one of them as invited.
func TestOneCardSentTwiceAtOnce(t *testing.T) {
	w := begin(t)
	code := w.cards(1)[0].String()
	both := []*browser{w.started(), w.started()}
	for _, b := range both {
		b.adds(t, code)
		b.get("/permissions")
		b.press("Continue", answer("counts"))
		b.on(t, "/send")
	}
	var all sync.WaitGroup
	for _, b := range both {
		all.Go(func() { b.press("Send my answers", nil) })
	}
	all.Wait()
	for _, b := range both {
		b.on(t, "/receipt-shown")
	}
	if n, invited := len(w.responses()), w.invited(); n != 2 || invited != 1 {
		t.Errorf("%d responses, %d of them invited", n, invited)
	}
}

// brokenCards cannot be asked.
type brokenCards struct{}

func (brokenCards) Check(context.Context, invitation.Hash, calendar.Day) error {
	return fault.New(fault.Unavailable, "check a card's code")
}

func TestNothingIsLostWhileCardsCannotBeChecked(t *testing.T) {
	w := begin(t, func(d *dependencies) { d.cards = brokenCards{} })
	b := w.started()
	b.press("Continue", answer("called-101"))
	b.get("/card")
	if p := b.press("Add this code", answer(w.cards(1)[0].String())); p.status != http.StatusServiceUnavailable {
		t.Errorf("%d %s", p.status, p.text())
	}
	b.sent(t, "counts")
	if got := w.only(); len(got.Answers) != 1 {
		t.Errorf("stored: %+v", got)
	}
}
