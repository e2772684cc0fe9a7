package dynamostore

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"voiceforum/shared/fault"
	"voiceforum/shared/organisation"
)

// Staged keeps spreadsheets between their upload and their sending: parts that were encrypted before they come here.
// Of each it has
//
//	SHEET#<organisation>#<id>   HEAD            version, ciphertext, wrapped, expires
//	                            CHUNK#0001      ciphertext, wrapped, expires
//	DUE                         <expires>#<organisation>#<id>   expires
//
// where DUE is the list by which those are found whose time is over. Chunks change only together with their head,
// whose version keeps two jobs, or a job and a person, from working on different states.
type Staged struct {
	db    *dynamodb.Client
	table string
}

// NewStaged makes a store of spreadsheets over the Staged table.
func NewStaged(db *dynamodb.Client, table string) *Staged { return &Staged{db: db, table: table} }

// Sheet names a spreadsheet: whose it is, and its own random id.
type Sheet struct {
	Organisation organisation.ID
	ID           string
}

// Encrypted is a part of a spreadsheet as seal.Sealer gives it.
type Encrypted struct{ Ciphertext, WrappedKey []byte }

const (
	headSort = "HEAD"
	duePart  = "DUE"
)

func sheetKey(s Sheet, sort string) item { return pair("SHEET#"+string(s.Organisation)+"#"+s.ID, sort) }

func chunkSort(n int) string { return fmt.Sprintf("CHUNK#%04d", n) }

func dueKey(s Sheet, expires time.Time) item {
	return pair(duePart, fmt.Sprintf("%012d#%s#%s", expires.Unix(), s.Organisation, s.ID))
}

// Create keeps a new spreadsheet, as version 1, until it expires.
func (s *Staged) Create(ctx context.Context, of Sheet, head Encrypted, expires time.Time) error {
	const op = "stage a spreadsheet"
	body := with(sheetKey(of, headSort), with(encrypted(head, expires), item{"version": number(1)}))
	refused, err := transact(ctx, s.db, op, []types.TransactWriteItem{
		{Put: &types.Put{TableName: &s.table, Item: body, ConditionExpression: aws.String("attribute_not_exists(PK)")}},
		{Put: &types.Put{TableName: &s.table, Item: with(dueKey(of, expires), item{"expires": expiry(expires)})}},
	})
	if err == nil && refused != nil {
		return fault.New(fault.Conflict, "%s", op)
	}
	return err
}

// Head gives a spreadsheet's head with its version. One that is not there, or whose time is over at now, is a
// fault.Gone.
func (s *Staged) Head(ctx context.Context, of Sheet, now time.Time) (Encrypted, int, error) {
	found, err := s.get(ctx, "load a spreadsheet", sheetKey(of, headSort), now)
	return Encrypted{bytesOf(found, "ciphertext"), bytesOf(found, "wrapped")}, int(numberOf(found, "version")), err
}

// Chunk gives one chunk of a spreadsheet; errors are as Head's.
func (s *Staged) Chunk(ctx context.Context, of Sheet, n int, now time.Time) (Encrypted, error) {
	found, err := s.get(ctx, "load rows of a spreadsheet", sheetKey(of, chunkSort(n)), now)
	return Encrypted{bytesOf(found, "ciphertext"), bytesOf(found, "wrapped")}, err
}

func (s *Staged) get(ctx context.Context, op string, key item, now time.Time) (item, error) {
	stored, err := getItem(ctx, s.db, op, s.table, key)
	if err != nil {
		return nil, err
	}
	if len(stored) == 0 || expired(stored, now) {
		return nil, fault.New(fault.Gone, "%s", op)
	}
	return stored, nil
}

// Save keeps a spreadsheet's head as the version after version, in place of exactly that one, and with it some chunks,
// all or nothing. Where another version is stored, or none, it is a fault.Conflict.
func (s *Staged) Save(ctx context.Context, of Sheet, version int, head Encrypted, chunks map[int]Encrypted, expires time.Time) error {
	const op = "save a spreadsheet"
	writes := []types.TransactWriteItem{{Put: &types.Put{
		TableName:                 &s.table,
		Item:                      with(sheetKey(of, headSort), with(encrypted(head, expires), item{"version": number(version + 1)})),
		ConditionExpression:       aws.String("version = :version"),
		ExpressionAttributeValues: item{":version": number(version)},
	}}}
	for n, chunk := range chunks {
		body := with(sheetKey(of, chunkSort(n)), encrypted(chunk, expires))
		if err := fits(op, body); err != nil {
			return err
		}
		writes = append(writes, types.TransactWriteItem{Put: &types.Put{TableName: &s.table, Item: body}})
	}
	refused, err := transact(ctx, s.db, op, writes)
	if err == nil && refused != nil {
		return fault.New(fault.Conflict, "%s: it changed", op)
	}
	return err
}

func encrypted(e Encrypted, expires time.Time) item {
	return item{"ciphertext": blob(e.Ciphertext), "wrapped": blob(e.WrappedKey), "expires": expiry(expires)}
}

// Delete removes all there is of a spreadsheet; expires is its own. Removing one that is not there is no error. The
// head goes first, so that no job writes more.
func (s *Staged) Delete(ctx context.Context, of Sheet, expires time.Time) error {
	const op = "delete a spreadsheet"
	pages := dynamodb.NewQueryPaginator(s.db, &dynamodb.QueryInput{
		TableName: &s.table, ConsistentRead: aws.Bool(true), ProjectionExpression: aws.String("PK, SK"),
		KeyConditionExpression:    aws.String("PK = :pk"),
		ExpressionAttributeValues: item{":pk": sheetKey(of, headSort)[partitionKey]},
	})
	if err := s.remove(ctx, op, sheetKey(of, headSort)); err != nil {
		return err
	}
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return failed(op, err)
		}
		for _, i := range page.Items {
			if err := s.remove(ctx, op, item{partitionKey: i[partitionKey], sortKey: i[sortKey]}); err != nil {
				return err
			}
		}
	}
	return s.remove(ctx, op, dueKey(of, expires))
}

func (s *Staged) remove(ctx context.Context, op string, key item) error {
	_, err := s.db.DeleteItem(ctx, &dynamodb.DeleteItemInput{TableName: &s.table, Key: key})
	return failed(op, err)
}

// Due gives spreadsheets whose time is over at now, with the moments at which it was: at most a thousand, the oldest
// first.
func (s *Staged) Due(ctx context.Context, now time.Time) (map[Sheet]time.Time, error) {
	const op = "list spreadsheets whose time is over"
	out, err := s.db.Query(ctx, &dynamodb.QueryInput{
		TableName: &s.table, ConsistentRead: aws.Bool(true), Limit: aws.Int32(1000),
		KeyConditionExpression: aws.String("PK = :pk AND SK < :now"),
		ExpressionAttributeValues: item{
			":pk": text(duePart), ":now": text(fmt.Sprintf("%012d", now.Unix()+1)),
		},
	})
	if err != nil {
		return nil, failed(op, err)
	}
	due := make(map[Sheet]time.Time, len(out.Items))
	for _, i := range out.Items {
		parts := strings.Split(textOf(i, sortKey), "#")
		if len(parts) != 3 {
			return nil, fault.New(fault.Internal, "%s: one does not read", op)
		}
		due[Sheet{organisation.ID(parts[1]), parts[2]}] = time.Unix(numberOf(i, "expires"), 0).UTC()
	}
	return due, nil
}
