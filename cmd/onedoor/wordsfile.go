package main

import (
	"fmt"
	"slices"

	"onedoor/display"
)

type wordsCmd struct {
	Lang   string `arg:"" optional:"" help:"One of the config's catalogues: only what it doesn't say yet."`
	Config string `type:"existingfile" env:"ONEDOOR_CONFIG" placeholder:"FILE" help:"The centre's config, with LANG; without it the sample."`
	From   string `enum:"en,zh" default:"en" help:"The language that the sentences are in: en or zh."`
}

// Help tells the form.
func (*wordsCmd) Help() string {
	return `The file has an object for each face, in it a sentence for each key: {"common": {"back": "Back"}}.
A sentence that depends on a number has an object of plural forms: {"one": "{n} ticket", "other": "{n} tickets"}.
What stands in braces is filled in, and has to stay. What a file leaves out is said in English.

  onedoor words > fr.json          then, in the config: centre: {languages: [zh, fr], catalogues: {fr: fr.json}}
  onedoor words fr --config centre.yaml

/admin/translations writes the same file. An export of the config is a ZIP of centre.yaml, words/LANG.json,
clips/LANG/NAME.wav and clips/LANG.tsv.`
}

// Run prints the file.
func (c *wordsCmd) Run(std streams) error {
	words, err := display.LoadCatalogue()
	if err != nil {
		return err
	}
	keys := words.Keys("")
	if c.Lang != "" {
		centre, _, err := loadCentre(c.Config)
		if err != nil {
			return err
		}
		if words, err = sentences(centre); err != nil {
			return err
		}
		if centre.Catalogues[c.Lang] == "" {
			return badInput(fmt.Errorf("the config names no words in %q under catalogues", c.Lang))
		}
		keys = words.Missing(c.Lang)
	}
	all := map[string]map[string]string{}
	for _, key := range slices.Sorted(slices.Values(keys)) {
		if s := words.Program(c.From, key); s["other"] != "" { // what one language doesn't say another needn't
			all[key] = s
		}
	}
	text, err := display.WriteWords(all)
	if err == nil {
		_, err = std.out.Write(text)
	}
	return err
}
