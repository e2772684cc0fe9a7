package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"voiceforum/shared/dynamostore"
	"voiceforum/shared/fault"
	"voiceforum/shared/organisation"
	"voiceforum/shared/response"
	"voiceforum/shared/seal"
	"voiceforum/shared/sheet"
)

// sealed encrypts a part of a spreadsheet, bound to the spreadsheet and to its place there: 0 for the head, a chunk's
// number plus one for a chunk.
func (in *intake) sealed(ctx context.Context, id string, place int, v any) (dynamostore.Encrypted, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return dynamostore.Encrypted{}, fault.New(fault.Internal, "write a part of a spreadsheet")
	}
	text, key, err := in.seal.Seal(ctx, seal.Staged, partID(id, place), plain)
	return dynamostore.Encrypted{Ciphertext: text, WrappedKey: key}, err
}

func (in *intake) opened(ctx context.Context, id string, place int, e dynamostore.Encrypted, v any) error {
	plain, err := in.open.Open(ctx, seal.Staged, partID(id, place), e.Ciphertext, e.WrappedKey)
	if err != nil {
		return err
	}
	if json.Unmarshal(plain, v) != nil {
		return fault.New(fault.Internal, "a part of a spreadsheet does not read")
	}
	return nil
}

func partID(id string, place int) response.ID { return response.ID(fmt.Sprintf("%s#%d", id, place)) }

// create keeps a new spreadsheet.
func (in *intake) create(ctx context.Context, st sheet.Staging) error {
	head, err := in.sealed(ctx, st.ID, 0, st)
	if err != nil {
		return err
	}
	return in.sheets.Create(ctx, sheetOf(st), head, st.Expires)
}

// load gives a spreadsheet of an organisation; a fault.Gone where there is none or its time is over.
func (in *intake) load(ctx context.Context, o organisation.ID, id string) (sheet.Staging, error) {
	head, version, err := in.sheets.Head(ctx, dynamostore.Sheet{Organisation: o, ID: id}, in.now())
	if err != nil {
		return sheet.Staging{}, err
	}
	var st sheet.Staging
	err = in.opened(ctx, id, 0, head, &st)
	st.Version = version
	return st, err
}

// chunk gives one chunk of a spreadsheet.
func (in *intake) chunk(ctx context.Context, st sheet.Staging, n int) (sheet.Chunk, error) {
	kept, err := in.sheets.Chunk(ctx, sheetOf(st), n, in.now())
	if err != nil {
		return sheet.Chunk{}, err
	}
	var c sheet.Chunk
	err = in.opened(ctx, st.ID, n+1, kept, &c)
	return c, err
}

// save keeps a spreadsheet with some of its chunks, all or nothing; a fault.Conflict where it changed meanwhile, and a
// fault.TooLarge where that does not fit into the database. Of chunks the numbers are those in st.Chunks, whose counts it
// brings up to date. On an error st is as it was.
func (in *intake) save(ctx context.Context, st *sheet.Staging, chunks map[int]sheet.Chunk) error {
	next := *st
	next.Chunks = slices.Clone(st.Chunks)
	parts := map[int]dynamostore.Encrypted{}
	for n, c := range chunks {
		for len(next.Chunks) <= n {
			next.Chunks = append(next.Chunks, sheet.Summary{})
		}
		next.Chunks[n] = c.Summary()
		var err error
		if parts[n], err = in.sealed(ctx, st.ID, n+1, c); err != nil {
			return err
		}
	}
	head, err := in.sealed(ctx, st.ID, 0, next)
	if err != nil {
		return err
	}
	if err := in.sheets.Save(ctx, sheetOf(*st), st.Version, head, parts, st.Expires); err != nil {
		return err
	}
	next.Version++
	*st = next
	return nil
}

// forget removes all there is of a spreadsheet, its files included.
func (in *intake) forget(ctx context.Context, st sheet.Staging) error {
	if err := in.sheets.Delete(ctx, sheetOf(st), st.Expires); err != nil {
		return err
	}
	return in.forgetFiles(ctx, sheetOf(st), st.Upload)
}

// forgetFiles removes the files of a spreadsheet of which there were some uploads.
func (in *intake) forgetFiles(ctx context.Context, of dynamostore.Sheet, uploads int) error {
	for n := range uploads {
		if err := in.files.Delete(ctx, in.bucket, uploadKey(of, n+1)); err != nil {
			return err
		}
	}
	return nil
}

func sheetOf(st sheet.Staging) dynamostore.Sheet {
	return dynamostore.Sheet{Organisation: st.Organisation.ID, ID: st.ID}
}

// The keys of files in the bucket: uploads/ORGANISATION/ID/N for the N-th upload of a spreadsheet, and
// jobs/ORGANISATION/ID/VERSION for work that is to be done from that version on.
const (
	uploadsPrefix = "uploads/"
	jobsPrefix    = "jobs/"
)

func uploadKey(of dynamostore.Sheet, n int) string {
	return fmt.Sprintf("%s%s/%s/%d", uploadsPrefix, of.Organisation, of.ID, n)
}

// askFor asks for work on a spreadsheet, which begins when this is answered. The same is asked for once a version.
func (in *intake) askFor(ctx context.Context, st sheet.Staging) error {
	key := fmt.Sprintf("%s%s/%s/%d", jobsPrefix, st.Organisation.ID, st.ID, st.Version)
	return in.files.Put(ctx, in.bucket, key, "text/plain", "attachment", []byte("go on"))
}
