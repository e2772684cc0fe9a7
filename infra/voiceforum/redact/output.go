package redact

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"voiceforum/shared/fault"
)

// ToFile has write fill a file that nobody but the user can read, and puts it in its place only when all of it is
// there: on an error there is nothing new at path. A file that was there before is replaced, unless it is one of inputs.
func ToFile(path string, inputs []*os.File, write func(io.Writer) error) (err error) {
	path, err = target(path, inputs)
	if err != nil {
		return err
	}
	part, err := os.CreateTemp(filepath.Dir(path), ".voiceforum-*") // mode 0600
	if err != nil {
		return fmt.Errorf("make the output file: %w", err)
	}
	defer func() {
		if err != nil {
			part.Close() //nolint:errcheck // what is in it is worth nothing
			err = errors.Join(err, os.Remove(part.Name()))
		}
	}()
	if err := write(part); err != nil {
		return err
	}
	if err := errors.Join(part.Sync(), part.Close()); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	if err := os.Rename(part.Name(), path); err != nil {
		return fmt.Errorf("put the output in its place: %w", err)
	}
	return nil
}

// target follows a link to where the output goes, and refuses what must not be replaced.
func target(path string, inputs []*os.File) (string, error) {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	} else if !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("find the output file: %w", err)
	}
	there, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return path, nil
	} else if err != nil {
		return "", fmt.Errorf("find the output file: %w", err)
	}
	if !there.Mode().IsRegular() {
		return "", fault.New(fault.Invalid, "the output is not a plain file; without --output it goes to standard output")
	}
	for _, in := range inputs {
		if read, err := in.Stat(); err == nil && os.SameFile(there, read) {
			return "", fault.New(fault.Invalid, "the output would replace the input; choose another name")
		}
	}
	return path, nil
}

// ToStream gathers what write writes in a file without a name, and copies it to out when all of it is there: on an
// error out gets none of it.
func ToStream(out io.Writer, write func(io.Writer) error) (err error) {
	part, err := os.CreateTemp("", "voiceforum-*") // mode 0600
	if err != nil {
		return fmt.Errorf("make room for the output: %w", err)
	}
	removed := os.Remove(part.Name()) // an open file lives on without its name, and goes with the process
	defer func() {
		err = errors.Join(err, part.Close())
		if removed != nil { // where it cannot: Windows
			err = errors.Join(err, os.Remove(part.Name()))
		}
	}()
	if err := write(part); err != nil {
		return err
	}
	if _, err := part.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("read the output again: %w", err)
	}
	if _, err := io.Copy(out, part); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}
