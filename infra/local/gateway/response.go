package gateway

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
)

// answer is what a function may answer in payload format 2.0.
type answer struct {
	StatusCode        int                 `json:"statusCode"`
	Headers           map[string]string   `json:"headers"`
	MultiValueHeaders map[string][]string `json:"multiValueHeaders"`
	Body              string              `json:"body"`
	IsBase64Encoded   bool                `json:"isBase64Encoded"`
	Cookies           []string            `json:"cookies"`
}

// Why an answer cannot be used. None of them tells what the answer was.
var (
	errNotJSON    = errors.New("its answer is not JSON of payload format 2.0")
	errStatus     = errors.New("its answer's statusCode is not an HTTP status")
	errMultiValue = errors.New("its answer has multiValueHeaders, which HTTP APIs do not know")
	errBase64     = errors.New("its answer's body says that it is base64 and is not")
)

// respond writes a function's answer, or an error before anything was written.
func respond(w http.ResponseWriter, payload []byte) error {
	var a answer
	if err := json.Unmarshal(payload, &a); err != nil {
		return errNotJSON
	}
	if a.StatusCode < 200 || a.StatusCode > 599 {
		return errStatus
	}
	if len(a.MultiValueHeaders) > 0 {
		return errMultiValue
	}
	body := []byte(a.Body)
	if a.IsBase64Encoded {
		var err error
		if body, err = base64.StdEncoding.DecodeString(a.Body); err != nil {
			return errBase64
		}
	}
	h := w.Header()
	for name, value := range a.Headers {
		h.Set(name, value)
	}
	for _, cookie := range a.Cookies {
		h.Add("Set-Cookie", cookie)
	}
	if h.Get("Content-Type") == "" && len(body) > 0 {
		h.Set("Content-Type", "text/plain;charset=UTF-8")
	}
	if bodyAllowed(a.StatusCode) {
		h.Set("Content-Length", strconv.Itoa(len(body)))
	}
	w.WriteHeader(a.StatusCode)
	if bodyAllowed(a.StatusCode) {
		w.Write(body) //nolint:errcheck // whoever asked may be gone
	}
	return nil
}

func bodyAllowed(status int) bool {
	return status != http.StatusNoContent && status != http.StatusNotModified
}
