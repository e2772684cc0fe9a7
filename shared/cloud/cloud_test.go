package cloud_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/kms"

	"voiceforum/shared/cloud"
	"voiceforum/shared/fault"
)

// call asks a service that answers as told, once, and gives its error.
func call(t *testing.T, ctx context.Context, answer http.HandlerFunc) error {
	t.Helper()
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	t.Setenv("AWS_ENDPOINT_URL_KMS", server.URL)
	t.Setenv("AWS_REGION", "eu-west-2")
	t.Setenv("AWS_ACCESS_KEY_ID", "local")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "local-secret")
	cfg, err := cloud.Config(ctx)
	if err != nil {
		t.Fatal(err)
	}
	_, err = kms.NewFromConfig(cfg).Encrypt(ctx, &kms.EncryptInput{KeyId: aws.String("k"), Plaintext: []byte("x")},
		func(o *kms.Options) { o.Retryer = aws.NopRetryer{} })
	return err
}

func TestFailuresHaveAKindAndQuoteNothing(t *testing.T) {
	answer := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/x-amz-json-1.1")
			w.WriteHeader(status)
			w.Write([]byte(body))
		}
	}
	for what, c := range map[string]struct {
		answer http.HandlerFunc
		want   fault.Kind
		says   string
	}{
		"throttled": {answer(400, `{"__type": "ThrottlingException", "message": "CANARY"}`), fault.Unavailable, "ThrottlingException"},
		"down":      {answer(503, `CANARY`), fault.Unavailable, "503"},
		"refused":   {answer(400, `{"__type": "AccessDeniedException", "message": "CANARY"}`), fault.Internal, "AccessDenied"},
		"nonsense":  {answer(200, `CANARY`), fault.Internal, "client failed"},
		"cut short": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "99")
			w.Write([]byte("{"))
		}, fault.Unavailable, ""},
		"hung up": {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, fault.Unavailable, "no answer"},
	} {
		err := cloud.Fault("try", call(t, t.Context(), c.answer))
		if !fault.Is(err, c.want) || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "CANARY") {
			t.Errorf("%s: got %v (%v), want kind %v and %q", what, err, fault.KindOf(err), c.want, c.says)
		}
	}
}

func TestAnEndedContextIsUnavailable(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	err := cloud.Fault("try", call(t, ctx, func(http.ResponseWriter, *http.Request) {
		cancel()
		<-ctx.Done()
		panic(http.ErrAbortHandler)
	}))
	if !fault.Is(err, fault.Unavailable) || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want it unavailable for a cancelled context", err)
	}
}

func TestNobodyListeningIsUnavailable(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	t.Setenv("AWS_ENDPOINT_URL", server.URL)
	t.Setenv("AWS_REGION", "eu-west-2")
	t.Setenv("AWS_ACCESS_KEY_ID", "local")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "local-secret")
	cfg, err := cloud.Config(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, err = kms.NewFromConfig(cfg).Encrypt(t.Context(), &kms.EncryptInput{KeyId: aws.String("k"), Plaintext: []byte("x")})
	if err := cloud.Fault("try", err); !fault.Is(err, fault.Unavailable) {
		t.Errorf("got %v", err)
	}
}

func TestNoErrorStaysNone(t *testing.T) {
	if err := cloud.Fault("try", nil); err != nil {
		t.Errorf("got %v", err)
	}
}

// A file in a home directory must not change what a function does.
func TestFilesAreNotLookedFor(t *testing.T) {
	dir := t.TempDir()
	config, credentials := filepath.Join(dir, "config"), filepath.Join(dir, "credentials")
	for file, content := range map[string]string{
		config:      "[default]\nregion = us-east-1\n",
		credentials: "[default]\naws_access_key_id = somebody\naws_secret_access_key = somebody-secret\n",
	} {
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("AWS_CONFIG_FILE", config)
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", credentials)
	t.Setenv("AWS_REGION", "")
	t.Setenv("AWS_DEFAULT_REGION", "")
	t.Setenv("AWS_ACCESS_KEY_ID", "local")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "local-secret")
	cfg, err := cloud.Config(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Region != "" {
		t.Errorf("region is %q, from a file", cfg.Region)
	}
}
