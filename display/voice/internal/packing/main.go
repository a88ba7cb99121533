// Command packing makes the pack of clips that is in the program, of the lists of
// words beside it: make clips. It needs espeak-ng and opusenc, of Debian's
// opus-tools, and no network.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"onedoor/display/voice"
	"onedoor/display/voice/studio"
)

// gap lies between two clips of the file, so that none is heard in its neighbour.
const gap = 60 * time.Millisecond

func main() {
	if err := run(context.Background(), os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run makes LANG.opus and LANG.json of each LANG.tsv of a folder.
func run(ctx context.Context, dir string) error {
	lists, err := filepath.Glob(filepath.Join(dir, "*.tsv"))
	if err != nil {
		return err
	}
	for _, list := range lists {
		if err := pack(ctx, list); err != nil {
			return fmt.Errorf("%s: %w", list, err)
		}
	}
	return nil
}

func pack(ctx context.Context, list string) error {
	lang := strings.TrimSuffix(filepath.Base(list), ".tsv")
	words, err := os.ReadFile(list)
	if err != nil {
		return err
	}
	silence := make(voice.Sound, int(gap*voice.Rate/time.Second))
	all := silence
	var index []voice.Packed
	for line := range strings.Lines(string(words)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) != 3 {
			return fmt.Errorf("%q is not name, text and how it is spoken", line)
		}
		s, err := studio.Speak(ctx, lang, f[2])
		if err != nil {
			return err
		}
		index = append(index, voice.Packed{Name: f[0], Text: f[1], From: len(all), Samples: len(s)})
		all = append(append(all, s...), silence...)
	}
	var opus bytes.Buffer
	c := exec.CommandContext(ctx, "opusenc", "--quiet", "--speech", "--bitrate", "12", "--framesize", "20", "--comp", "10",
		"--discard-comments", "--serial", "1", "-", "-")
	c.Stdin, c.Stdout, c.Stderr = bytes.NewReader(all.WAV()), &opus, os.Stderr
	if err := c.Run(); err != nil {
		return fmt.Errorf("opusenc: %w", err)
	}
	tape, err := voice.ReadTape(opus.Bytes())
	if err != nil {
		return err
	}
	for i := range index {
		s, err := tape.Play(index[i].From, index[i].Samples)
		if err != nil {
			return err
		}
		index[i].Gain = voice.GainTo(s)
	}
	var text bytes.Buffer
	text.WriteString("[\n")
	for i, p := range index {
		b, err := json.Marshal(p)
		if err != nil {
			return err
		}
		text.Write(b)
		if i < len(index)-1 {
			text.WriteByte(',')
		}
		text.WriteByte('\n')
	}
	text.WriteString("]\n")
	base := strings.TrimSuffix(list, ".tsv")
	if err := os.WriteFile(base+".json", text.Bytes(), 0o644); err != nil { //nolint:gosec // part of the source
		return err
	}
	fmt.Printf("%s: %d clips, %.0f s, %d bytes\n", lang, len(index), all.Length().Seconds(), opus.Len())
	return os.WriteFile(base+".opus", opus.Bytes(), 0o644) //nolint:gosec // part of the source
}
