package web_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"voiceforum/shared/fault"
	"voiceforum/shared/web"
)

func TestAProblemOfAHandlersOwnIsToldAsItIsAndLoggedByItsFault(t *testing.T) {
	s, log := site(t, func(o *web.Options) { o.Problems = true })
	s.Handle("GET /own", func(http.ResponseWriter, *http.Request) error {
		return fault.Wrap(fault.Invalid, "read a piece", &web.Problem{
			Status: http.StatusUnprocessableEntity, Name: "sample", Title: "Sample", Detail: "Say SECRET another way.",
			Errors: []map[string]string{{"pointer": "#/SECRET"}}, RetryAfter: 1500 * time.Millisecond,
			Err: fault.New(fault.Invalid, "refused"),
		})
	})
	w := ask(s, "GET", "/own")
	var got map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if w.Code != 422 || got["type"] != "/v1/problems/sample" || got["status"] != 422.0 || got["detail"] != "Say SECRET another way." ||
		len(got["errors"].([]any)) != 1 || w.Header().Get("Retry-After") != "2" {
		t.Errorf("got %v, header %v", got, w.Header())
	}
	if strings.Contains(log.String(), "SECRET") || !strings.Contains(log.String(), `"status":422`) || !strings.Contains(log.String(), "refused") {
		t.Errorf("the log holds %s", log)
	}
}
