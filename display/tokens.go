package display

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

var (
	cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssToken   = regexp.MustCompile(`--([a-z0-9-]+):\s*([^;}]+)`)
)

// tokenRules gives the custom properties of each rule of tokens.css; a rule
// within @media has the condition before its selector.
func tokenRules() (map[string]map[string]string, error) {
	b, err := ownFiles.ReadFile("assets/tokens.css")
	if err != nil {
		return nil, err
	}
	rules, css, media := map[string]map[string]string{}, cssComment.ReplaceAllString(string(b), ""), ""
	for css = strings.TrimSpace(css); css != ""; css = strings.TrimSpace(css) {
		if strings.HasPrefix(css, "}") {
			css, media = css[1:], ""
			continue
		}
		head, rest, ok := strings.Cut(css, "{")
		if !ok {
			return nil, fmt.Errorf("not a rule: %.40s", css)
		}
		head = strings.TrimSpace(head)
		if condition, ok := strings.CutPrefix(head, "@media "); ok {
			css, media = rest, condition+" "
			continue
		}
		body, after, _ := strings.Cut(rest, "}")
		css = after
		for _, m := range cssToken.FindAllStringSubmatch(body, -1) {
			if rules[media+head] == nil {
				rules[media+head] = map[string]string{}
			}
			rules[media+head][m[1]] = strings.TrimSpace(m[2])
		}
	}
	return rules, nil
}

// contrast is the ratio of two colours by WCAG 2.2, between 1 and 21.
func contrast(a, b string) (float64, error) {
	x, err1 := luminance(a)
	y, err2 := luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05), errors.Join(err1, err2)
}

// luminance is the relative luminance of #rrggbb in sRGB by WCAG 2.2.
func luminance(colour string) (float64, error) {
	n, err := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 32)
	if err != nil || len(colour) != 7 {
		return 0, fmt.Errorf("no colour: %q", colour)
	}
	sum := 0.0
	for i, weight := range []float64{0.0722, 0.7152, 0.2126} {
		c := float64(n>>(8*i)&0xff) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum, nil
}
