package gateway_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"voiceforum/infra/local/gateway"
	"voiceforum/infra/local/runtime"
	"voiceforum/infra/local/runtime/runtimetest"
	"voiceforum/infra/local/template"
)

// site serves the echo function at every path.
func site(t *testing.T) *httptest.Server {
	t.Helper()
	binary := runtimetest.Build(t, "../runtime/testdata/echo")
	r := runtime.New([]runtime.Function{{Name: "Echo", Binary: binary, Timeout: time.Second}}, runtime.Options{})
	r.Start(context.Background())
	t.Cleanup(r.Stop)
	return serve(t, gateway.Options{
		Functions: []template.Function{{Name: "Echo", Routes: []template.Route{route("ANY", "/"), route("ANY", "/{proxy+}")}}},
		Invoker:   r,
	})
}

func serve(t *testing.T, o gateway.Options) *httptest.Server {
	t.Helper()
	g, err := gateway.New(o)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(g)
	t.Cleanup(s.Close)
	return s
}

func send(t *testing.T, method, address, contentType, body string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	r.Header.Set("Cookie", "__Host-session=abc; other=1")
	r.Header["X-Twice"] = []string{"1", "2"}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(text)
}

func TestARequestBecomesAnEvent(t *testing.T) {
	s := site(t)
	form := "answer=a+b&answer=%C3%A9"
	_, text := send(t, "POST", s.URL+"/some%20page/x?b=1&a=%20&b=2", "application/x-www-form-urlencoded", form)
	var got events.APIGatewayV2HTTPRequest
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	host := strings.TrimPrefix(s.URL, "http://")
	for _, c := range []struct{ what, got, want string }{
		{"version", got.Version, "2.0"},
		{"routeKey", got.RouteKey, "ANY /{proxy+}"},
		{"rawPath", got.RawPath, "/some page/x"},
		{"rawQueryString", got.RawQueryString, "b=1&a=%20&b=2"},
		{"query b", got.QueryStringParameters["b"], "1,2"},
		{"proxy", got.PathParameters["proxy"], "some page/x"},
		{"cookies", strings.Join(got.Cookies, "|"), "__Host-session=abc|other=1"},
		{"cookie header", got.Headers["cookie"], ""},
		{"joined header", got.Headers["x-twice"], "1,2"},
		{"host", got.Headers["host"], host},
		{"body", got.Body, base64.StdEncoding.EncodeToString([]byte(form))},
		{"method", got.RequestContext.HTTP.Method, "POST"},
		{"path", got.RequestContext.HTTP.Path, "/some page/x"},
		{"sourceIp", got.RequestContext.HTTP.SourceIP, "127.0.0.1"},
		{"domainName", got.RequestContext.DomainName, host},
		{"stage", got.RequestContext.Stage, "$default"},
	} {
		if c.got != c.want {
			t.Errorf("%s is %q, want %q", c.what, c.got, c.want)
		}
	}
	if !got.IsBase64Encoded || got.RequestContext.TimeEpoch == 0 || got.RequestContext.RequestID == "" {
		t.Errorf("base64 %v, time %d, id %q", got.IsBase64Encoded, got.RequestContext.TimeEpoch, got.RequestContext.RequestID)
	}
}

func TestATextBodyStaysAsItIs(t *testing.T) {
	_, text := send(t, "POST", site(t).URL+"/", "application/json; charset=utf-8", `{"a":1}`)
	if !strings.Contains(text, `"body":"{\"a\":1}"`) || !strings.Contains(text, `"isBase64Encoded":false`) {
		t.Errorf("the event is %s", text)
	}
}

func TestAnswers(t *testing.T) {
	s := site(t)
	for _, c := range []struct {
		path   string
		status int
		body   string
	}{
		{"/cookies", 303, ""},
		{"/binary", 200, "\x00\xff"},
		{"/nothing", 204, ""},
		{"/plain", 500, `{"message":"Internal Server Error"}`},
		{"/many", 500, `{"message":"Internal Server Error"}`},
		{"/fail", 500, `{"message":"Internal Server Error"}`},
		{"/crash", 500, `{"message":"Internal Server Error"}`},
		{"/hang", 500, `{"message":"Internal Server Error"}`},
	} {
		t.Run(c.path, func(t *testing.T) {
			response, text := send(t, "GET", s.URL+c.path, "", "")
			if response.StatusCode != c.status || c.body != "" && text != c.body {
				t.Errorf("got %d %q, want %d %q", response.StatusCode, text, c.status, c.body)
			}
			if c.path == "/cookies" {
				if got := strings.Join(response.Header["Set-Cookie"], "|"); got != "a=1; Path=/|b=2" {
					t.Errorf("cookies are %q", got)
				}
			}
		})
	}
}

func TestWhatIsTooLargeIsRefused(t *testing.T) {
	s := site(t)
	for _, c := range []struct {
		what string
		size int
	}{{"for the gateway", 10<<20 + 1}, {"for a function, in base64", 5 << 20}} {
		response, text := send(t, "POST", s.URL+"/", "application/octet-stream", strings.Repeat("x", c.size))
		if response.StatusCode != 413 || text != `{"message":"Request Entity Too Large"}` {
			t.Errorf("%s: %d %.80q", c.what, response.StatusCode, text)
		}
	}
}

// stub answers every invocation alike, or never.
type stub struct {
	hang     bool
	function string
}

func (s *stub) Invoke(ctx context.Context, function string, _ []byte) (runtime.Result, error) {
	s.function = function
	if s.hang {
		<-ctx.Done()
		return runtime.Result{}, ctx.Err()
	}
	return runtime.Result{Payload: []byte(`{"statusCode":200}`)}, nil
}

func TestTheMostSpecificRouteWins(t *testing.T) {
	var invoker stub
	s := serve(t, gateway.Options{Invoker: &invoker, Functions: []template.Function{
		{Name: "Everything", Routes: []template.Route{route("ANY", "/{proxy+}"), route("ANY", "/")}},
		{Name: "Portal", Routes: []template.Route{route("ANY", "/portal/{proxy+}"), route("ANY", "/portal")}},
		{Name: "One", Routes: []template.Route{route("GET", "/portal/{id}")}},
		{Name: "Fixed", Routes: []template.Route{route("ANY", "/portal/fixed")}},
		{Name: "Got", Routes: []template.Route{route("GET", "/portal/fixed")}},
	}})
	for _, c := range []struct{ method, path, want string }{
		{"GET", "/", "Everything"},
		{"GET", "/portals", "Everything"},
		{"GET", "/portal", "Portal"},
		{"GET", "/portal/x/y", "Portal"},
		{"GET", "/portal/x", "One"},
		{"POST", "/portal/x", "Portal"},
		{"POST", "/portal/fixed", "Fixed"},
		{"GET", "/portal/fixed", "Got"},
	} {
		send(t, c.method, s.URL+c.path, "", "")
		if invoker.function != c.want {
			t.Errorf("%s %s went to %s, want %s", c.method, c.path, invoker.function, c.want)
		}
	}
}

func TestNoRoute(t *testing.T) {
	s := serve(t, gateway.Options{Invoker: &stub{}, Functions: []template.Function{{Name: "F", Routes: []template.Route{route("GET", "/")}}}})
	response, text := send(t, "POST", s.URL+"/", "", "")
	if response.StatusCode != 404 || text != `{"message":"Not Found"}` {
		t.Errorf("got %d %s", response.StatusCode, text)
	}
}

func TestTheSameRouteTwiceIsRefusedByName(t *testing.T) {
	twice := []template.Route{route("ANY", "/")}
	_, err := gateway.New(gateway.Options{Functions: []template.Function{{Name: "A", Routes: twice}, {Name: "B", Routes: twice}}})
	if err == nil || err.Error() != "the route ANY / belongs to A and to B" {
		t.Errorf("got %v", err)
	}
}

func TestAFunctionThatTakesTooLongForTheGateway(t *testing.T) {
	s := serve(t, gateway.Options{
		Invoker: &stub{hang: true}, Limit: time.Millisecond,
		Functions: []template.Function{{Name: "F", Routes: []template.Route{route("ANY", "/")}}},
	})
	response, text := send(t, "GET", s.URL+"/", "", "")
	if response.StatusCode != 503 || text != `{"message":"Service Unavailable"}` {
		t.Errorf("got %d %s", response.StatusCode, text)
	}
}

func TestThrottle(t *testing.T) {
	s := serve(t, gateway.Options{
		Invoker: &stub{}, Throttle: template.Throttle{Burst: 2, Rate: 0.001},
		Functions: []template.Function{{Name: "F", Routes: []template.Route{route("ANY", "/")}}},
	})
	for i, want := range []int{200, 200, 429} {
		if response, _ := send(t, "GET", s.URL+"/", "", ""); response.StatusCode != want {
			t.Errorf("request %d: %d, want %d", i+1, response.StatusCode, want)
		}
	}
}

func route(method, path string) template.Route { return template.Route{Method: method, Path: path} }
