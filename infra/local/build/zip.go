package build

import (
	"archive/zip"
	"compress/flate"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"voiceforum/infra/local/template"
)

// Zip is a function as it would be sent to the cloud.
type Zip struct {
	Function string
	Path     string
	Bytes    int64 // the size of the file
}

// Package builds every function for the machine that the template names and zips it into outDir/<function>.zip; the
// same sources give the same bytes. The list is in the platform's order. progress is as for Functions.
func Package(ctx context.Context, root string, p *template.Platform, outDir string, progress func(function string)) ([]Zip, error) {
	cloud := func(f template.Function) target {
		if f.Machine == "x86_64" {
			return target{"linux", "amd64"}
		}
		return target{"linux", f.Machine}
	}
	if err := all(ctx, root, p, outDir, cloud, progress); err != nil {
		return nil, err
	}
	var zips []Zip
	for _, f := range p.Functions {
		z := Zip{Function: f.Name, Path: filepath.Join(outDir, f.Name+".zip")}
		var err error
		if z.Bytes, err = pack(filepath.Join(outDir, f.Name, Binary), z.Path); err != nil {
			return nil, fmt.Errorf("zip function %s: %w", f.Name, err)
		}
		zips = append(zips, z)
	}
	return zips, nil
}

// pack zips one program, without times or owners, and gives the size of the zip.
func pack(program, path string) (int64, error) {
	source, err := os.Open(program)
	if err != nil {
		return 0, err
	}
	defer source.Close()
	file, err := os.Create(path)
	if err != nil {
		return 0, err
	}
	defer file.Close() // a second time after success, which is harmless
	if err := write(file, source); err != nil {
		return 0, err
	}
	info, err := file.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), file.Close()
}

func write(file io.Writer, source io.Reader) error {
	archive := zip.NewWriter(file)
	archive.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.BestCompression)
	})
	header := &zip.FileHeader{Name: Binary, Method: zip.Deflate}
	header.SetMode(0o755)
	entry, err := archive.CreateHeader(header)
	if err != nil {
		return err
	}
	if _, err := io.Copy(entry, source); err != nil {
		return err
	}
	return archive.Close()
}
