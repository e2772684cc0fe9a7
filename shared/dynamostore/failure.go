package dynamostore

import (
	"errors"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"voiceforum/shared/cloud"
	"voiceforum/shared/fault"
)

// kinds says what the database's own codes mean to whoever asked, those of a cancelled transaction's reasons
// included. All others are as in every service: cloud.Fault.
var kinds = map[string]fault.Kind{
	"ConditionalCheckFailedException": fault.Conflict,
	"ConditionalCheckFailed":          fault.Conflict,
	"TransactionConflictException":    fault.Unavailable,
	"TransactionConflict":             fault.Unavailable,
	"ProvisionedThroughputExceeded":   fault.Unavailable,
	"ThrottlingError":                 fault.Unavailable,
	"ItemCollectionSizeLimitExceeded": fault.TooLarge,
}

// failed gives the error of a database call its kind. Op says what was being done. A nil error stays nil.
func failed(op string, err error) error {
	if cancelled := new(types.TransactionCanceledException); errors.As(err, &cancelled) {
		return failedTransaction(op, cancelled.CancellationReasons)
	}
	if code, _ := cloud.Code(err); kinds[code] != fault.Internal {
		return fault.Wrap(kinds[code], op, errors.New(code))
	}
	return cloud.Fault(op, err)
}

// failedTransaction gives the kind of the first reason for which a transaction was cancelled.
func failedTransaction(op string, reasons []types.CancellationReason) error {
	for _, r := range reasons {
		if code := reasonOf(r); code != "" {
			return fault.Wrap(kinds[code], op, errors.New(code))
		}
	}
	return fault.New(fault.Internal, "%s: cancelled for no reason given", op)
}

// reasonOf gives the code of a cancellation reason; "" for an item that was not in the way.
func reasonOf(r types.CancellationReason) string {
	if r.Code == nil || *r.Code == "None" {
		return ""
	}
	return *r.Code
}
