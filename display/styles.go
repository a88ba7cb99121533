package display

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
)

// imported is a line of a stylesheet that takes in another one.
var imported = regexp.MustCompile(`(?m)^@import "([^"]+)";\n`)

// joinStyles puts the stylesheets that others import where the import stands, so
// that a page on a slow line asks for one file and not for three. An imported
// file imports nothing itself.
func joinStyles(files map[string][]byte) error {
	var bad []error
	joined := map[string][]byte{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if path.Ext(name) != ".css" || !imported.Match(files[name]) {
			continue
		}
		joined[name] = imported.ReplaceAllFunc(files[name], func(line []byte) []byte {
			target := path.Join(path.Dir(name), string(imported.FindSubmatch(line)[1]))
			b, ok := files[target]
			if !ok || imported.Match(b) {
				bad = append(bad, fmt.Errorf("asset %s imports %s, which isn't there or imports others", name, target))
			}
			return append(bytes.Clone(b), '\n')
		})
	}
	maps.Copy(files, joined)
	return errors.Join(bad...)
}
