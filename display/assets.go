package display

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/gin-gonic/gin"
)

// Assets serves the faces' styles, scripts and pictures under one address,
// /assets/<hash of all>/<face>/<file>, so that a script's relative imports work
// and browsers keep every file for ever. Files are held in memory, packed too
// where that makes them smaller.
type Assets struct {
	now atomic.Pointer[build]
}

// build is the assets at a moment. It never changes.
type build struct {
	hash   string
	files  map[string]asset
	before *build // the one before, of those that are kept: pages that were drawn a moment ago still ask for it
}

type asset struct {
	mime   string
	source []byte // as a face brings it
	plain  []byte
	packed func() []byte // gzip, made once; nil where it saves nothing
}

// newAssets takes the files of each face by name: "kiosk/kiosk.css".
func newAssets(files map[string][]byte) (*Assets, error) {
	a := &Assets{}
	now, err := newBuild(files, nil)
	a.now.Store(now)
	return a, err
}

// keptBuilds is how many builds are kept, the present one among them. What didn't change they have in common.
const keptBuilds = 5

// replace serves other files from now on. Those that are as they were aren't packed anew.
func (a *Assets) replace(files map[string][]byte) error {
	before := a.now.Load()
	now, err := newBuild(files, before)
	if err != nil {
		return err
	}
	if now.hash != before.hash {
		now.before = before.latest(keptBuilds - 1)
		a.now.Store(now)
	}
	return nil
}

// latest gives a build and those before it, so many in all.
func (b *build) latest(n int) *build {
	if b == nil || n == 0 {
		return nil
	}
	kept := *b
	kept.before = b.before.latest(n - 1)
	return &kept
}

// of finds a build by its hash; the present one when it isn't kept.
func (b *build) of(hash string) *build {
	for old := b; old != nil; old = old.before {
		if old.hash == hash {
			return old
		}
	}
	return b
}

func newBuild(files map[string][]byte, before *build) (*build, error) {
	a := &build{files: make(map[string]asset, len(files)), before: before}
	sum := sha256.New()
	var bad []error
	for _, name := range slices.Sorted(maps.Keys(files)) {
		b := files[name]
		fmt.Fprintf(sum, "%s %d\n", name, len(b))
		sum.Write(b)
		if before != nil && bytes.Equal(before.files[name].source, b) && before.files[name].mime != "" {
			a.files[name] = before.files[name]
			continue
		}
		f, err := newAsset(name, b)
		if err != nil {
			bad = append(bad, fmt.Errorf("asset %s: %w", name, err))
			continue
		}
		a.files[name] = f
	}
	a.hash = hex.EncodeToString(sum.Sum(nil))[:16]
	return a, errors.Join(bad...)
}

func newAsset(name string, b []byte) (asset, error) {
	f := asset{mime: mimeOf(name), source: b, plain: b}
	if f.mime == "" {
		return f, errors.New("a kind of file that is not served")
	}
	if path.Ext(name) == ".css" {
		b = cssComment.ReplaceAll(b, nil) // a seventh of what a phone waits for at first
		f.plain = b
	}
	f.packed = sync.OnceValue(func() []byte { return pack(b) })
	return f, nil
}

// pack makes a file smaller; nil when that saves less than a tenth.
func pack(b []byte) []byte {
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return nil
	}
	if _, err := w.Write(b); err != nil {
		return nil
	}
	if err := w.Close(); err != nil || packed.Len() >= len(b)*9/10 {
		return nil
	}
	return bytes.Clone(packed.Bytes())
}

// mimeOf is a fixed table: the system's own differs from machine to machine.
func mimeOf(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".json":
		return "application/json"
	case ".webmanifest":
		return "application/manifest+json"
	case ".png", ".ogg", ".mp3", ".wav":
		return mime.TypeByExtension(path.Ext(name))
	}
	return ""
}

// collect reads every file below dir of a face's files.
func collect(into map[string][]byte, face string, files fs.FS, dir string) error {
	return fs.WalkDir(files, dir, func(p string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // a face without assets
		}
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(files, p)
		if err != nil {
			return err
		}
		into[face+"/"+strings.TrimPrefix(p, dir+"/")] = b
		return nil
	})
}

// Hash names this build of the assets; it changes when any file does.
func (a *Assets) Hash() string { return a.now.Load().hash }

// Path gives the address of an asset, as "kiosk/kiosk.css".
func (a *Assets) Path(name string) (string, error) {
	now := a.now.Load()
	if _, ok := now.files[name]; !ok {
		return "", fmt.Errorf("no asset %s", name)
	}
	return "/assets/" + now.hash + "/" + name, nil
}

// serve answers /assets/*path. Another build's hash is answered with 404: a
// page must not mix two builds.
func (a *Assets) serve(c *gin.Context) {
	hash, name, _ := strings.Cut(strings.TrimPrefix(c.Param("path"), "/"), "/")
	now := a.now.Load().of(hash)
	f, ok := now.files[name]
	if hash != now.hash || !ok {
		c.Header("Cache-Control", "no-store")
		c.Status(http.StatusNotFound)
		return
	}
	c.Header("Cache-Control", "public, max-age=31536000, immutable")
	c.Header("Vary", "Accept-Encoding")
	body := f.plain
	if strings.Contains(c.GetHeader("Accept-Encoding"), "gzip") {
		if packed := f.packed(); packed != nil {
			c.Header("Content-Encoding", "gzip")
			body = packed
		}
	}
	c.Data(http.StatusOK, f.mime, body)
}
