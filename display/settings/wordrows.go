package settings

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"onedoor/display"
)

// wordsRows finds the keys that are asked for and fills in their rows.
func (s *Settings) wordsRows(d *wordsData, a wordsAsk, own, sent words) {
	cat := s.Kit.Catalogue
	var keys, faces []string
	forms := display.PluralForms(d.Of)
	query := strings.ToLower(a.Query)
	for _, key := range cat.Keys("") {
		zh, en := cat.Program("zh", key), cat.Program("en", key)
		if zh == nil && en == nil && own[key] == nil {
			continue
		}
		if face := faceOf(key); !slices.Contains(faces, face) {
			faces = append(faces, face)
		}
		lacks := d.Missed && own[key] == nil
		switch {
		case a.Face != "" && faceOf(key) != a.Face,
			a.Only == "own" && own[key] == nil && sent[key] == nil,
			a.Only == "missing" && !lacks && sent[key] == nil,
			query != "" && !strings.Contains(strings.ToLower(strings.Join([]string{key, said1(zh), said1(en), said1(own[key])}, "\n")), query):
			continue
		}
		keys = append(keys, key)
	}
	byFace := func(a, b string) int { return cmp.Or(rankFace(faceOf(a))-rankFace(faceOf(b)), strings.Compare(a, b)) }
	slices.SortFunc(keys, byFace)
	slices.SortFunc(faces, byFace)
	for _, f := range faces {
		d.Faces = append(d.Faces, option{Value: f, On: f == a.Face})
	}
	d.Found, d.Pages = len(keys), max(1, (len(keys)+wordsShown-1)/wordsShown)
	d.Page = min(a.Page, d.Pages)
	if d.Page > 1 {
		d.Before = a.url(d.Page - 1)
	}
	if d.Page < d.Pages {
		d.After = a.url(d.Page + 1)
	}
	wrong := map[string][]string{}
	for _, f := range d.Wrong {
		wrong[f.Key] = append(wrong[f.Key], f.Sentence)
	}
	for _, key := range keys[(d.Page-1)*wordsShown : min(len(keys), d.Page*wordsShown)] {
		zh, en := cat.Program("zh", key), cat.Program("en", key)
		r := wordsRow{Key: key, Zh: formsTold(zh), En: formsTold(en), Faults: wrong[key], Lacks: d.Missed && own[key] == nil}
		said := own[key]
		if sent[key] != nil {
			said = sent[key]
		}
		for _, form := range formsOf(forms, said, zh, en) {
			x := wordsForm{Form: form, Text: said[form], Name: "w:" + key + ":" + form}
			if !d.Missed {
				x.Else = cmp.Or(cat.Program(d.Of, key)[form], cat.Program(d.Of, key)["other"])
			}
			r.Own = append(r.Own, x)
		}
		d.Rows = append(d.Rows, r)
	}
}

// formsOf are the forms that a sentence has a field for: those of the language where it counts something, and those
// that somebody has written.
func formsOf(forms []string, own, zh, en map[string]string) []string {
	if len(zh) > 1 || len(en) > 1 || len(own) > 1 {
		list := slices.Clone(forms)
		for _, f := range slices.Sorted(maps.Keys(own)) {
			if !slices.Contains(list, f) {
				list = append(list, f)
			}
		}
		return list
	}
	return []string{"other"}
}

// said1 is all that a sentence says, to be searched.
func said1(forms map[string]string) string {
	return strings.Join(slices.Collect(maps.Values(forms)), "\n")
}

// formsTold lists a sentence's forms, the one that is always there last.
func formsTold(forms map[string]string) []wordsForm {
	var list []wordsForm
	for _, f := range slices.Sorted(maps.Keys(forms)) {
		if f != "other" {
			list = append(list, wordsForm{Form: f, Text: forms[f]})
		}
	}
	if other, ok := forms["other"]; ok {
		list = append(list, wordsForm{Form: "other", Text: other})
	}
	if len(list) == 1 {
		list[0].Form = ""
	}
	return list
}

func (s *Settings) wordFault(lang string, f display.WordError) string {
	return s.Kit.T(lang, "words.fault_"+f.Code, "place", "{"+f.Place+"}", "form", f.Form)
}
