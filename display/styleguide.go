package display

import (
	"fmt"
	"maps"
	"net/http"

	"github.com/gin-gonic/gin"
)

// stylesData is the page of styles: what tokens.css and icons.go say, read from
// them, so that the page can't tell anything else.
type stylesData struct {
	Looks []styleLook
	Faces []styleFace
	Space []styleSize
	Icons []string
}

// styleLook is one set of colours.
type styleLook struct {
	Name     string // light, dark, high
	Theme    Theme
	Contrast string // "high" or ""
	Colours  []styleColour
}

// styleColour is one colour and what it has to be told from.
type styleColour struct {
	Name  string
	Value string // #rrggbb
	On    string // the colour it stands on; "" for a ground
	Ratio string // of their contrast, as 11.9
}

// styleFace is a face's type.
type styleFace struct {
	Name  string // kiosk
	Theme Theme
	Sizes []styleSize // small, text, lead, title, number
}

// styleSize is a token with a length.
type styleSize struct{ Name, Value string }

// styles shows every part in every state, in the sample centre only: it is for
// who draws a new page, not for anybody in a lobby.
func (k *Kit) styles(c *gin.Context) {
	if !k.Demo() {
		k.NotFound(c)
		return
	}
	d, err := newStyles()
	if err != nil {
		k.Fail(c, err)
		return
	}
	k.Page(c, http.StatusOK, Page{Name: "display/styles", Data: d})
}

func newStyles() (d stylesData, err error) {
	rules, err := tokenRules()
	if err != nil {
		return d, err
	}
	d.Icons = IconNames()
	dark, high := `[data-theme="dark"]`, `[data-contrast="high"]`
	for _, l := range []struct {
		name, contrast string
		theme          Theme
		rules          []string
	}{
		{"light", "", Light, nil},
		{"dark", "", Dark, []string{dark}},
		{"high", "high", Light, []string{high}},
	} {
		colours := maps.Clone(rules[":root"])
		for _, r := range l.rules {
			maps.Copy(colours, rules[r])
		}
		look := styleLook{Name: l.name, Theme: l.theme, Contrast: l.contrast}
		for _, pair := range [][2]string{
			{"ground"},
			{"card"},
			{"raised"},
			{"ink", "ground"},
			{"muted", "ground"},
			{"accent", "card"},
			{"accent-ink", "accent"},
			{"accent-soft"},
			{"call"},
			{"call-ink", "call"},
			{"warn", "card"},
			{"warn-soft"},
			{"line"},
			{"edge"},
			{"field", "card"},
			{"focus", "ground"},
		} {
			s := styleColour{Name: pair[0], Value: colours[pair[0]], On: pair[1]}
			if s.On != "" {
				ratio, err := contrast(s.Value, colours[s.On])
				if err != nil {
					return d, err
				}
				s.Ratio = fmt.Sprintf("%.1f", ratio)
			}
			look.Colours = append(look.Colours, s)
		}
		d.Looks = append(d.Looks, look)
	}
	for _, f := range []struct {
		name, rule string
		theme      Theme
	}{
		{"kiosk", `[data-scale="kiosk"]`, Light},
		{"screen", `.screen, [data-scale="screen"]`, Dark},
		{"phone", `.phone, [data-scale="phone"]`, Light},
		{"console", `:root, .console, .admin, .display, [data-scale="console"]`, Light},
	} {
		face := styleFace{Name: f.name, Theme: f.theme}
		for _, size := range []string{"number", "title", "lead", "text", "small"} {
			face.Sizes = append(face.Sizes, styleSize{size, rules[f.rule][size]})
		}
		d.Faces = append(d.Faces, face)
	}
	for _, s := range []string{"half", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s12"} {
		d.Space = append(d.Space, styleSize{s, rules[":root"][s]})
	}
	return d, nil
}
