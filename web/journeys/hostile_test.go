package journeys

import (
	"bytes"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"voiceforum/infra/local"
)

// hostileInputIsRefusedPlainly sends through the whole stack, gateway included, what a bored or a spiteful person would.
func hostileInputIsRefusedPlainly(t *testing.T, platform *local.Platform) {
	const form = "application/x-www-form-urlencoded"
	token := strings.Repeat("A", 43)
	for _, c := range []struct {
		name, method, path, contentType, body, cookie string
		want                                          []int
	}{
		{"a form without a visit", "POST", "/q/believed", form, "answer=1", "", []int{404}},
		{"a token nobody was given", "POST", "/q/believed", form, "answer=1", token, []int{410}},
		{"a token cut short", "POST", "/q/believed", form, "answer=1", token[:20], []int{404, 410}},
		{"a token of another alphabet", "GET", "/check", "", "", "💥💥", []int{404, 410}},
		{"a huge token", "GET", "/check", "", "", strings.Repeat("A", 6000), []int{404, 410, 431, 413}},
		{"one megabyte of text", "POST", "/q/one-change", form, "answer=" + strings.Repeat("x", 1<<20), token, []int{410, 413}},
		{"more than the gateway takes", "POST", "/start", form, strings.Repeat("x", 11<<20), "", []int{413}},
		{"a form that is no form", "POST", "/receipt", form, "%zz=%zz&;;&=", "", []int{400, 422}},
		{"bytes that are no text", "POST", "/receipt", form, "answer=%ff%fe%00", "", []int{400, 422}},
		{"control, direction and zero-width characters", "POST", "/receipt", form, "answer=%00%e2%80%ae%e2%80%8b%f0%9f%98%80", "", []int{400, 422}},
		{"another content type", "POST", "/receipt", "application/json", `{"answer": "x"}`, "", []int{415, 422, 400}},
		{"a multipart form", "POST", "/receipt", "multipart/form-data; boundary=x", "--x\r\n\r\n--x--", "", []int{415, 422, 400}},
		{"ten thousand fields", "POST", "/receipt", form, strings.Repeat("a=b&", 10_000), "", []int{400, 413, 422}},
		{"a method that is none", "BREW", "/", "", "", "", []int{404, 405, 501}},
		{"a method of another page", "DELETE", "/receipt", "", "", "", []int{405}},
		{"a question that is none", "GET", "/q/drop-table", "", "", "", []int{404}},
		{"a path that climbs", "GET", "/assets/..%2f..%2ftemplate.yaml", "", "", "", []int{404, 400}},
		{"a path of odd bytes", "GET", "/%00%ff%fe", "", "", "", []int{404, 400}},
		{"a script in the address", "GET", "/q/%3Cscript%3Ealert(1)%3C%2Fscript%3E?x=%3Cscript%3E", "", "", "", []int{404}},
		{"the portal without signing in", "POST", "/portal/forums/2026-Q4/close", form, "", "", []int{401, 403, 303}},
		{"a sign-in that nobody began", "GET", "/portal/signed-in?code=x&state=y", "", "", "", []int{400, 401, 403}},
	} {
		t.Run(c.name, func(t *testing.T) {
			status, body := send(t, platform.Site, c.method, c.path, c.contentType, c.body, c.cookie)
			if !slices.Contains(c.want, status) {
				t.Errorf("status %d, want one of %v", status, c.want)
			}
			for _, inside := range []string{"goroutine", "panic", ".go:", "dynamodb", "fault", "<script>alert"} {
				if strings.Contains(body, inside) {
					t.Errorf("the page speaks of %q", inside)
				}
			}
		})
	}
}

func send(t *testing.T, site, method, path, contentType, body, cookie string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, site+path, bytes.NewReader([]byte(body)))
	if err != nil {
		t.Fatal(err)
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	if cookie != "" {
		req.Header.Set("Cookie", "__Host-session="+cookie)
	}
	return answered(t, req)
}

// answered sends a request and follows nothing.
func answered(t *testing.T, req *http.Request) (int, string) {
	t.Helper()
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	page, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(page)
}
