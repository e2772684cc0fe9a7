package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"voiceforum/shared/fault"
)

func TestInvokerSpeaksAsTheLambdaServiceListens(t *testing.T) {
	var method, path, kind, payload string
	status := http.StatusAccepted
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		method, path, kind, payload = r.Method, r.URL.Path, r.Header.Get("X-Amz-Invocation-Type"), string(body)
		w.WriteHeader(status)
	}))
	defer service.Close()
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL_LAMBDA": service.URL, "AWS_REGION": "eu-west-2",
		"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local-secret",
	} {
		t.Setenv(name, value)
	}
	i, err := newInvoker(t.Context(), "Forum")
	if err != nil {
		t.Fatal(err)
	}
	if err := i.Start(t.Context(), "close", "2026-Q4"); err != nil {
		t.Fatal(err)
	}
	if method != http.MethodPost || path != "/2015-03-31/functions/Forum/invocations" || kind != "Event" {
		t.Errorf("%s %s, invocation type %q", method, path, kind)
	}
	if payload != `{"task":"close","forum":"2026-Q4"}` {
		t.Errorf("payload %s", payload)
	}
	status = http.StatusForbidden
	if err := i.Start(t.Context(), "close", "2026-Q4"); !fault.Is(err, fault.Internal) {
		t.Errorf("refused: error %v", err)
	}
	service.Close()
	if err := i.Start(t.Context(), "close", "2026-Q4"); !fault.Is(err, fault.Unavailable) {
		t.Errorf("unreachable: error %v", err)
	}
}
