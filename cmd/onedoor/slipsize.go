package main

import (
	"fmt"
	"slices"

	"onedoor/config"
	"onedoor/printer"
	"onedoor/queue"
)

// shrunk holds the sizes that the template asks for against those that printers
// really print in, as problems at the sizes: a long text is set smaller, which
// nobody sees before there is paper. A size that nobody wrote is the program's to
// choose.
func (m *slipMaker) shrunk() config.Problems {
	var out config.Problems
	for _, p := range m.profiles() {
		for _, lang := range m.centre.Rules.Centre.Languages {
			for line, text := range m.smallest(p, lang) {
				asked, part := m.centre.Template[line].Style.Size, config.TemplateSizePart(line)
				if text.size == 0 || text.size >= asked || !m.centre.Wrote(part) {
					continue
				}
				out = append(out, m.centre.At(part, config.Warning,
					fmt.Sprintf("the template's %s has size %d, but %q in %s is printed in size %d with profile %s",
						m.centre.Template[line].Item, asked, excerpt(text.says), lang, text.size, p.Name),
					fmt.Sprintf("write size: %d, or say it shorter", text.size)))
			}
		}
	}
	slices.SortStableFunc(out, func(a, b config.Problem) int { return a.Line - b.Line })
	return out
}

// profiles are those of the centre's printers, each once.
func (m *slipMaker) profiles() []printer.Profile {
	var out []printer.Profile
	for _, id := range sortedPrinters(m.centre) {
		u, err := printer.ParseURL(m.centre.Printers[id], m.centre.Profiles)
		if err == nil && u.Scheme != printer.None && !slices.Contains(out, u.Profile) {
			out = append(out, u.Profile)
		}
	}
	return out
}

// sizedText is a text and the size that it is printed in; 0 where there is none.
type sizedText struct {
	says string
	size int
}

// smallest finds for each line of the template the text that is printed smallest,
// on the slips of all services; of marks, on their reprints.
func (m *slipMaker) smallest(p printer.Profile, lang string) []sizedText {
	out := make([]sizedText, len(m.centre.Template))
	for i := range m.centre.Rules.Services {
		for reprint := range 2 {
			s := m.slip(&m.centre.Rules.Services[i], lang, reprint)
			sizes, at := printer.Encoder{Profile: p, Font: m.font}.Fit(s), 0
			for line, end := range m.ends(&m.centre.Rules.Services[i], lang, reprint) {
				for ; at < end; at++ {
					asked := s.Blocks[at].Style.Size == m.centre.Template[line].Style.Size // the mark below the number is small anyway
					if n := sizes[at]; n > 0 && asked && (out[line].size == 0 || n < out[line].size) {
						out[line] = sizedText{s.Blocks[at].Text, n}
					}
				}
			}
		}
	}
	return out
}

// ends says behind which block of a slip each line of the template ends: a line may
// be no block, or several. What the lines up to one make is the head of the whole
// slip, but for the number, which no slip is without, and a reprint's mark below it.
func (m *slipMaker) ends(s *queue.Service, lang string, reprint int) []int {
	whole, out := m.centre.Template, make([]int, len(m.centre.Template))
	numbered := false
	for i, l := range whole {
		numbered = numbered || l.Item == printer.ItemNumber
		out[i] = len(m.slipAs(whole[:i+1], s, lang, reprint).Blocks)
		if !numbered {
			out[i] -= 1 + reprint
		}
	}
	return out
}

// excerpt cuts a text to what is enough to know it by.
func excerpt(text string) string {
	const most = 24
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}
