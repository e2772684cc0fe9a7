package web

import (
	"strings"
	"testing"
)

func TestAllowForms(t *testing.T) {
	got, err := allowForms(contentPolicy, []string{"https://example.org", "http://127.0.0.1:9000/auth?x=y"})
	if err != nil || !strings.Contains(got, "form-action 'self' https://example.org http://127.0.0.1:9000;") {
		t.Errorf("got %q, %v", got, err)
	}
	for _, bad := range []string{"", "/here", "javascript:1", "https://", "ftp://a.example", "https://a;b"} {
		if _, err := allowForms(contentPolicy, []string{bad}); err == nil {
			t.Errorf("%q was allowed", bad)
		}
	}
}
