package gateway

import (
	"encoding/base64"
	"encoding/json"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"voiceforum/infra/local/runtime"
)

const (
	apiID = "local"
	stage = "$default"
)

// newEvent writes a request as an event of payload format 2.0. Like the real one, it gives the path decoded and the
// query as it came. token is what an authorizer found; nil where the route asks for none.
func newEvent(r *http.Request, path string, m match, body []byte, token *claims) ([]byte, error) {
	now := time.Now()
	source := sourceIP(r)
	event := events.APIGatewayV2HTTPRequest{
		Version:               "2.0",
		RouteKey:              m.key,
		RawPath:               path,
		RawQueryString:        r.URL.RawQuery,
		Cookies:               cookies(r.Header),
		Headers:               headers(r, source, len(body)),
		QueryStringParameters: joined(r.URL.Query()),
		PathParameters:        m.parameters,
		RequestContext: events.APIGatewayV2HTTPRequestContext{
			RouteKey:     m.key,
			AccountID:    runtime.Account,
			Stage:        stage,
			RequestID:    strconv.FormatInt(now.UnixNano(), 36),
			APIID:        apiID,
			DomainName:   r.Host,
			DomainPrefix: apiID,
			Time:         now.UTC().Format("02/Jan/2006:15:04:05 -0700"),
			TimeEpoch:    now.UnixMilli(),
			HTTP: events.APIGatewayV2HTTPRequestContextHTTPDescription{
				Method:    r.Method,
				Path:      path,
				Protocol:  r.Proto,
				SourceIP:  source,
				UserAgent: r.UserAgent(),
			},
		},
	}
	if token != nil {
		event.RequestContext.Authorizer = &events.APIGatewayV2HTTPRequestContextAuthorizerDescription{JWT: token}
	}
	if len(body) > 0 {
		event.Body, event.IsBase64Encoded = string(body), !isText(r.Header.Get("Content-Type"))
		if event.IsBase64Encoded {
			event.Body = base64.StdEncoding.EncodeToString(body)
		}
	}
	return json.Marshal(event)
}

// isText reports whether AWS passes a body of this type on as it is. Everything else comes in base64, a form's body
// and one of no stated type included.
func isText(contentType string) bool {
	kind, _, _ := strings.Cut(contentType, ";")
	switch kind = strings.ToLower(strings.TrimSpace(kind)); kind {
	case "application/json", "application/xml", "application/javascript":
		return true
	default:
		return strings.HasPrefix(kind, "text/")
	}
}

func sourceIP(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// cookies gives the request's cookies, each "name=value" as it came.
func cookies(h http.Header) []string {
	var list []string
	for _, line := range h.Values("Cookie") {
		for cookie := range strings.SplitSeq(line, ";") {
			if cookie = strings.TrimSpace(cookie); cookie != "" {
				list = append(list, cookie)
			}
		}
	}
	return list
}

// headers gives every header but Cookie in lower case, several values of one joined by commas, with those that AWS
// adds.
func headers(r *http.Request, source string, length int) map[string]string {
	all := make(map[string]string, len(r.Header)+5)
	for name, values := range r.Header {
		if name != "Cookie" {
			all[strings.ToLower(name)] = strings.Join(values, ",")
		}
	}
	all["host"] = r.Host
	all["content-length"] = strconv.Itoa(length)
	all["x-forwarded-for"] = source
	all["x-forwarded-proto"] = "http"
	if _, port, err := net.SplitHostPort(r.Host); err == nil {
		all["x-forwarded-port"] = port
	}
	return all
}

func joined(query url.Values) map[string]string {
	if len(query) == 0 {
		return nil
	}
	all := make(map[string]string, len(query))
	for name, values := range query {
		all[name] = strings.Join(values, ",")
	}
	return all
}
