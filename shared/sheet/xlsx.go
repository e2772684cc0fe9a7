package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Name is what our sheet is called in an XLSX file.
const Name = "Feedback"

// openXLSX reads a workbook. What it holds is looked at before anything is unpacked: its parts, their sizes as they
// say them (which the unpacking holds them to), and whether any is more than text in cells.
func openXLSX(content []byte) (*File, *Refusal) {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, &Refusal{Code: Broken}
	}
	if refusal := guard(archive); refusal != nil {
		return nil, refusal
	}
	// With both limits the same nothing is ever unpacked to a file: what people wrote stays in memory.
	book, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{
		UnzipSizeLimit: MostUnpacked, UnzipXMLSizeLimit: MostUnpacked,
	})
	if err != nil {
		return nil, &Refusal{Code: Broken}
	}
	name, refusal := ours(book)
	if refusal != nil {
		return nil, refusal
	}
	f := &File{}
	f.lines = func(yield func(line, *Refusal) bool) {
		rows, err := book.Rows(name)
		if err != nil {
			yield(line{}, &Refusal{Code: Broken})
			return
		}
		for number := 1; rows.Next(); number++ {
			hidden := rows.GetRowOpts().Hidden
			cells, err := rows.Columns()
			switch {
			case err != nil || number > excelize.TotalRows || len(cells) > MostCells && !blank(cells[MostCells:]):
				yield(line{}, &Refusal{Code: Broken})
				return
			case blank(cells):
				continue
			case hidden:
				yield(line{}, &Refusal{Code: Hidden, Detail: number})
				return
			}
			if !yield(line{number, cells[:min(len(cells), MostCells)]}, nil) {
				return
			}
		}
		if rows.Error() != nil || rows.Close() != nil {
			yield(line{}, &Refusal{Code: Broken})
		}
	}
	return f, nil
}

// ours finds the sheet to read: the one with our name, or the only one to be seen.
func ours(book *excelize.File) (string, *Refusal) {
	var seen []string
	for _, name := range book.GetSheetList() {
		visible, err := book.GetSheetVisible(name)
		if err != nil {
			return "", &Refusal{Code: Broken}
		}
		switch {
		case visible && alike(name, Name):
			return name, nil
		case alike(name, Name):
			return "", &Refusal{Code: Hidden}
		case visible:
			seen = append(seen, name)
		}
	}
	if len(seen) != 1 {
		return "", &Refusal{Code: WhichSheet}
	}
	return seen[0], nil
}

// guard refuses a workbook that holds more than text in cells, or that unpacks to too much.
func guard(archive *zip.Reader) *Refusal {
	if len(archive.File) > MostParts {
		return &Refusal{Code: TooLarge}
	}
	unpacked := uint64(0)
	for _, part := range archive.File {
		if unpacked += part.UncompressedSize64; part.UncompressedSize64 > MostUnpacked || unpacked > MostUnpacked {
			return &Refusal{Code: TooLarge}
		}
	}
	for _, part := range archive.File {
		name := strings.ToLower(strings.ReplaceAll(part.Name, `\`, "/"))
		switch {
		case strings.Contains(name, "vbaproject"), strings.HasPrefix(name, "xl/macrosheets/"), strings.HasPrefix(name, "xl/dialogsheets/"):
			return &Refusal{Code: Macros}
		case strings.HasPrefix(name, "xl/externallinks/"), name == "xl/connections.xml", strings.HasPrefix(name, "xl/querytables/"):
			return &Refusal{Code: Links}
		case strings.HasPrefix(name, "xl/embeddings/"), strings.HasPrefix(name, "xl/activex/"):
			return &Refusal{Code: Embedded}
		}
	}
	tags := 0
	for _, part := range archive.File {
		name := strings.ToLower(strings.ReplaceAll(part.Name, `\`, "/"))
		var refusal *Refusal
		switch {
		case strings.HasPrefix(name, "xl/worksheets/") && strings.HasSuffix(name, ".xml"):
			refusal = scan(part, formulas)
		case strings.HasSuffix(name, ".rels"):
			refusal = scan(part, links)
		default:
			refusal = countTags(part, &tags)
		}
		if refusal != nil {
			return refusal
		}
	}
	return nil
}

// scan goes through the elements of a part until one makes a refusal.
func scan(part *zip.File, look func(*xml.Decoder) *Refusal) *Refusal {
	r, err := part.Open()
	if err != nil {
		return &Refusal{Code: Broken}
	}
	defer r.Close() //nolint:errcheck // it was read from memory
	return look(xml.NewDecoder(r))
}

const mostFormulas = 5 // are named

// formulas finds cells with formulas. What they once came to is not read: nobody can tell whether it still holds.
func formulas(d *xml.Decoder) *Refusal {
	var cell string
	var found []string
	refusal := elements(d, func(e xml.StartElement) *Refusal {
		switch e.Name.Local {
		case "c":
			cell = attribute(e, "r")
		case "f":
			if found = append(found, Shortened(cell)); len(found) == mostFormulas {
				return &Refusal{Code: Formulas, Columns: found}
			}
		}
		return nil
	})
	if refusal == nil && len(found) > 0 {
		return &Refusal{Code: Formulas, Columns: found}
	}
	return refusal
}

// links finds what leads out of the file. Links that people click lead nowhere by themselves, and are only text to us.
func links(d *xml.Decoder) *Refusal {
	return elements(d, func(e xml.StartElement) *Refusal {
		if e.Name.Local == "Relationship" && strings.EqualFold(attribute(e, "TargetMode"), "External") &&
			!strings.HasSuffix(attribute(e, "Type"), "/hyperlink") {
			return &Refusal{Code: Links}
		}
		return nil
	})
}

// countTags adds a part's tags to those before it, whatever the part is called, until there are too many. A few bytes can
// unpack to millions of them.
func countTags(part *zip.File, tags *int) *Refusal {
	r, err := part.Open()
	if err != nil {
		return &Refusal{Code: Broken}
	}
	defer r.Close() //nolint:errcheck // it was read from memory
	some := make([]byte, 64<<10)
	for {
		n, err := r.Read(some)
		if *tags += bytes.Count(some[:n], []byte("<")); *tags > MostTags {
			return &Refusal{Code: TooLarge}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return &Refusal{Code: Broken}
		}
	}
}

func elements(d *xml.Decoder, look func(xml.StartElement) *Refusal) *Refusal {
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return &Refusal{Code: Broken}
		}
		if e, ok := token.(xml.StartElement); ok {
			if refusal := look(e); refusal != nil {
				return refusal
			}
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
