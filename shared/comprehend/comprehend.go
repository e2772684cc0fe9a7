// Package comprehend asks Amazon Comprehend which personal identifiers it sees in a text, as a second opinion beside
// the anonymiser's own. The text leaves this account's functions for that service, within the same region; nothing of
// it is kept here or told in an error.
package comprehend

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/comprehend"
	"github.com/aws/aws-sdk-go-v2/service/comprehend/types"

	"voiceforum/shared/anonymise"
	"voiceforum/shared/cloud"
	"voiceforum/shared/fault"
)

// Detector asks the service. It may be used by several goroutines at once.
type Detector struct {
	client *comprehend.Client
	least  float32
}

// New makes a Detector over the environment's settings. Of what the service reports, it passes on what the service is
// at least this sure of, from 0, everything, to 1. Settings that cannot be read are a fault.Internal.
func New(ctx context.Context, least float64) (*Detector, error) {
	if !(least >= 0 && least <= 1) {
		return nil, fault.New(fault.Internal, "the least score of a second opinion is not between 0 and 1")
	}
	cfg, err := cloud.Config(ctx)
	if err != nil {
		return nil, err
	}
	return &Detector{client: comprehend.NewFromConfig(cfg), least: float32(least)}, nil
}

// Detect implements anonymise.SecondOpinion. The spans are in code points of the text, ordered by their start, and may
// overlap. A failure that may pass is a fault.Unavailable; an answer that makes no sense a fault.Internal. The service
// reads 100 KB at a time, which is more than anonymise.MaxBytes.
func (d *Detector) Detect(ctx context.Context, text string) ([]anonymise.Span, error) {
	const op = "ask for a second opinion"
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	out, err := d.client.DetectPiiEntities(ctx, &comprehend.DetectPiiEntitiesInput{
		LanguageCode: types.LanguageCodeEn, Text: aws.String(text),
	})
	if err != nil {
		return nil, cloud.Fault(op, err)
	}
	points := []rune(text)
	var spans []anonymise.Span
	for _, e := range out.Entities {
		if e.BeginOffset == nil || e.EndOffset == nil || e.Score == nil {
			return nil, fault.New(fault.Internal, "%s: an entity has no place or no score", op)
		}
		start, end := int(*e.BeginOffset), int(*e.EndOffset)
		if start < 0 || start >= end || end > len(points) {
			return nil, fault.New(fault.Internal, "%s: an entity lies outside the text", op)
		}
		if *e.Score >= d.least && identifies(e.Type, points[start:end]) {
			spans = append(spans, anonymise.Span{Start: start, End: end, Kind: kind(e.Type, points[start:end]), Why: "second opinion"})
		}
	}
	slices.SortFunc(spans, func(a, b anonymise.Span) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.Kind, b.Kind))
	})
	return slices.Compact(spans), nil
}

// identifies reports whether a span says more than the anonymiser's rules let stand: dates in words alone, such as
// "in March" and "last week", carry the sense of an account and identify nobody.
func identifies(t types.PiiEntityType, span []rune) bool {
	return t != types.PiiEntityTypeDateTime || slices.ContainsFunc(span, unicode.IsDigit)
}

// kind gives our kind for the service's. An address without a number is a place. What has no kind of ours, or is new,
// is an identifier all the same.
func kind(t types.PiiEntityType, span []rune) anonymise.Kind {
	k, known := kinds[t]
	switch {
	case !known:
		return anonymise.Other
	case k == anonymise.Address && !slices.ContainsFunc(span, unicode.IsDigit):
		return anonymise.Place
	}
	return k
}

var kinds = map[types.PiiEntityType]anonymise.Kind{
	types.PiiEntityTypeName:                            anonymise.Name,
	types.PiiEntityTypeUsername:                        anonymise.Name,
	types.PiiEntityTypeAddress:                         anonymise.Address,
	types.PiiEntityTypePhone:                           anonymise.Phone,
	types.PiiEntityTypeEmail:                           anonymise.Email,
	types.PiiEntityTypeUrl:                             anonymise.URL,
	types.PiiEntityTypeIpAddress:                       anonymise.URL,
	types.PiiEntityTypeDateTime:                        anonymise.Date,
	types.PiiEntityTypeAge:                             anonymise.Age,
	types.PiiEntityTypeLicensePlate:                    anonymise.Vehicle,
	types.PiiEntityTypeVehicleIdentificationNumber:     anonymise.Vehicle,
	types.PiiEntityTypeUkNationalInsuranceNumber:       anonymise.NI,
	types.PiiEntityTypeUkNationalHealthServiceNumber:   anonymise.NHS,
	types.PiiEntityTypeUkUniqueTaxpayerReferenceNumber: anonymise.Reference,
	types.PiiEntityTypePassportNumber:                  anonymise.Reference,
	types.PiiEntityTypeDriverId:                        anonymise.Reference,
	types.PiiEntityTypeBankAccountNumber:               anonymise.Reference,
	types.PiiEntityTypeBankRouting:                     anonymise.Reference,
	types.PiiEntityTypeInternationalBankAccountNumber:  anonymise.Reference,
	types.PiiEntityTypeCreditDebitNumber:               anonymise.Reference,
	types.PiiEntityTypeSsn:                             anonymise.Reference,
}
