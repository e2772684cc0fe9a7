package dynamostore

import (
	"bytes"
	"compress/gzip"
	"encoding/json"

	"voiceforum/shared/fault"
	"voiceforum/shared/handover"
)

const (
	forwardWrites = 99        // of one transaction, beside the part's end
	partBytes     = 350 << 10 // of a part's pieces, before they are compressed; the rest of an item is small
)

// partsOf writes pieces down, as many together as one transaction and one item take.
func partsOf(op string, pieces []handover.Piece) ([][]byte, error) {
	var parts [][]byte
	var part []json.RawMessage
	writes, size := 0, 0
	end := func() error {
		if len(part) == 0 {
			return nil
		}
		body, err := packed(op, part)
		parts, part, writes, size = append(parts, body), nil, 0, 0
		return err
	}
	for _, p := range pieces {
		body, err := json.Marshal(p)
		if err != nil {
			return nil, fault.New(fault.Internal, "%s: a piece does not marshal", op)
		}
		if writes+writesOf(p) > forwardWrites || size+len(body) > partBytes {
			if err := end(); err != nil {
				return nil, err
			}
		}
		part = append(part, body)
		writes, size = writes+writesOf(p), size+len(body)
	}
	err := end()
	return parts, err
}

// packed writes pieces as compressed JSON: each part is written, told by the stream, read and deleted, and most of it
// is the same names over and over.
func packed(op string, part []json.RawMessage) ([]byte, error) {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if err := json.NewEncoder(z).Encode(part); err != nil {
		return nil, fault.New(fault.Internal, "%s: a part does not marshal", op)
	}
	if err := z.Close(); err != nil {
		return nil, fault.New(fault.Internal, "%s: a part is not compressed", op)
	}
	return out.Bytes(), nil
}

// unpacked reads a part's pieces.
func unpacked(op string, body []byte) (pieces []handover.Piece, err error) {
	z, err := gzip.NewReader(bytes.NewReader(body))
	if err == nil {
		err = json.NewDecoder(z).Decode(&pieces)
	}
	if err != nil {
		return nil, fault.New(fault.Internal, "%s: a part does not read", op)
	}
	return pieces, nil
}

// writesOf is how many writes of a transaction a piece takes at most.
func writesOf(p handover.Piece) int {
	if p.Corrects {
		return 2
	}
	return 1
}
