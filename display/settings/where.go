package settings

import (
	"net/url"
	"slices"

	"onedoor/config"
)

// toldWhere says problems in the reader's language, and of each error in which part of the file it is.
func (s *Settings) toldWhere(lang string, text []byte, problems config.Problems) tolds {
	list := s.told(lang, problems)
	v, err := config.Read(text, nil)
	if err != nil {
		return list
	}
	for i, p := range problems {
		if p.Severity != config.Error {
			continue
		}
		path := config.Whose(text, p.Line, p.Column)
		section, ok := partOf(path)
		if !ok {
			continue
		}
		t := &list[i]
		t.Part, t.Address = s.Kit.T(lang, "settings.part_"+section.ID), "/admin/part/"+section.ID
		if !section.List || len(path) == len(section.Path) {
			continue
		}
		entries, _ := at(v, section.Path).(config.List)
		for _, e := range entriesOf(entries, section, lang) {
			if e.ID == path[len(section.Path)] {
				t.Part, t.Address = t.Part+" · "+e.Title, t.Address+"/"+url.PathEscape(e.ID)
			}
		}
	}
	return list
}

// partOf finds the part of the file that a value is in: the one whose form asks for it.
func partOf(path config.Path) (found config.Section, ok bool) {
	for _, s := range config.Sections() {
		n := len(s.Path)
		if len(path) < n || !slices.Equal(path[:n], s.Path) || ok && n < len(found.Path) {
			continue
		}
		if !s.List {
			if len(path) == n {
				continue
			}
			if _, asks := s.Field(path[n]); !asks {
				continue
			}
		}
		found, ok = s, true
	}
	return found, ok
}
