package web

import (
	"net/http/httptest"
	"strings"
	"testing"

	"voiceforum/shared/fault"
)

func TestAFormOfOnePageMayLeadElsewhere(t *testing.T) {
	w := httptest.NewRecorder()
	secure(w.Header(), contentPolicy)
	if err := FormsTo(w, "https://bucket.example.org/x?y"); err != nil {
		t.Fatal(err)
	}
	if got := w.Header().Get("Content-Security-Policy"); !strings.Contains(got, "form-action 'self' https://bucket.example.org;") || !strings.Contains(got, "default-src 'none'") {
		t.Errorf("the policy is %q", got)
	}
	if err := FormsTo(w, "/here"); !fault.Is(err, fault.Internal) {
		t.Errorf("no address of another: %v", err)
	}
}
