package iam

import (
	"bytes"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// maxRequest is the largest body that DynamoDB accepts, in bytes.
const maxRequest = 16 << 20

// Proxy stands between functions and a DynamoDB engine and lets through what their policies allow.
type Proxy struct {
	policy *Policy
	engine *url.URL
	client http.RoundTripper
	report func(function, what string)
}

// NewProxy makes a proxy in front of the engine at this address. report is told of every refusal: which permission is
// missing, and never what the request held.
func NewProxy(policy *Policy, engine string, report func(function, what string)) (*Proxy, error) {
	address, err := url.Parse(engine)
	if err != nil {
		return nil, err
	}
	transport := &http.Transport{
		DialContext:         (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
		MaxIdleConnsPerHost: 64,
		DisableCompression:  true,
	}
	return &Proxy{policy: policy, engine: address, client: transport, report: report}, nil
}

// ServeHTTP implements http.Handler.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRequest))
	if err != nil {
		refuse(w, "com.amazon.coral.service#SerializationException", "the request could not be read")
		return
	}
	key := Caller(r.Header.Get("Authorization"))
	if !p.policy.Known(key) {
		refuse(w, "com.amazon.coral.service#UnrecognizedClientException", "The security token included in the request is invalid.")
		return
	}
	wanted, err := needs(r.Header.Get("X-Amz-Target"), body)
	if err != nil {
		p.report(Function(key), "asked DynamoDB for what cannot be checked: "+err.Error())
		refuse(w, "com.amazon.coral.service#AccessDeniedException", "The request cannot be checked on this machine.")
		return
	}
	for _, n := range wanted {
		if !p.policy.Allows(key, n.action, n.resource) {
			p.report(Function(key), "is not allowed "+n.action+" on "+n.resource+" by template.yaml")
			refuse(w, "com.amazon.coral.service#AccessDeniedException", Denial(key, n.action, n.resource))
			return
		}
	}
	p.forward(w, r, body)
}

// forward passes the request on as it came.
func (p *Proxy) forward(w http.ResponseWriter, r *http.Request, body []byte) {
	address := *r.URL
	address.Scheme, address.Host = p.engine.Scheme, p.engine.Host
	request := (&http.Request{
		Method: r.Method, URL: &address, Header: r.Header, Host: r.Host,
		Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)),
	}).WithContext(r.Context())
	response, err := p.client.RoundTrip(request)
	if err != nil {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	defer response.Body.Close()
	for name, values := range response.Header {
		w.Header()[name] = values
	}
	if response.ContentLength >= 0 {
		w.Header().Set("Content-Length", strconv.FormatInt(response.ContentLength, 10))
	}
	w.WriteHeader(response.StatusCode)
	io.Copy(w, response.Body) //nolint:errcheck // the function may be gone
}

// refuse answers as DynamoDB does.
func refuse(w http.ResponseWriter, kind, message string) {
	body, err := json.Marshal(map[string]string{"__type": kind, "Message": message})
	if err != nil {
		panic("iam: two strings cannot be written as JSON: " + err.Error())
	}
	w.Header().Set("Content-Type", "application/x-amz-json-1.0")
	w.WriteHeader(http.StatusBadRequest)
	w.Write(body) //nolint:errcheck // the function may be gone
}
