package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	together = 500 // pieces in one batch
	tries    = 10  // each a second later than the one before: 45 seconds, longer than a request is ever at work
)

// client gives up on an answer that does not come: the site answers within half a minute, or not at all.
var client = http.Client{Timeout: time.Minute}

func run(in io.Reader, out io.Writer) error {
	var pieces []json.RawMessage
	if err := json.NewDecoder(in).Decode(&pieces); err != nil {
		return fmt.Errorf("read feedback: %w", err)
	}
	token, err := token()
	if err != nil {
		return err
	}
	for batch := range slices.Chunk(pieces, together) {
		body, err := json.Marshal(map[string]any{"feedback": batch})
		if err != nil {
			return err
		}
		answer, err := send(token, body)
		if err != nil {
			return err
		}
		fmt.Fprintln(out, answer)
	}
	return nil
}

// token gets an access token for this program.
func token() (string, error) {
	form := url.Values{"grant_type": {"client_credentials"}, "scope": {"feedback/write"}}
	r, err := http.NewRequest(http.MethodPost, os.Getenv("TOKEN_URL"), strings.NewReader(form.Encode()))
	if err != nil {
		return "", err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth(url.QueryEscape(os.Getenv("CLIENT_ID")), url.QueryEscape(os.Getenv("CLIENT_SECRET")))
	answer, err := client.Do(r)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	var got struct {
		Token string `json:"access_token"`
	}
	err = json.NewDecoder(answer.Body).Decode(&got)
	if err != nil || answer.StatusCode != http.StatusOK {
		return "", fmt.Errorf("no token: %s", answer.Status)
	}
	return got.Token, nil
}

// send sends a batch, and tries again where that may help: after a timeout, where too much was sent (429), where the
// site failed (5xx), and where the same request, sent before, is still at work (409). Under the same key it is the same
// request, and counts once.
func send(token string, body []byte) (string, error) {
	sum := sha256.Sum256(body)
	key := hex.EncodeToString(sum[:])
	for try := 1; ; try++ {
		r, err := http.NewRequest(http.MethodPost, os.Getenv("SITE")+"/v1/feedback/batch", bytes.NewReader(body))
		if err != nil {
			return "", err
		}
		r.Header.Set("Authorization", "Bearer "+token)
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Idempotency-Key", strconv.Quote(key))
		status, wait, text, err := ask(r)
		again := err != nil || status == http.StatusConflict || status == http.StatusTooManyRequests || status >= 500
		switch {
		case status == http.StatusCreated:
			return text, nil
		case !again || try == tries:
			return "", errors.Join(fmt.Errorf("status %d: %s", status, text), err)
		}
		time.Sleep(max(wait, time.Duration(try)*time.Second))
	}
}

// ask makes one request, and gives how long the answer asks to wait.
func ask(r *http.Request) (status int, wait time.Duration, text string, err error) {
	answer, err := client.Do(r)
	if err != nil {
		return 0, 0, "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	seconds, _ := strconv.Atoi(answer.Header.Get("Retry-After"))
	return answer.StatusCode, time.Duration(seconds) * time.Second, string(body), err
}
