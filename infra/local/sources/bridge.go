package sources

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"voiceforum/infra/local/runtime"
	"voiceforum/infra/local/template"
)

// createdBy gives, for what an S3 event calls itself, the reason that an EventBridge event of S3 names.
// Source: Amazon S3 User Guide, "EventBridge event message structure".
var createdBy = map[string]string{
	"ObjectCreated:Put":                     "PutObject",
	"ObjectCreated:Post":                    "POST Object",
	"ObjectCreated:Copy":                    "CopyObject",
	"ObjectCreated:CompleteMultipartUpload": "CompleteMultipartUpload",
}

// bridgedDetail is what EventBridge is told of a new object. Unlike in S3's own events, the key is as it is.
type bridgedDetail struct {
	Version string        `json:"version"`
	Bucket  bridgedBucket `json:"bucket"`
	Object  bridgedObject `json:"object"`
	Request string        `json:"request-id"`
	By      string        `json:"requester"`
	Reason  string        `json:"reason"`
}

type bridgedBucket struct {
	Name string `json:"name"`
}

type bridgedObject struct {
	Key       string `json:"key"`
	Size      int64  `json:"size"`
	ETag      string `json:"etag"`
	VersionID string `json:"version-id,omitempty"`
	Sequencer string `json:"sequencer"`
}

// bridged writes a change as EventBridge hands it to a rule's target.
func bridged(c change, event, key string) ([]byte, error) {
	object := c.S3.Object
	detail, err := json.Marshal(bridgedDetail{
		Version: "0", Bucket: bridgedBucket{c.S3.Bucket.Name}, Request: "local", By: runtime.Account, Reason: createdBy[event],
		Object: bridgedObject{key, object.Size, strings.Trim(object.ETag, `"`), object.VersionID, object.Sequencer},
	})
	if err != nil {
		return nil, err
	}
	at, err := time.Parse(time.RFC3339, c.EventTime)
	if err != nil {
		at = time.Now()
	}
	return json.Marshal(events.EventBridgeEvent{
		Version: "0", ID: object.Sequencer, DetailType: "Object Created", Source: "aws.s3", AccountID: runtime.Account,
		Time: at.UTC().Truncate(time.Second), Region: template.LocalRegion,
		Resources: []string{"arn:aws:s3:::" + c.S3.Bucket.Name}, Detail: detail,
	})
}
