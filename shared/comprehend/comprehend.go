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
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/comprehend"
	"github.com/aws/aws-sdk-go-v2/service/comprehend/types"

	"voiceforum/shared/anonymise"
	"voiceforum/shared/cloud"
	"voiceforum/shared/fault"
)

// The service reads at most 100 KB of text at a time. Longer texts are read in pieces that overlap, so that an
// identifier at a cut is whole in one of them.
const (
	mostBytes = 100_000
	overlap   = 500 // bytes
)

// Detector asks the service. It may be used by several goroutines at once.
type Detector struct {
	client *comprehend.Client
	least  float32
	most   int // bytes in one request
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
	return &Detector{client: comprehend.NewFromConfig(cfg), least: float32(least), most: mostBytes}, nil
}

// Detect implements anonymise.SecondOpinion. The spans are in code points of the text, ordered by their start, and may
// overlap. A failure that may pass is a fault.Unavailable; an answer that makes no sense a fault.Internal.
func (d *Detector) Detect(ctx context.Context, text string) ([]anonymise.Span, error) {
	var spans []anonymise.Span
	for _, p := range pieces(text, d.most) {
		if strings.TrimSpace(p.text) == "" {
			continue
		}
		found, err := d.ask(ctx, p.text)
		if err != nil {
			return nil, err
		}
		for _, s := range found {
			s.Start, s.End = s.Start+p.before, s.End+p.before
			spans = append(spans, s)
		}
	}
	slices.SortFunc(spans, func(a, b anonymise.Span) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.Kind, b.Kind))
	})
	return slices.Compact(spans), nil
}

// ask has one piece read.
func (d *Detector) ask(ctx context.Context, text string) ([]anonymise.Span, error) {
	const op = "ask for a second opinion"
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
	return spans, nil
}

// piece is a part of a text and how many code points stand before it.
type piece struct {
	text   string
	before int
}

// pieces cuts a text into parts of at most so many bytes, which overlap.
func pieces(text string, most int) []piece {
	var all []piece
	for before := 0; ; {
		if len(text) <= most {
			return append(all, piece{text, before})
		}
		end := cut(text, most)
		all = append(all, piece{text[:end], before})
		next := cut(text[:end], max(end-min(overlap, most/2), 1))
		before += utf8.RuneCountInString(text[:next])
		text = text[next:]
	}
}

// cut gives the last place at or before byte at, and past the first, where white space ends or, where there is none
// near by, where a code point ends.
func cut(text string, at int) int {
	for i := at; i > 0 && i > at-overlap/2; i-- {
		if text[i-1] == ' ' || text[i-1] == '\n' {
			return i
		}
	}
	for i := at; i > 0; i-- {
		if utf8.RuneStart(text[i]) {
			return i
		}
	}
	_, size := utf8.DecodeRuneInString(text)
	return size
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
