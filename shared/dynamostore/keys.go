package dynamostore

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/receipt"
	"voiceforum/shared/response"
)

// item is one item of a table, or the key of one.
type item = map[string]types.AttributeValue

// The forms of keys. The package comment has the map of all of them.
const (
	partitionKey = "PK"
	sortKey      = "SK"

	responseSort = "RESPONSE"
	receiptSort  = "RECEIPT"
	forumSort    = "FORUM"

	sealedKey  = "sealed"
	contactKey = "contact"
)

const responsePrefix = "RESPONSE#"

func responseKey(id response.ID) item { return pair(responsePrefix+string(id), responseSort) }

func receiptKey(h receipt.Hash) item { return pair("RECEIPT#"+string(h), receiptSort) }

func dataKey(id response.ID, of string) item { return pair(string(id), of) }

func forumKey(q calendar.Quarter) item { return pair(string(q), forumSort) }

// erasureKey is of the id's hash, so that the log of erasures names nobody, and yet each restored item can be looked
// up in it.
func erasureKey(id response.ID) item {
	h := sha256.Sum256([]byte("voiceforum/v1/erasure/" + string(id)))
	return single(hex.EncodeToString(h[:]))
}

// forumShard is the partition of the index by-forum in which a response is.
func forumShard(q calendar.Quarter, shard int) string { return fmt.Sprintf("%s#%02d", q, shard) }

func single(pk string) item { return item{partitionKey: text(pk)} }

func pair(pk, sk string) item { return item{partitionKey: text(pk), sortKey: text(sk)} }

func text[T ~string](s T) types.AttributeValue {
	return &types.AttributeValueMemberS{Value: string(s)}
}

func number[T ~int | ~int64](n T) types.AttributeValue {
	return &types.AttributeValueMemberN{Value: strconv.FormatInt(int64(n), 10)}
}

func blob(b []byte) types.AttributeValue { return &types.AttributeValueMemberB{Value: b} }

// with gives a copy of a key or an item with more attributes.
func with(i item, more item) item {
	out := make(item, len(i)+len(more))
	for _, m := range []item{i, more} {
		for k, v := range m {
			out[k] = v
		}
	}
	return out
}

// textOf, numberOf and bytesOf read an attribute; what is absent or of another type is that type's zero.
func textOf(i item, name string) string {
	if v, ok := i[name].(*types.AttributeValueMemberS); ok {
		return v.Value
	}
	return ""
}

func numberOf(i item, name string) int64 {
	v, ok := i[name].(*types.AttributeValueMemberN)
	if !ok {
		return 0
	}
	n, err := strconv.ParseInt(v.Value, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func bytesOf(i item, name string) []byte {
	if v, ok := i[name].(*types.AttributeValueMemberB); ok {
		return v.Value
	}
	return nil
}

// expiry is the moment from which an item may no longer be read, as tables hold it.
func expiry(t time.Time) types.AttributeValue { return number(t.Unix()) }

// expired reports whether an item may no longer be read. One that names no moment never expires.
func expired(i item, now time.Time) bool {
	_, set := i["expires"]
	return set && now.Unix() >= numberOf(i, "expires")
}

// maxItem is the most that the database takes in one item.
const maxItem = 400 << 10

// fits refuses, before it is sent, an item above what the database takes: a fault.TooLarge.
func fits(op string, i item) error {
	if n := size(i); n > maxItem {
		return fault.New(fault.TooLarge, "%s: item of %d bytes", op, n)
	}
	return nil
}

// size counts an item's bytes by the database's published rules, a little to the high side for numbers.
// Source: Amazon DynamoDB Developer Guide, "DynamoDB item sizes and formats".
func size(i item) int {
	n := 0
	for name, v := range i {
		n += len(name) + sizeOf(v)
	}
	return n
}

func sizeOf(v types.AttributeValue) int {
	const container, element = 3, 1
	switch v := v.(type) {
	case *types.AttributeValueMemberS:
		return len(v.Value)
	case *types.AttributeValueMemberB:
		return len(v.Value)
	case *types.AttributeValueMemberN:
		return len(v.Value) + 1
	case *types.AttributeValueMemberM:
		return container + len(v.Value)*element + size(v.Value)
	case *types.AttributeValueMemberL:
		n := container
		for _, e := range v.Value {
			n += element + sizeOf(e)
		}
		return n
	default: // true, false and null; sets are not used
		return 1
	}
}
