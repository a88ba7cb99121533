package edition

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"onedoor/config"
)

// The bounds of an export, in bytes: packed, unpacked, and of one file. What Pack makes Unpack takes. 600 recordings of a second are some 60 MB.
const (
	MostPacked   = 64 << 20
	mostUnpacked = 128 << 20
	mostOne      = 24 << 20 // a recording as it may lie in the folder
	mostFiles    = 2000
)

// The names in an export: the config, catalogues by language, clips by language and name with their scripts.
const packedConfig = "centre.yaml"

var (
	packedWords = regexp.MustCompile(`^words/([A-Za-z0-9-]{2,30})\.json$`)
	packedClip  = regexp.MustCompile(`^clips/([a-z]{2}\.tsv|[a-z]{2}/[a-z0-9][a-z0-9_.-]{0,60}\.wav)$`)
)

// Pack makes one ZIP of a config's text and what it names beside it, catalogues and recordings, as of a moment.
func Pack(src []byte, centre *config.Centre, at time.Time) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	total, files := 0, 0
	put := func(name string, text []byte) error {
		if len(text) > mostOne {
			return refuse(Large, path.Base(name))
		}
		if total, files = total+len(text), files+1; total > mostUnpacked || files > mostFiles {
			return refuse(Many)
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: at})
		if err == nil {
			_, err = w.Write(text)
		}
		return err
	}
	if err := put(packedConfig, src); err != nil {
		return nil, err
	}
	for _, lang := range slices.Sorted(maps.Keys(centre.Catalogues)) {
		text, err := os.ReadFile(centre.Beside(centre.Catalogues[lang]))
		if err == nil {
			err = put("words/"+lang+".json", text)
		}
		if err != nil {
			return nil, fmt.Errorf("pack the words in %s: %w", lang, err)
		}
	}
	if dir := centre.Voice.Clips; dir != "" {
		if err := packClips(os.DirFS(centre.Beside(dir)), put); err != nil {
			return nil, fmt.Errorf("pack the recordings: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	if b.Len() > MostPacked {
		return nil, refuse(Many)
	}
	return b.Bytes(), nil
}

// packClips packs the recordings of a folder and nothing else that lies there.
func packClips(dir fs.FS, put func(string, []byte) error) error {
	return fs.WalkDir(dir, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || !packedClip.MatchString("clips/"+p) {
			return err
		}
		b, err := fs.ReadFile(dir, p)
		if err != nil {
			return err
		}
		return put("clips/"+p, b)
	})
}

// Bundle is what an export holds.
type Bundle struct {
	Src   []byte
	Words map[string][]byte // by language
	Clips map[string][]byte // by path within the folder of recordings
}

// Unpack reads an export, or a config alone. Names that an export doesn't have are refused, whatever they would lead
// to, and so is what is larger than its bounds.
func Unpack(r io.ReaderAt, size int64) (*Bundle, error) {
	head := make([]byte, 4)
	if _, err := r.ReadAt(head, 0); err != nil || string(head) != "PK\x03\x04" {
		src, err := io.ReadAll(io.LimitReader(io.NewSectionReader(r, 0, size), mostBytes+1))
		if err != nil || len(src) > mostBytes {
			return nil, errors.Join(refuse(NoExport), err)
		}
		return &Bundle{Src: src}, nil
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, refuse(Broken)
	}
	if len(z.File) > mostFiles {
		return nil, refuse(Many)
	}
	b := &Bundle{Words: map[string][]byte{}, Clips: map[string][]byte{}}
	left := int64(mostUnpacked)
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		most := int64(mostOne)
		if f.Name == packedConfig {
			most = mostBytes
		}
		text, err := unpackOne(f, min(left, most))
		if err != nil {
			return nil, err
		}
		left -= int64(len(text))
		if err := b.take(f.Name, text); err != nil {
			return nil, err
		}
	}
	if b.Src == nil {
		return nil, refuse(NoConfig)
	}
	return b, nil
}

func unpackOne(f *zip.File, most int64) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, refuse(Broken)
	}
	defer r.Close() //nolint:errcheck // only read
	text, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		return nil, refuse(Broken)
	}
	if int64(len(text)) > most {
		return nil, refuse(Large, path.Base(f.Name))
	}
	return text, nil
}

func (b *Bundle) take(name string, text []byte) error {
	words := packedWords.FindStringSubmatch(name)
	switch {
	case name == packedConfig && b.Src == nil:
		b.Src = text
	case words != nil && b.Words[words[1]] == nil:
		b.Words[words[1]] = text
	case packedClip.MatchString(name) && b.Clips[strings.TrimPrefix(name, "clips/")] == nil:
		b.Clips[strings.TrimPrefix(name, "clips/")] = text
	default:
		return refuse(Foreign, name)
	}
	return nil
}

// Fill puts a hash that fits nobody in place of each masked one, and a word in place of a masked password, so that a text that came from elsewhere can be
// checked.
func Fill(src []byte) []byte {
	const nobody = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	n := 0
	src = regexp.MustCompile(`(first_pin|token_sha256)(:\s*)"?\*{12}"?`).ReplaceAllFunc(src, func(m []byte) []byte {
		n++
		if bytes.HasPrefix(m, []byte("first_pin")) {
			return []byte(`first_pin: "` + nobody + `"`)
		}
		return fmt.Appendf(nil, `token_sha256: "%064x"`, n)
	})
	return bytes.ReplaceAll(src, []byte(config.Masked), []byte("masked")) // passwords in addresses
}
