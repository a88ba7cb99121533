package display

import (
	"bytes"
	"fmt"
)

// Part draws one named template of a page by itself, in a language: what a live page takes over from
// the server is drawn by the words that drew it first.
func (k *Kit) Part(lang, page, part string, data any) (string, error) {
	parsed := k.in(lang)[page]
	if parsed == nil {
		return "", fmt.Errorf("no page %s in %s", page, lang)
	}
	t, err := parsed()
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, part, data); err != nil {
		return "", err
	}
	return b.String(), nil
}
