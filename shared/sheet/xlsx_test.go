package sheet_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"voiceforum/shared/sheet"
)

// workbook makes an XLSX file of rows, changed by change.
func workbook(t testing.TB, change func(*excelize.File), rows ...[]string) []byte {
	t.Helper()
	book := excelize.NewFile()
	for i, row := range rows {
		if err := book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	if change != nil {
		change(book)
	}
	var out bytes.Buffer
	if _, err := book.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// with gives a workbook with one more part.
func with(t testing.TB, content []byte, name, part string) []byte {
	t.Helper()
	from, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	to := zip.NewWriter(&out)
	for _, f := range from.File {
		if f.Name != name {
			if err := to.Copy(f); err != nil {
				t.Fatal(err)
			}
		}
	}
	w, err := to.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(part)); err != nil {
		t.Fatal(err)
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestWorkbooksHoldTextAndNothingElse(t *testing.T) {
	cells := [][]string{{"May be counted", "About", "One change"}, {"Yes", "How one client was treated", "Ring back"}}
	plain := workbook(t, nil, cells...)
	rows, refusal := read(t, plain)
	if refusal != nil || len(rows) != 1 || rows[0].Answers["one-change"][0] != "Ring back" {
		t.Fatalf("%+v: %v", rows, refusal)
	}
	must := func(err error) {
		if err != nil {
			t.Error(err)
		}
	}
	external := `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://x/attachedTemplate" Target="http://192.0.2.1/" TargetMode="External"/></Relationships>`
	for name, c := range map[string]struct {
		content []byte
		want    sheet.Code
	}{
		"macros":        {with(t, plain, "xl/vbaProject.bin", "x"), sheet.Macros},
		"old macros":    {with(t, plain, "xl/macrosheets/sheet1.xml", "<x/>"), sheet.Macros},
		"another file":  {with(t, plain, "xl/externalLinks/externalLink1.xml", "<x/>"), sheet.Links},
		"a connection":  {with(t, plain, "xl/connections.xml", "<x/>"), sheet.Links},
		"an address":    {with(t, plain, "xl/_rels/other.xml.rels", external), sheet.Links},
		"a file within": {with(t, plain, "xl/embeddings/oleObject1.bin", "x"), sheet.Embedded},
		"a formula":     {workbook(t, func(b *excelize.File) { must(b.SetCellFormula("Sheet1", "C2", "=1+1")) }, cells...), sheet.Formulas},
		"a formula elsewhere": {workbook(t, func(b *excelize.File) {
			_, err := b.NewSheet("Other")
			must(err)
			must(b.SetCellFormula("Other", "A1", "=1+1"))
		}, cells...), sheet.Formulas},
		"two sheets": {workbook(t, func(b *excelize.File) { _, err := b.NewSheet("Other"); must(err) }, cells...), sheet.WhichSheet},
		"our sheet hidden": {workbook(t, func(b *excelize.File) {
			_, err := b.NewSheet("feedback")
			must(err)
			must(b.SetSheetVisible("feedback", false))
		}, cells...), sheet.Hidden},
		"a hidden row":                     {workbook(t, func(b *excelize.File) { must(b.SetRowVisible("Sheet1", 2, false)) }, cells...), sheet.Hidden},
		"a bomb":                           {with(t, plain, "xl/worksheets/sheet9.xml", strings.Repeat(" ", sheet.MostUnpacked)), sheet.TooLarge},
		"a million strings in a few bytes": {with(t, plain, "xl/sharedStrings.xml", "<sst>"+strings.Repeat("<si><t>a</t></si>", sheet.MostTags/4)+"</sst>"), sheet.TooLarge},
		"no workbook":                      {with(t, emptyZip(t), "hello.txt", "x"), sheet.Broken},
		"broken sheet":                     {with(t, plain, "xl/worksheets/sheet1.xml", "<worksheet><sheetData><row"), sheet.Broken},
		"entities":                         {with(t, plain, "xl/worksheets/sheet1.xml", `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>`), sheet.Broken},
	} {
		if rows, refusal := read(t, c.content); refusal == nil || refusal.Code != c.want {
			t.Errorf("%s: %d rows, %+v, want %s", name, len(rows), refusal, c.want)
		}
	}
	if _, refusal := read(t, workbook(t, func(b *excelize.File) {
		_, err := b.NewSheet("Notes")
		must(err)
		must(b.SetSheetVisible("Notes", false))
	}, cells...)); refusal != nil {
		t.Errorf("a hidden sheet beside ours: %v", refusal)
	}
}

func emptyZip(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	f, err := w.Create("a.txt")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write([]byte("a")); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A number in an archive's directory is what it says of itself; the unpacking must not believe it.
func TestAPartThatIsLargerThanItSaysIsRefused(t *testing.T) {
	cells := [][]string{{"May be counted", "About"}, {"Yes", "one-client"}}
	content := with(t, workbook(t, nil, cells...), "xl/worksheets/sheet1.xml", "<worksheet>"+strings.Repeat(" ", 1<<20)+"</worksheet>")
	declared := binary.LittleEndian.AppendUint32(nil, 1<<20+uint32(len("<worksheet></worksheet>")))
	lied := bytes.ReplaceAll(content, declared, []byte{100, 0, 0, 0})
	if bytes.Equal(lied, content) {
		t.Fatal("nothing was changed")
	}
	if _, refusal := read(t, lied); refusal == nil || refusal.Code != sheet.Broken {
		t.Errorf("got %+v", refusal)
	}
}
