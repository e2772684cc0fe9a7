package dynamostore

import (
	"context"
	"errors"
	"net"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/smithy-go"

	"voiceforum/shared/fault"
)

// kinds says what the database's error codes mean to whoever asked. Codes that are not here are ours to mend:
// fault.Internal.
var kinds = map[string]fault.Kind{
	"ConditionalCheckFailedException":        fault.Conflict,
	"ConditionalCheckFailed":                 fault.Conflict, // as a transaction's reason
	"TransactionConflictException":           fault.Unavailable,
	"TransactionConflict":                    fault.Unavailable,
	"TransactionInProgressException":         fault.Unavailable,
	"ProvisionedThroughputExceededException": fault.Unavailable,
	"ProvisionedThroughputExceeded":          fault.Unavailable,
	"ThrottlingException":                    fault.Unavailable,
	"ThrottlingError":                        fault.Unavailable,
	"RequestLimitExceeded":                   fault.Unavailable,
	"LimitExceededException":                 fault.Unavailable,
	"InternalServerError":                    fault.Unavailable,
	"ServiceUnavailable":                     fault.Unavailable,
	"ItemCollectionSizeLimitExceeded":        fault.TooLarge,
}

// failed gives the error of a database call its kind. Op says what was being done. The database's own text is left
// out, because it may quote what it was sent: only its code is kept. A nil error stays nil.
func failed(op string, err error) error {
	if err == nil {
		return nil
	}
	if cancelled := new(types.TransactionCanceledException); errors.As(err, &cancelled) {
		return failedTransaction(op, cancelled.CancellationReasons)
	}
	if api := smithy.APIError(nil); errors.As(err, &api) {
		kind := kinds[api.ErrorCode()]
		if api.ErrorFault() == smithy.FaultServer {
			kind = fault.Unavailable
		}
		return fault.Wrap(kind, op, errors.New(api.ErrorCode()))
	}
	if network := new(net.OpError); errors.As(err, &network) {
		return fault.Wrap(fault.Unavailable, op, network)
	}
	for _, ended := range []error{context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, ended) {
			return fault.Wrap(fault.Unavailable, op, ended)
		}
	}
	if timeout := net.Error(nil); errors.As(err, &timeout) && timeout.Timeout() {
		return fault.New(fault.Unavailable, "%s: timed out", op)
	}
	return fault.New(fault.Internal, "%s: the database client failed", op)
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
