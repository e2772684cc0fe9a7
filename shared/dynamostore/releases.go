package dynamostore

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/release"
)

const (
	liveSort      = "LIVE"
	releasePrefix = "RELEASE#"
)

// releaseKey is that of a release's item; version 0 are the live figures.
func releaseKey(q calendar.Quarter, version int) item {
	if version == 0 {
		return pair(string(q), liveSort)
	}
	return pair(string(q), fmt.Sprintf("%s%04d", releasePrefix, version))
}

// Releases reads what may be seen of forums: live figures and releases. Nothing exact is in reach of it.
//
// A release is {PK quarter, SK LIVE or RELEASE#0001, version, made, recalled (only where words were taken out of it), body
// (the release's JSON, gzipped)} in the Forums table. About 80 tables a view come to 100 KB of JSON and a tenth of that
// in the item, far from the 400 KB it may have.
type Releases struct {
	db    *dynamodb.Client
	table string
}

// NewReleases makes a reader of releases over the Forums table.
func NewReleases(db *dynamodb.Client, forums string) *Releases {
	return &Releases{db: db, table: forums}
}

// Live gives the live figures of a forum, as version 0; a fault.NotFound where there are none yet.
func (r *Releases) Live(ctx context.Context, q calendar.Quarter) (release.Release, error) {
	return r.Get(ctx, q, 0)
}

// Get gives one version of a forum's releases; a fault.NotFound where it was not made.
func (r *Releases) Get(ctx context.Context, q calendar.Quarter, version int) (release.Release, error) {
	const op = "get release"
	stored, err := getItem(ctx, r.db, op, r.table, releaseKey(q, version))
	if err != nil {
		return release.Release{}, err
	}
	return decodeRelease(op, stored)
}

// Latest gives the newest release of a forum, live figures aside; a fault.NotFound where there is none.
func (r *Releases) Latest(ctx context.Context, q calendar.Quarter) (release.Release, error) {
	const op = "get the latest release"
	in := r.query(q)
	in.ScanIndexForward, in.Limit = aws.Bool(false), aws.Int32(1)
	out, err := r.db.Query(ctx, in)
	if err != nil {
		return release.Release{}, failed(op, err)
	}
	if len(out.Items) == 0 {
		return release.Release{}, fault.New(fault.NotFound, "%s: there is none", op)
	}
	return decodeRelease(op, out.Items[0])
}

// List names a forum's releases, oldest first, each with the one that took its place.
func (r *Releases) List(ctx context.Context, q calendar.Quarter) ([]release.Edition, error) {
	in := r.query(q)
	in.ProjectionExpression = aws.String("version, made, recalled")
	var editions []release.Edition
	for pages := dynamodb.NewQueryPaginator(r.db, in); pages.HasMorePages(); {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, failed("list releases", err)
		}
		for _, i := range page.Items {
			_, recalled := i["recalled"]
			e := release.Edition{
				Forum: q, Version: int(numberOf(i, "version")), Made: calendar.Day(textOf(i, "made")), Recalled: recalled,
			}
			if n := len(editions); n > 0 {
				editions[n-1].SupersededBy = e.Version
			}
			editions = append(editions, e)
		}
	}
	return editions, nil
}

func (r *Releases) query(q calendar.Quarter) *dynamodb.QueryInput {
	return &dynamodb.QueryInput{
		TableName:                 &r.table,
		ConsistentRead:            aws.Bool(true),
		KeyConditionExpression:    aws.String("PK = :forum AND begins_with(SK, :release)"),
		ExpressionAttributeValues: item{":forum": text(q), ":release": text(releasePrefix)},
	}
}

func decodeRelease(op string, i item) (release.Release, error) {
	if len(i) == 0 {
		return release.Release{}, fault.New(fault.NotFound, "%s: there is none", op)
	}
	var r release.Release
	if err := unpack(bytesOf(i, "body"), &r); err != nil {
		return release.Release{}, fault.New(fault.Internal, "%s: it does not read", op)
	}
	return r, nil
}
