package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"voiceforum/shared/audit"
	"voiceforum/shared/session"
)

// did keeps entries as other parts of the site would.
func (d *desk) did(n int, verb audit.Verb, reason audit.Reason, about audit.About) {
	d.t.Helper()
	for range n {
		d.must(d.deps.audit.Record(d.t.Context(), audit.Entry{
			At: d.clock(), Subject: "subject-other", Name: "other@voiceforum.example", Role: session.Reviewer,
			Verb: verb, Reason: reason, About: about, Outcome: audit.Allowed,
		}))
	}
}

// tamper changes an entry of the month behind the portal's back.
func (d *desk) tamper(sequence int) {
	d.t.Helper()
	_, err := d.db.UpdateItem(d.t.Context(), &dynamodb.UpdateItemInput{
		TableName: aws.String(d.table("Audit")), UpdateExpression: aws.String("SET subject = :s"),
		Key: map[string]types.AttributeValue{
			"PK": &types.AttributeValueMemberS{Value: "CHAIN#" + string(audit.MonthOf(d.clock()))},
			"SK": &types.AttributeValueMemberS{Value: fmt.Sprintf("%010d", sequence)},
		},
		ExpressionAttributeValues: map[string]types.AttributeValue{":s": &types.AttributeValueMemberS{Value: "somebody-else"}},
	})
	d.must(err)
}

func TestTheAuditIsSearched(t *testing.T) {
	d := newDesk(t)
	d.did(3, audit.OpenSealed, audit.ReasonSafeguarding, audit.AboutResponse("sample-response", "what-changed"))
	d.did(1, audit.Approve, "", audit.AboutResponse("sample-response", ""))
	b := d.person("facilitator")
	for query, want := range map[string]int{
		"who=OTHER@":                           4,
		"what=open-sealed":                     3,
		"what=approve&about=sample-response":   1,
		"about=sample-response%2Fwhat":         3,
		"who=nobody":                           0,
		"month=2026-10":                        0,
		"who=other&before=4":                   3,
		"who=" + url.QueryEscape(`"><script>`): 0,
	} {
		body := b.get("/portal/audit?" + query).body
		if n := strings.Count(body, `<th scope="row"`); n != want || strings.Contains(body, "<script>") {
			t.Errorf("%q: %d entries, want %d", query, n, want)
		}
	}
	d.person("observer").get("/portal/audit")
	if page := b.get("/portal/audit").body; !strings.Contains(page, "looked at the audit – refused") || !strings.Contains(page, ", observer</td>") {
		t.Error("the page does not say that an observer was refused")
	}
	page := b.get("/portal/audit?who=other&what=open-sealed").body
	for _, want := range []string{
		"opened the words as written", "somebody may be in danger", "response:sample-response/what-changed",
		`<option value="open-sealed" selected>`, `value="other"`, "Show the whole month",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %q", want)
		}
	}
}

func TestTheAuditIsPagedBackwards(t *testing.T) {
	d := newDesk(t)
	d.did(auditRows+20, audit.ViewText, "", "")
	b := d.person("facilitator")
	page := b.get("/portal/audit?what=view-text").body
	older := between(page, `href="/portal/audit?before=`, `"`)
	if n := strings.Count(page, `<th scope="row"`); n != auditRows || older == "" {
		t.Fatalf("%d rows, then %q", n, older)
	}
	page = b.get("/portal/audit?before=" + strings.ReplaceAll(older, "&amp;", "&")).body
	if n := strings.Count(page, `<th scope="row"`); n != 20 || strings.Contains(page, "Older entries") {
		t.Errorf("%d rows after that", n)
	}
}

func between(s, before, after string) string {
	_, rest, _ := strings.Cut(s, before)
	found, _, _ := strings.Cut(rest, after)
	return found
}

// quick is an audit in memory, for a test that needs thousands of entries of one month.
type quick struct{ links []audit.Link }

func (q *quick) Append(_ context.Context, links []audit.Link) error {
	q.links = append(q.links, links...)
	return nil
}

func (q *quick) Months(context.Context) ([]audit.Month, error) {
	return []audit.Month{"2026-11"}[:min(1, len(q.links))], nil
}

func (q *quick) After(_ context.Context, _ audit.Month, sequence, limit int) ([]audit.Link, error) {
	rest := q.links[min(sequence, len(q.links)):]
	return rest[:min(limit, len(rest))], nil
}

func (q *quick) Before(_ context.Context, _ audit.Month, sequence, limit int) ([]audit.Link, error) {
	all := q.links
	if sequence > 0 {
		all = all[:sequence-1]
	}
	back := slices.Clone(all[max(0, len(all)-limit):])
	slices.Reverse(back)
	return back, nil
}

func TestFilesOfTheAuditCanBeVerified(t *testing.T) {
	d := newDesk(t, func(p *dependencies) { p.audit = audit.New(&quick{}) })
	d.did(exportRows+5, audit.MaskMore, "", audit.AboutResponse("sample", ""))
	b := d.person("facilitator")
	page := b.get("/portal/audit").body
	for _, want := range []string{"Entries 1 to 3000 as CSV", "Entries 3001 to 3006 as JSON lines"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %q", want)
		}
	}
	v := audit.NewVerifier(nil)
	v.From(audit.Link{})
	for part, form := range []audit.Form{audit.CSV, audit.Lines} {
		got := b.get(fmt.Sprintf("/portal/audit/export?month=2026-11&part=%d&form=%s", part+1, form))
		name := fmt.Sprintf(`attachment; filename="voiceforum-audit-2026-11-%d.%s"`, part+1, form)
		if got.status != http.StatusOK || got.header.Get("Content-Disposition") != name || len(got.body) > 5<<20 {
			t.Fatalf("status %d, %d bytes, %s", got.status, len(got.body), got.header.Get("Content-Disposition"))
		}
		links, err := audit.ReadExport(bytes.NewReader([]byte(got.body)))
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range links {
			v.Add(l)
		}
	}
	// The two downloads and the look are entries too.
	if first, ok := v.End("2026-11", ""); !ok || v.Read() != exportRows+5+3 {
		t.Errorf("%d entries, %+v", v.Read(), first)
	}
	if n := d.recorded(audit.ExportAudit, audit.Allowed); n != 2 {
		t.Errorf("%d downloads recorded", n)
	}
}

func TestABrokenChainIsSaidOnThePage(t *testing.T) {
	d := newDesk(t)
	d.did(3, audit.ViewText, "", "")
	b := d.person("facilitator")
	if page := b.get("/portal/audit").body; strings.Contains(page, "does not hold together") {
		t.Error("a whole chain is called broken")
	}
	d.tamper(2)
	if page := b.get("/portal/audit?what=view-audit").body; !strings.Contains(page, "Entry 2 of November 2026 is not as it was made") {
		t.Error("nothing is said")
	}
}

func TestTheNewMonthIsShown(t *testing.T) {
	d := newDesk(t)
	d.did(1, audit.ViewText, "", "")
	d.pass(10 * 24 * time.Hour)
	b := d.person("facilitator")
	b.get("/portal/audit")
	page := b.get("/portal/audit").body
	if !strings.Contains(page, "Audit of December 2026") || strings.Count(page, `<th scope="row"`) != 2 {
		t.Error("December is not shown")
	}
	page = b.get("/portal/audit?month=2026-11").body
	if !strings.Contains(page, "the month ended") || strings.Count(page, `<th scope="row"`) != 2 {
		t.Error("November is not closed")
	}
}
