package template

// What EventBridge is told of objects that come into a bucket.
const (
	bridgeSource  = "aws.s3"
	bridgeCreated = "Object Created"
)

// bridgedUpload reads an EventBridgeRule about new objects in one bucket, the only rules known here. Unlike an S3
// event, which makes a bucket wait for its function, it lets a function be told of a bucket that it may itself use.
func (l *loader) bridgedUpload(name string, p place) BucketSource {
	f := l.fields(p, "an EventBridgeRule event", "Pattern")
	l.need(p, f, "Pattern")
	pattern := l.fields(f["Pattern"], "Pattern", "source", "detail-type", "detail")
	l.need(f["Pattern"].or(p), pattern, "source", "detail-type", "detail")
	l.oneOf(l.only(pattern["source"]), "", bridgeSource)
	l.oneOf(l.only(pattern["detail-type"]), "", bridgeCreated)
	detail := l.fields(pattern["detail"], "detail", "bucket", "object")
	l.need(pattern["detail"].or(p), detail, "bucket")
	bucket := l.fields(detail["bucket"], "bucket", "name")
	l.need(detail["bucket"].or(p), bucket, "name")
	key := l.only(l.fields(detail["object"], "object", "key")["key"])
	return BucketSource{
		Name:   name,
		Bucket: l.target(l.only(bucket["name"]), TypeBucket, ""),
		Events: []string{"s3:ObjectCreated:*"},
		Prefix: l.text(l.fields(key, "a key", "prefix")["prefix"]),
		Bridge: true,
	}
}

// only gives the one item of a list; in a pattern every value is in a list, and one is what is known here.
func (l *loader) only(p place) place {
	items := l.items(p)
	if len(items) == 1 {
		return items[0]
	}
	if !p.absent() {
		l.problem(p, "must be a list of one")
	}
	return place{}
}

// checkBridges refuses a rule about a bucket that tells EventBridge nothing.
func (l *loader) checkBridges(p *Platform, f Function) {
	for _, source := range f.Uploads {
		for _, b := range p.Buckets {
			if source.Bridge && b.LogicalID == source.Bucket && !b.Bridged {
				l.problem(l.resources[f.Name].at, "%s waits for notices of %s, which does not tell EventBridge", source.Name, b.LogicalID)
			}
		}
	}
}
