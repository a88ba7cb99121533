package voice

import (
	"slices"
	"strings"

	"onedoor/display"
	"onedoor/queue"
)

// frames are the clips of the pack that every call is made of, by language: what stands
// around a number and a place.
func frames(lang string) []string {
	if lang == "zh" {
		return []string{
			"please", "number", "to", "look-screen", "at-most", "representatives", "others-wait",
			"number-0", "number-yao", "number-1", "number-2", "number-2-of", "number-3", "number-4", "number-5", "number-6", "number-7", "number-8", "number-9", "number-10",
		}
	}
	return []string{
		"ticket", "please-go", "then-go", "look-screen", "at-most", "of-you", "others-wait",
		"number-0", "number-1", "number-2", "number-3", "number-4", "number-5", "number-6", "number-7", "number-8", "number-9", "number-10",
	}
}

// Script is what somebody reads aloud so that a centre speaks with a voice of its own: a clip
// a file, in the language. It is empty for a language in which the program can't make calls.
func Script(k *display.Kit, rules *queue.Rules, lang string) ([]Clip, error) {
	packs, err := shipped()
	if err != nil || packs[lang] == nil {
		return nil, err
	}
	byName := map[string]clip{}
	for _, c := range packs[lang].clips {
		byName[c.Name] = c
	}
	var clips []Clip
	for _, name := range frames(lang) {
		clips = append(clips, byName[name].Clip)
	}
	clips = append(clips, letters(rules, lang)...)
	clips = append(clips, Places(k, rules, lang)...)
	clips = append(clips, Emergencies(rules, lang)...)
	for _, id := range Prompts() {
		clips = append(clips, Clip{Name: "say-" + strings.ReplaceAll(id, "_", "-"), Text: prompt(k, rules, lang, id)})
	}
	return clips, nil
}

// letters are the letters that numbers begin with.
func letters(rules *queue.Rules, lang string) []Clip {
	var all []string
	for i := range rules.Services {
		for _, r := range rules.Services[i].Prefix {
			all = append(all, string(r))
		}
	}
	slices.Sort(all)
	var clips []Clip
	for _, l := range slices.Compact(all) {
		c := Clip{Name: "letter-" + strings.ToLower(l), Text: l}
		if lang == "zh" {
			c.How = "[en]" + l
		}
		clips = append(clips, c)
	}
	return clips
}

// Places are the clips that the config asks for: windows and rooms, floors, and the ways to them.
func Places(k *display.Kit, rules *queue.Rules, lang string) []Clip {
	var clips []Clip
	said := map[string]bool{}
	put := func(name, text string) {
		if key := keyOf(wordsOf(lang, text)); text != "" && !said[key] {
			said[key] = true
			clips = append(clips, Clip{Name: name, Text: text})
		}
	}
	for i := range rules.Windows {
		put("at-"+string(rules.Windows[i].ID), rules.Windows[i].Label[lang])
	}
	for i := range rules.Centre.Floors {
		f := &rules.Centre.Floors[i]
		put("on-"+string(f.ID), f.Name[lang])
		put("way-"+string(f.ID), strings.TrimPrefix(f.Way[lang], k.T(lang, "voice.please")))
	}
	return clips
}

// Emergencies are the clips of the emergencies that the config has prepared.
func Emergencies(rules *queue.Rules, lang string) []Clip {
	var clips []Clip
	for i := range rules.Notices {
		if n := &rules.Notices[i]; n.Emergency && n.Text[lang] != "" {
			clips = append(clips, Clip{Name: "notice-" + string(n.ID), Text: n.Text[lang]})
		}
	}
	return clips
}

// Missing lists what the config has said and no clip says: places, whose calls send people to the
// screen, and prepared emergencies. Standin says whether any of it is said by the machine's voice
// of the pack.
func (v *Voice) Missing(k *display.Kit, rules *queue.Rules) (missing []string, standin bool) {
	langs := rules.Centre.Languages
	if len(langs) == 0 {
		langs = []string{rules.Centre.Locale}
	}
	for _, lang := range langs {
		if v.pack[lang] == nil && v.own[lang] == nil {
			continue // the browser's own voice is asked
		}
		for _, c := range append(Places(k, rules, lang), Emergencies(rules, lang)...) {
			parts, _, ok := v.say(lang, c.Text)
			if !ok {
				missing = append(missing, c.Text)
			}
			standin = standin || len(parts) > 0 && parts[0].from == "pack"
		}
	}
	return missing, standin
}
