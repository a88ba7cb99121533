package config

import (
	"path/filepath"
	"strconv"

	"onedoor/queue"
)

// Part names a place in a config, for checks that need more than the file: a
// font to be read, slips to be made.
type Part string

// The parts that there is one of.
const (
	AddressPart    Part = "centre.public_url"
	FontPart       Part = "print.font"
	TemplatePart   Part = "print.template"
	CataloguesPart Part = "centre.catalogues"
)

// PrinterPart is a printer's address.
func PrinterPart(id queue.PrinterID) Part { return Part("printers." + string(id)) }

// TemplateSizePart is the size that a line of the template asks for, counted from
// 0 as in Centre.Template. Lines that say no size have no such part.
func TemplateSizePart(line int) Part { return TemplatePart + Part("."+strconv.Itoa(line)+".size") }

// Wrote says whether a part stands in the file.
func (c *Centre) Wrote(p Part) bool {
	_, ok := c.spots[p]
	return ok
}

// Beside gives the path of a file that the config names: one without a folder of
// its own lies beside the config.
func (c *Centre) Beside(name string) string {
	if !filepath.IsAbs(name) {
		name = filepath.Join(filepath.Dir(c.file), name)
	}
	if other, ok := c.instead[name]; ok {
		return other
	}
	return name
}

// Instead has a centre that is only looked at read other files, by the whole paths of those that it names.
func (c *Centre) Instead(files map[string]string) { c.instead = files }

// mark notes where a part stands.
func (c *Centre) mark(p Part, at spot) { c.spots[p] = at }

// At makes a problem of what was found wrong with a part of the centre. A part
// that nobody wrote is at the head of the file.
func (c *Centre) At(p Part, s Severity, what, fix string) Problem {
	r := &reader{file: c.file}
	r.add(s, c.spots[p], what, fix)
	return r.problems[0]
}
