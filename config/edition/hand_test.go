package edition_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"onedoor/config"
	"onedoor/config/edition"
)

// TestWhatOnlyTheFileSays has the administration name programs, hosts and paths: each is refused, at its place. What a
// hand wrote may stay, be changed beside, and go.
func TestWhatOnlyTheFileSays(t *testing.T) {
	s, file := shelf(t, nil)
	sample := string(config.SampleText())
	put := func(src string) error {
		_, err := s.Put(t.Context(), edition.Change{Who: "li", Act: edition.Program, Base: current(t, s).Sum, Src: []byte(src)})
		return err
	}
	own := func(file string) string {
		return strings.Replace(sample, "  languages: [zh, en]\n", "  languages: [zh, en, ug]\n  catalogues: {ug: "+file+"}\n", 1)
	}
	for name, src := range map[string]string{
		"a program":  sample + "\nvoice: {speakers: [{zone: 1, play: evil.sh}]}\n",
		"a folder":   sample + "\nvoice: {clips: /srv/clips}\n",
		"above":      sample + "\nvoice: {clips: ../clips}\n",
		"days":       sample + "\ndaily: {dir: /etc/cron.d}\n",
		"a host":     sample + "\ndaily: {post: {url: 'https://evil.example/x'}}\n",
		"a secret":   sample + "\ndaily: {post: {url: 'https://evil.example/x', token_file: /etc/shadow}}\n",
		"a file":     strings.Replace(sample, `"virtual:?profile=epson-80&baud=115200"`, `"file:/tmp/slips"`, 1),
		"a script":   strings.Replace(sample, `"virtual:?profile=epson-80&baud=115200"`, `"virtual:?%73cript=/etc/shadow"`, 1),
		"words":      own("/etc/ug.json"),
		"words away": own("../ug.json"),
	} {
		if strings.Count(src, "\nvoice:")+strings.Count(src, "\ndaily:") > 1 {
			t.Fatalf("%s: the sample has that part already", name)
		}
		bad, ok := errors.AsType[*config.InvalidError](put(src))
		if !ok || !strings.Contains(bad.Error(), "only from the file on the machine itself") || bad.Problems[0].Line < 2 {
			t.Errorf("%s: %v", name, bad)
		}
	}
	for name, src := range map[string]string{"clips": sample + "\nvoice: {clips: clips}\n", "own words": own("ug.json")} {
		if err := put(src); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	by := sample + "\nvoice: {speakers: [{zone: 1, play: aplay -q -}]}\n"
	if err := os.WriteFile(file, []byte(by), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := put(string(hotline([]byte(by), "12348"))); err != nil {
		t.Errorf("what was there may stay: %v", err)
	}
	if err := put(sample); err != nil {
		t.Errorf("what was there may go: %v", err)
	}
}
