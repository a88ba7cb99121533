package main

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"slices"
	"strings"

	"onedoor/config"
	"onedoor/display"
)

// wordsOf reads the files of the centre's own languages. The error is a problem
// of the config, with its place.
func wordsOf(c *config.Centre) ([]display.Words, error) {
	var all []display.Words
	for _, lang := range slices.Sorted(maps.Keys(c.Catalogues)) {
		file := c.Beside(c.Catalogues[lang])
		b, err := os.ReadFile(file)
		if err != nil {
			return nil, badInput(errors.New(c.At(config.CataloguesPart, config.Error, "the words in "+lang+" can't be read: "+err.Error(),
				"name a file that lies beside the config").String()))
		}
		all = append(all, display.Words{Lang: lang, File: file, JSON: b})
	}
	return all, nil
}

// sentences loads all there is to say, in the centre's own languages, too.
func sentences(c *config.Centre) (*display.Catalogue, error) {
	own, err := wordsOf(c)
	if err != nil {
		return nil, err
	}
	words, err := display.LoadCatalogue(own...)
	if err != nil {
		return nil, badInput(fmt.Errorf("read the texts: %w", err))
	}
	return words, nil
}

// respeak has every face say what the centre's own words are now.
func (a *app) respeak(c *config.Centre) error {
	own, err := wordsOf(c)
	if err == nil {
		err = a.kit.Speak(own...)
	}
	return err
}

// unsaid tells what the centre's own languages have no words for, a face a line.
func unsaid(c *config.Centre, words *display.Catalogue) config.Problems {
	var problems config.Problems
	for _, lang := range slices.Sorted(maps.Keys(c.Catalogues)) {
		faces := map[string][]string{}
		for _, key := range words.Missing(lang) {
			face, k, _ := strings.Cut(key, ".")
			faces[face] = append(faces[face], k)
		}
		for _, face := range slices.Sorted(maps.Keys(faces)) {
			problems = append(problems, c.At(config.CataloguesPart, config.Warning,
				fmt.Sprintf("%s has no words for %d of %s: %s", c.Catalogues[lang], len(faces[face]), face, strings.Join(faces[face], ", ")),
				"they are said in English until they are written"))
		}
	}
	return problems
}

// tellUnsaid logs how many sentences the centre's own languages lack.
func tellUnsaid(log *slog.Logger, c *config.Centre, words *display.Catalogue) {
	for lang := range c.Catalogues {
		if n := len(words.Missing(lang)); n > 0 {
			log.Warn("sentences are said in English until they are written; onedoor check lists them", "lang", lang, "sentences", n)
		}
	}
}
