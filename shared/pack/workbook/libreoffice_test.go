package workbook_test

import (
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"voiceforum/shared/pack/packtest"
)

// everySheet has LibreOffice write each sheet as UTF-8 with commas: fields 44,34,76 are comma, quotation mark, UTF-8, and
// the last, -1, is for all sheets.
const everySheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"

// TestLibreOfficeReadsWhatWasWritten opens the book in another program than the library that wrote it.
func TestLibreOfficeReadsWhatWasWritten(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Fatal("LibreOffice Calc is needed for this test. `make test` installs it for root; otherwise: sudo apt-get install libreoffice-calc-nogui")
	}
	dir := t.TempDir()
	content := written(t, packtest.Release(t, 60))
	file := filepath.Join(dir, "tables.xlsx")
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(office, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless", //nolint:gosec // found on the path
		"--convert-to", everySheet, "--outdir", dir, file).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	book := opened(t, content)
	for _, name := range book.GetSheetList() {
		want, err := book.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := os.Open(filepath.Join(dir, "tables-"+name+".csv"))
		if err != nil {
			t.Errorf("LibreOffice did not write %s: %v\n%s", name, err, out)
			continue
		}
		got, err := csv.NewReader(f).ReadAll()
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range got { // it fills rows up to the widest
			for len(row) > 1 && row[len(row)-1] == "" {
				row = row[:len(row)-1]
			}
			got[i] = row
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("LibreOffice reads %s otherwise:\n%s", name, diff[:min(len(diff), 2000)])
		}
	}
}
