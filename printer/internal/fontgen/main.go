// Command fontgen draws the bitmap font of package printer, once, from free
// outline fonts. It isn't part of the build: `go generate ./printer` runs it on
// a machine where Debian's fonts-droid-fallback and fonts-dejavu-core are
// installed, and its output is committed.
//
// A thermal head has only black and white. Cutting grey levels at one half
// leaves strokes of uneven weight, so each outline is first drawn eight times
// larger and the 24 rows and columns are then laid over it with the freedom to
// be a little wider or narrower, such that as few dots as possible are half
// covered (see fit).
package main

import (
	"encoding/binary"
	"flag"
	"fmt"
	"log"
	"os"
	"slices"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/encoding/simplifiedchinese"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("fontgen: ")
	out := flag.String("out", "font24.bin", "file to write")
	han := flag.String("han", "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf", "outline font of the hanzi")
	mono := flag.String("mono", "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf", "outline font of the Latin letters")
	sansPath := flag.String("sans", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "outline font of the digits and of signs the hanzi font lacks")
	flag.Parse()
	if err := run(*out, *han, *mono, *sansPath); err != nil {
		log.Fatal(err)
	}
}

func run(out, hanPath, monoPath, sansPath string) error {
	var fonts [3]*sfnt.Font
	for i, path := range []string{hanPath, monoPath, sansPath} {
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if fonts[i], err = sfnt.Parse(data); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	han, mono, sans := fonts[0], fonts[1], fonts[2]

	narrow, wide := narrowRunes(), wideRunes()
	var glyphs []byte
	for _, r := range narrow {
		rows, err := drawNarrow(mono, sans, r)
		if err != nil {
			return err
		}
		for _, row := range rows {
			glyphs = binary.BigEndian.AppendUint16(glyphs, uint16(row))
		}
	}
	for _, r := range wide {
		rows, err := drawWide(han, sans, r)
		if err != nil {
			return err
		}
		for _, row := range rows {
			glyphs = append(glyphs, byte(row>>16), byte(row>>8), byte(row))
		}
	}

	file := []byte("OD24")
	file = binary.BigEndian.AppendUint16(file, uint16(len(narrow)))
	file = binary.BigEndian.AppendUint16(file, uint16(len(wide)))
	for _, r := range slices.Concat(narrow, wide) {
		file = binary.BigEndian.AppendUint16(file, uint16(r))
	}
	file = append(file, glyphs...)
	log.Printf("%d narrow, %d wide, %d bytes", len(narrow), len(wide), len(file))
	return os.WriteFile(out, file, 0o644)
}

// narrowRunes are ASCII and the Latin letters of western Europe and of pinyin.
func narrowRunes() []rune {
	var runes []rune
	for r := rune(' '); r <= '~'; r++ {
		runes = append(runes, r)
	}
	runes = append(runes, '¡', '£', '¥', '«', '»', '¿', '€')
	for r := rune('À'); r <= 'ÿ'; r++ {
		if r != '×' && r != '÷' {
			runes = append(runes, r)
		}
	}
	runes = append(runes, []rune("āēěīńňŌōŒœŠšūŽžǎǐǒǔǖǘǚǜ")...)
	slices.Sort(runes)
	return slices.Compact(runes)
}

// wideRunes are all characters of GB 2312, by way of the GBK codes in its
// range; GBK's own additions to rows 1 to 9 come along. The euro sign is at
// its place in GB 18030.
func wideRunes() []rune {
	var runes []rune
	decode := simplifiedchinese.GB18030.NewDecoder()
	for lead := byte(0xA1); lead <= 0xF7; lead++ {
		for trail := byte(0xA1); trail <= 0xFE; trail++ {
			text, err := decode.Bytes([]byte{lead, trail})
			if err != nil {
				continue
			}
			r := []rune(string(text))
			if len(r) == 1 && r[0] != '\uFFFD' && r[0] < 0x10000 && (r[0] < 0xE000 || r[0] > 0xF8FF) {
				runes = append(runes, r[0])
			}
		}
	}
	slices.Sort(runes)
	return slices.Compact(runes)
}
