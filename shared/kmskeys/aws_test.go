package kmskeys_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"voiceforum/shared/fault"
	"voiceforum/shared/kmskeys"
)

const keyARN = "arn:aws:kms:eu-west-2:000000000000:key/11111111-2222-3333-4444-555555555555"

// asked is what reached the stand-in for KMS.
type asked struct {
	Action, Region string
	Body           map[string]any
}

// standIn answers as KMS does, and tells what it was asked.
func standIn(t *testing.T, status int, answer string) *[]asked {
	t.Helper()
	var all []asked
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var a asked
		a.Action = r.Header.Get("X-Amz-Target")
		if _, scope, ok := strings.Cut(r.Header.Get("Authorization"), "Credential="); ok {
			a.Region = strings.Split(scope, "/")[2]
		}
		body, err := io.ReadAll(r.Body)
		if err == nil {
			err = json.Unmarshal(body, &a.Body)
		}
		if err != nil {
			t.Error(err)
		}
		all = append(all, a)
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		w.WriteHeader(status)
		io.WriteString(w, answer)
	}))
	t.Cleanup(server.Close)
	t.Setenv("AWS_ENDPOINT_URL_KMS", server.URL)
	t.Setenv("AWS_REGION", "eu-west-1")
	t.Setenv("AWS_ACCESS_KEY_ID", "local")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "local-secret")
	return &all
}

func TestKMSWrapsUnderThePurposeAlone(t *testing.T) {
	for _, uri := range []string{keyARN, "aws-kms://" + keyARN} {
		got := standIn(t, http.StatusOK, `{"CiphertextBlob": "d3JhcHBlZA==", "KeyId": "`+keyARN+`"}`)
		if wrapped := wrap(t, uri, []byte("data key"), []byte("words")); string(wrapped) != "wrapped" {
			t.Errorf("wrapped %q", wrapped)
		}
		want := []asked{{
			Action: "TrentService.Encrypt",
			Region: "eu-west-2", // the key's own, not the function's
			Body: map[string]any{
				"KeyId":             keyARN,
				"Plaintext":         "ZGF0YSBrZXk=",
				"EncryptionContext": map[string]any{"purpose": "words"},
			},
		}}
		if diff := cmp.Diff(want, *got); diff != "" {
			t.Error(diff)
		}
	}
}

func TestKMSUnwrapsWithTheKeyThatItIsToldOnly(t *testing.T) {
	got := standIn(t, http.StatusOK, `{"Plaintext": "ZGF0YSBrZXk=", "KeyId": "`+keyARN+`"}`)
	u, err := kmskeys.Unwrapper(t.Context(), keyARN)
	if err != nil {
		t.Fatal(err)
	}
	dataKey, err := u.Unwrap(t.Context(), []byte("wrapped"), []byte("contact"))
	if err != nil || string(dataKey) != "data key" {
		t.Errorf("unwrapped %q, %v", dataKey, err)
	}
	want := []asked{{
		Action: "TrentService.Decrypt",
		Region: "eu-west-2",
		Body: map[string]any{
			"KeyId":             keyARN,
			"CiphertextBlob":    "d3JhcHBlZA==",
			"EncryptionContext": map[string]any{"purpose": "contact"},
		},
	}}
	if diff := cmp.Diff(want, *got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatKMSRefusesIsToldByKindAndNotQuoted(t *testing.T) {
	for code, c := range map[string]struct {
		status int
		want   fault.Kind
	}{
		"AccessDeniedException":      {400, fault.Internal},
		"InvalidCiphertextException": {400, fault.Internal},
		"ThrottlingException":        {400, fault.Unavailable},
		"KMSInternalException":       {500, fault.Unavailable},
	} {
		standIn(t, c.status, `{"__type": "`+code+`", "message": "CANARY"}`)
		u, err := kmskeys.Unwrapper(t.Context(), keyARN)
		if err != nil {
			t.Fatal(err)
		}
		_, err = u.Unwrap(t.Context(), []byte("wrapped"), []byte("words"))
		if !fault.Is(err, c.want) || strings.Contains(err.Error(), "CANARY") || !strings.Contains(err.Error(), code) {
			t.Errorf("%s: got %v (%v), want kind %v and the code", code, err, fault.KindOf(err), c.want)
		}
	}
}
