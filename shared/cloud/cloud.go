// Package cloud is what every adapter to Amazon's services has in common: settings from the environment, connections
// that give up early, and the kinds of fault that failures come to.
package cloud

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/logging"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"voiceforum/shared/fault"
)

// Services answer within milliseconds or not at all: a connection that hangs is given up early, while there is time
// left for another try within a function's own.
const (
	connectWithin = time.Second
	answerWithin  = 4 * time.Second
	keepAliveFor  = 60 * time.Second
	attempts      = 4
	longestPause  = 500 * time.Millisecond
)

// Config reads the environment's settings: AWS_REGION, the credentials that Lambda sets, and AWS_ENDPOINT_URL_… of
// each service that is not Amazon's own. Files in a home directory are not looked for: a function has none.
func Config(ctx context.Context) (aws.Config, error) {
	cfg, err := config.LoadDefaultConfig(ctx,
		config.WithSharedConfigFiles([]string{}),
		config.WithSharedCredentialsFiles([]string{}),
		config.WithHTTPClient(httpClient()),
		config.WithLogger(logging.Nop{}), // what is logged is for shared/logs to say
		config.WithRetryer(func() aws.Retryer {
			return retry.NewStandard(func(o *retry.StandardOptions) {
				o.MaxAttempts, o.MaxBackoff = attempts, longestPause
			})
		}),
	)
	return cfg, fault.Wrap(fault.Internal, "read the environment's AWS settings", err)
}

func httpClient() *awshttp.BuildableClient {
	return awshttp.NewBuildableClient().
		WithDialerOptions(func(d *net.Dialer) { d.Timeout, d.KeepAlive = connectWithin, keepAliveFor }).
		WithTransportOptions(func(t *http.Transport) {
			t.TLSHandshakeTimeout = connectWithin
			t.ResponseHeaderTimeout = answerWithin
			t.IdleConnTimeout = keepAliveFor
			t.MaxIdleConnsPerHost = t.MaxIdleConns
		})
}

// Fault gives the error of a call its kind: fault.Unavailable where another try may help, fault.Internal otherwise.
// Op says what was being done. A service's own text is left out, because it may quote what it was sent: only its code
// is kept. A nil error stays nil.
func Fault(op string, err error) error {
	if err == nil {
		return nil
	}
	code, answered := Code(err)
	failedThere := new(awshttp.ResponseError)
	switch {
	case passing(code):
		return fault.Wrap(fault.Unavailable, op, errors.New(code))
	case errors.As(err, &failedThere) && failedThere.HTTPStatusCode() >= 500:
		return fault.New(fault.Unavailable, "%s: answered %d %s", op, failedThere.HTTPStatusCode(), code)
	case answered:
		return fault.Wrap(fault.Internal, op, errors.New(code))
	}
	for _, passes := range []error{context.Canceled, context.DeadlineExceeded, io.ErrUnexpectedEOF} {
		if errors.Is(err, passes) {
			return fault.Wrap(fault.Unavailable, op, passes)
		}
	}
	if network := new(net.OpError); errors.As(err, &network) {
		return fault.Wrap(fault.Unavailable, op, network)
	}
	if unsent := new(smithyhttp.RequestSendError); errors.As(err, &unsent) {
		return fault.New(fault.Unavailable, "%s: no answer", op)
	}
	return fault.New(fault.Internal, "%s: the client failed", op)
}

// Code gives the code that a service answered with, and whether it answered at all.
func Code(err error) (string, bool) {
	api := smithy.APIError(nil)
	if !errors.As(err, &api) {
		return "", false
	}
	return api.ErrorCode(), true
}

// passing reports whether a service's code is one that another try may not meet, as the SDK lists them.
func passing(code string) bool {
	_, throttled := retry.DefaultThrottleErrorCodes[code]
	_, retryable := retry.DefaultRetryableErrorCodes[code]
	return throttled || retryable
}
