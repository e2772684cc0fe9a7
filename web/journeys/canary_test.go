package journeys

import (
	"bytes"
	"context"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"voiceforum/infra/local"
	"voiceforum/infra/voiceforum/visitor"
)

// What somebody types and sends that must be found nowhere afterwards in anything the platform wrote.
const (
	canaryName   = "Thorngatewick"
	canaryEmail  = "canary.wick@mail.example"
	canaryStreet = "47 Canarywick Road"
	canaryPhone  = "07700 900847"
	canaryAgent  = "CanaryBrowser/8.47"
	canaryFrom   = "203.0.113.84"
	canaryQuery  = "canaryquerywick"
	canaryCode   = "47CA-NARY-0000-0000-0000"
)

var codeForm = regexp.MustCompile(`\b(?:[0-9A-Z]{4}-){4}[0-9A-Z]{4}\b`)

// nothingOfThemIsKept brings canaries in through every way that text can come in, and then looks through every file that
// the platform wrote: tables, buckets, queues, checkpoints, logs.
func nothingOfThemIsKept(t *testing.T, platform *local.Platform) {
	ctx := t.Context()
	secrets := slices.Concat(bringIn(t, ctx, platform.Site), typedBefore(t))
	programsBringIn(t, platform)
	reviewersBringIn(t, platform)
	if err := platform.Idle(ctx); err != nil {
		t.Fatal(err)
	}
	for _, c := range []string{canaryName, canaryEmail, canaryStreet, canaryPhone, canaryAgent, canaryFrom, canaryQuery, canaryCode} {
		secrets = append(secrets, c, strings.ToLower(c), strings.ReplaceAll(c, "-", ""), strings.ReplaceAll(c, " ", "+"))
	}
	looked := 0
	err := filepath.WalkDir(platform.Dir, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == "build":
			return filepath.SkipDir
		case !entry.Type().IsRegular():
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		looked++
		for _, secret := range secrets {
			if bytes.Contains(content, []byte(secret)) {
				t.Errorf("%s holds %q", strings.TrimPrefix(path, platform.Dir), secret)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if looked < 4 {
		t.Errorf("only %d files were looked through", looked)
	}
}

// bringIn goes the whole way with canaries, and gives the secrets that the visit itself made: its token and its receipt.
func bringIn(t *testing.T, ctx context.Context, site string) []string {
	t.Helper()
	v, err := visitor.New(site)
	if err != nil {
		t.Fatal(err)
	}
	v.Header = http.Header{"User-Agent": {canaryAgent}, "X-Forwarded-For": {canaryFrom}, "Referer": {"https://" + canaryQuery + ".example/"}}
	typed := "DC " + canaryName + " wrote to " + canaryEmail + " and came to " + canaryStreet + " and rang " + canaryPhone + " twice. I want to kill myself."

	page, err := v.Open(ctx, "/?from="+canaryQuery)
	for range 100 {
		if err != nil {
			t.Fatal(err)
		}
		if page.Path == "/receipt-shown" {
			break
		}
		form, ok := page.Form("")
		if !ok {
			page, err = v.Open(ctx, page.Continue+"?from="+canaryQuery)
			continue
		}
		page, err = v.Send(ctx, form, fillWithCanaries(page.Path, form, typed))
	}
	code := codeForm.FindString(page.Text)
	if page.Path != "/receipt-shown" || code == "" {
		t.Fatalf("the canaries came only as far as %s (%d)", page.Path, page.Status)
	}
	secrets := []string{v.Cookie("__Host-session"), code, strings.ReplaceAll(code, "-", "")}

	// The ways that lead nowhere: a code that is none, an address that is none, a form that is none.
	for _, path := range []string{"/receipt", "/" + canaryQuery, "/q/" + canaryQuery, "/portal/" + canaryQuery} {
		if _, err := v.Send(ctx, visitor.Form{Action: path}, url.Values{"answer": {canaryCode}, canaryQuery: {typed}}); err != nil {
			t.Fatal(err)
		}
	}
	return append(secrets, v.Cookie("__Host-session"))
}

func fillWithCanaries(path string, form visitor.Form, typed string) url.Values {
	values := url.Values{}
	for _, f := range form.Fields {
		switch {
		case path == "/q/reported-how":
			values.Set(f.Name, "not-reported")
		case path == "/permissions":
			values[f.Name] = f.Choices
		case path == "/contact" && f.Name == "how":
			values.Set(f.Name, "email")
		case path == "/contact" && f.Name == "where":
			values.Set(f.Name, canaryEmail)
		case path == "/contact" && len(f.Choices) == 0:
			values.Set(f.Name, canaryName)
		case f.Kind == "textarea":
			values.Set(f.Name, typed)
		case len(f.Choices) > 0 && f.Kind == "radio":
			values.Set(f.Name, f.Choices[0])
		}
	}
	return values
}
