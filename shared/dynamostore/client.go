package dynamostore

import (
	"context"
	"net"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"voiceforum/shared/fault"
)

// The database answers within milliseconds or not at all: a connection that hangs is given up early, while there is
// time left for another try within a function's own.
const (
	connectWithin = time.Second
	answerWithin  = 4 * time.Second
	keepAliveFor  = 60 * time.Second
	attempts      = 4
	longestPause  = 500 * time.Millisecond
)

// Client gives a client of the database that the environment names: AWS_REGION, the credentials Lambda sets, and
// AWS_ENDPOINT_URL_DYNAMODB where it is not Amazon's. Files in a home directory are not looked for, which a function
// has none of and would wait on.
func Client(ctx context.Context) (*dynamodb.Client, error) {
	cfg, err := config.LoadDefaultConfig(ctx,
		config.WithSharedConfigFiles(nil),
		config.WithSharedCredentialsFiles(nil),
		config.WithHTTPClient(httpClient()),
		config.WithRetryer(func() aws.Retryer {
			return retry.NewStandard(func(o *retry.StandardOptions) {
				o.MaxAttempts, o.MaxBackoff = attempts, longestPause
			})
		}),
	)
	if err != nil {
		return nil, fault.Wrap(fault.Internal, "read the environment's AWS settings", err)
	}
	return dynamodb.NewFromConfig(cfg), nil
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
