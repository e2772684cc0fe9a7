package main

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/aws/aws-sdk-go-v2/feature/dynamodb/attributevalue"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"voiceforum/shared/response"
)

// items reads a whole table.
func (w *world) items(table string) []map[string]types.AttributeValue {
	w.t.Helper()
	var out []map[string]types.AttributeValue
	name := w.tables[table]
	pages := dynamodb.NewScanPaginator(w.db, &dynamodb.ScanInput{TableName: &name})
	for pages.HasMorePages() {
		page, err := pages.NextPage(w.t.Context())
		if err != nil {
			w.t.Fatal(err)
		}
		out = append(out, page.Items...)
	}
	return out
}

func (w *world) count(table string) int {
	w.t.Helper()
	return len(w.items(table))
}

// responses gives what was sent.
func (w *world) responses() []response.Response {
	w.t.Helper()
	var out []response.Response
	for _, item := range w.items("Feedback") {
		body, ok := item["response"]
		if !ok {
			continue
		}
		var r response.Response
		if err := attributevalue.Unmarshal(body, &r); err != nil {
			w.t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

// only gives the one response there is.
func (w *world) only() response.Response {
	w.t.Helper()
	all := w.responses()
	if len(all) != 1 {
		w.t.Fatalf("%d responses are stored, not 1", len(all))
	}
	return all[0]
}

// absent makes sure that no table and no log holds a text, in any form a database can hold it in.
func (w *world) absent(t *testing.T, canaries ...string) {
	t.Helper()
	for _, table := range tableNames {
		for _, item := range w.items(table) {
			held := flat(&types.AttributeValueMemberM{Value: item})
			for _, canary := range canaries {
				if bytes.Contains(held, []byte(canary)) {
					t.Errorf("%s holds %q", table, canary)
				}
			}
		}
	}
	for _, canary := range canaries {
		if bytes.Contains([]byte(w.log.String()), []byte(canary)) {
			t.Errorf("the log holds %q", canary)
		}
	}
}

func flat(v types.AttributeValue) []byte {
	var b bytes.Buffer
	switch v := v.(type) {
	case *types.AttributeValueMemberM:
		for name, inner := range v.Value {
			b.WriteString(name + "\n")
			b.Write(flat(inner))
		}
	case *types.AttributeValueMemberL:
		for _, inner := range v.Value {
			b.Write(flat(inner))
		}
	case *types.AttributeValueMemberS:
		b.WriteString(v.Value)
	case *types.AttributeValueMemberB:
		b.Write(v.Value)
	default:
		fmt.Fprintf(&b, "%v", v)
	}
	b.WriteByte('\n')
	return b.Bytes()
}
