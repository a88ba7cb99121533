package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"onedoor/display"
	"onedoor/display/voice"
	"onedoor/display/voice/studio"
	"onedoor/queue"
)

// voiceCmd is what a centre needs to speak with a voice of its own.
type voiceCmd struct {
	Script voiceScriptCmd `cmd:"" help:"Write what to read aloud: a list for each language, a file's name and what is said in it."`
	Make   voiceMakeCmd   `cmd:"" help:"Have espeak-ng say what isn't recorded yet: a stand-in that knows the centre's rooms."`
	Check  voiceCheckCmd  `cmd:"" help:"Tell which recordings are missing, can't be read, are too quiet or too long."`
}

// voiceDir are the flags of all three.
type voiceDir struct {
	Config string `type:"path" env:"ONEDOOR_CONFIG" placeholder:"FILE" help:"The centre's YAML file; without one, the sample centre's."`
	Dir    string `arg:"" optional:"" type:"path" help:"The folder of recordings; else the one in \"clips\" of the config's voice."`
}

// open reads the config, and says where the recordings are.
func (d voiceDir) open() (k *display.Kit, rules *queue.Rules, dir string, err error) {
	centre, _, err := loadCentre(d.Config)
	if err != nil {
		return nil, nil, "", err
	}
	if dir = d.Dir; dir == "" {
		dir = clipsDir(centre)
	}
	if dir == "" {
		return nil, nil, "", badUsage("voice: name the folder of recordings, or write it as \"clips\" of the config's voice")
	}
	k, err = display.New(display.Options{Rules: func() *queue.Rules { return centre.Rules }, Later: true})
	return k, centre.Rules, dir, err
}

type voiceScriptCmd struct{ voiceDir }

// Run writes DIR/LANG.tsv. What stands there stays; what is missing comes behind it.
func (c voiceScriptCmd) Run(std streams) error {
	k, rules, dir, err := c.open()
	if err != nil {
		return err
	}
	for _, lang := range spokenIn(rules) {
		clips, err := voice.Script(k, rules, lang)
		if err != nil {
			return err
		}
		if len(clips) == 0 {
			continue
		}
		if err := os.MkdirAll(filepath.Join(dir, lang), 0o755); err != nil { //nolint:gosec // nothing secret
			return err
		}
		added, err := extend(dir, lang, clips)
		if err != nil {
			return err
		}
		fmt.Fprintf(std.out, "%s: %s to read aloud, %d of them new; record each as %s\n", filepath.Join(dir, lang+".tsv"),
			counted(len(clips), "clip"), added, filepath.Join(dir, lang, "NAME.wav"))
	}
	return nil
}

// spokenIn gives the languages in which a centre’s calls are made.
func spokenIn(rules *queue.Rules) []string {
	if len(rules.Centre.Languages) > 0 {
		return rules.Centre.Languages
	}
	return []string{rules.Centre.Locale}
}

// extend writes the clips that a list doesn't have yet behind those it has. A name whose words
// have changed gets a new line, and the old one goes: its recording says something else.
func extend(dir, lang string, clips []voice.Clip) (added int, err error) {
	have, err := voice.ReadScript(os.DirFS(dir), lang)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return 0, badInput(err)
	}
	old := map[string]voice.Clip{}
	for _, c := range have {
		old[c.Name] = c
	}
	var b strings.Builder
	for _, c := range clips {
		was, known := old[c.Name]
		switch delete(old, c.Name); {
		case !known:
			added++
		case was.Text == c.Text:
			c = was
		default:
			added++
			if err := os.Rename(recording(dir, lang, c.Name), recording(dir, lang, c.Name)+".old"); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return 0, err
			}
		}
		writeClip(&b, c)
	}
	for _, c := range have { // of the centre's own: they may say more
		if _, left := old[c.Name]; left {
			writeClip(&b, c)
		}
	}
	return added, os.WriteFile(filepath.Join(dir, lang+".tsv"), []byte(b.String()), 0o644) //nolint:gosec // nothing secret
}

func writeClip(b *strings.Builder, c voice.Clip) {
	b.WriteString(c.Name + "\t" + c.Text)
	if c.How != "" {
		b.WriteString("\t" + c.How)
	}
	b.WriteByte('\n')
}

func recording(dir, lang, name string) string { return filepath.Join(dir, lang, name+".wav") }

type voiceMakeCmd struct{ voiceDir }

// Run has espeak-ng say every clip of the lists that has no recording.
func (c voiceMakeCmd) Run(ctx context.Context, std streams) error {
	if err := voiceScriptCmd(c).Run(std); err != nil {
		return err
	}
	_, rules, dir, err := c.open()
	if err != nil {
		return err
	}
	for _, lang := range spokenIn(rules) {
		clips, err := voice.ReadScript(os.DirFS(dir), lang)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		} else if err != nil {
			return badInput(err)
		}
		made := 0
		for _, clip := range clips {
			file := recording(dir, lang, clip.Name)
			if _, err := os.Stat(file); err == nil {
				continue
			}
			s, err := studio.Say(ctx, lang, clip)
			if err != nil {
				return fmt.Errorf("%w; on Debian: apt install espeak-ng", err)
			}
			if err := os.WriteFile(file, s.WAV(), 0o644); err != nil { //nolint:gosec // nothing secret
				return err
			}
			made++
		}
		fmt.Fprintf(std.out, "%s: %s made\n", filepath.Join(dir, lang), counted(made, "clip"))
	}
	return nil
}

type voiceCheckCmd struct{ voiceDir }

// Run tells every problem of a folder of recordings; exit code 1 when calls can't be made of it.
func (c voiceCheckCmd) Run(std streams) error {
	k, rules, dir, err := c.open()
	if err != nil {
		return err
	}
	bad := 0
	for _, lang := range spokenIn(rules) {
		clips, err := voice.Script(k, rules, lang)
		if err != nil {
			return err
		}
		for _, p := range voice.Check(os.DirFS(dir), lang, clips) {
			fmt.Fprintf(std.err, "%s: %s\n", filepath.Join(dir, p.File), p.What)
			if p.Lost {
				bad++
			}
		}
	}
	if bad > 0 {
		return badInput(fmt.Errorf("%s: %s can't be used; the voice of the program says the calls that need them", dir, counted(bad, "clip")))
	}
	_, err = fmt.Fprintf(std.out, "%s: every call can be said\n", dir)
	return err
}
