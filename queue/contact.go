package queue

import (
	"regexp"
	"strings"
	"unicode"
)

// phoneForms are those that a number of digits alone may have: a mobile of the mainland, a landline with its area code
// or without, a service number of 400 or 800, and one with a country's code.
// Sources: 工信部 公用电信网网号规划 (mobiles 1[3-9], trunk 0 before the area code of 2 or 3 digits), ITU-T E.164 (15 digits at most).
var phoneForms = regexp.MustCompile(`^(?:(?:\+?86|0086)?(?:1[3-9]\d{9}|0?(?:10|2\d|[3-9]\d{2})[2-9]\d{6,7})|[2-9]\d{6,7}|[48]00\d{7}|(?:\+|00)(?:[1-79]\d{6,14}|8[0-57-9]\d{5,13}))$`)

var (
	phoneGaps = regexp.MustCompile(`[\s\-–—().（）·]+`)
	phoneEnds = regexp.MustCompile(`[/、,，;；]+`)
	extension = regexp.MustCompile(`[\-–—*#]\d{1,6}$`)
)

// plausible says whether somebody might be reached so. Whatever has a letter may be a name to ask for, an address or
// a WeChat id; what is digits alone is a telephone number, or two, or a slip of the finger.
func plausible(contact string) bool {
	contact = strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' || r == '＋' || r == '－' || r == '＃' || r == '＊' { // as an input method of hanzi types them
			return r - 0xfee0
		}
		return r
	}, contact)
	if strings.ContainsFunc(contact, unicode.IsLetter) {
		return true
	}
	some := false
	for _, one := range phoneEnds.Split(contact, -1) {
		if one = strings.TrimSpace(one); one == "" {
			continue
		}
		if !isPhone(one) && !eachIsPhone(strings.Fields(one)) {
			return false
		}
		some = true
	}
	return some
}

func eachIsPhone(list []string) bool {
	for _, one := range list {
		if !isPhone(one) {
			return false
		}
	}
	return len(list) > 1
}

func isPhone(s string) bool {
	return phoneForms.MatchString(phoneGaps.ReplaceAllString(s, "")) ||
		extension.MatchString(s) && phoneForms.MatchString(phoneGaps.ReplaceAllString(extension.ReplaceAllString(s, ""), ""))
}
