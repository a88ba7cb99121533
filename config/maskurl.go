package config

import (
	"regexp"
	"slices"
	"strings"
)

// urlKey is the key of an address that may carry a password: a printer's, the district's.
const urlKey = "url"

// inURL finds what a printer or a district's service may ask for within its address: a password before the host, or a
// setting with the name of one.
var inURL = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:(?://)?[^/?#@]*:([^/?#@]+)@` +
	`|[?&](?i:[a-z0-9_.-]*(?:token|secret|passw|pwd|signature|auth|key)[a-z0-9_.-]*)=([^&#\s"']+)`)

// secretsIn gives where secrets stand in an address, in bytes.
func secretsIn(address string) [][2]int {
	var list [][2]int
	for _, m := range inURL.FindAllStringSubmatchIndex(address, -1) {
		for i := 2; i+1 < len(m); i += 2 {
			if m[i] >= 0 {
				list = append(list, [2]int{m[i], m[i+1]})
			}
		}
	}
	return list
}

// MaskURL gives an address with Masked in place of each password in it.
func MaskURL(address string) string {
	for _, at := range slices.Backward(secretsIn(address)) {
		address = address[:at[0]] + Masked + address[at[1]:]
	}
	return address
}

// unmaskURL puts the passwords of an old address back into a masked one. Only an address that leads to the same place
// gets them: whoever changes where it leads has to know the password.
func unmaskURL(masked, old string) (string, bool) {
	secrets := secretsIn(old)
	if len(secrets) == 0 || len(secrets) != strings.Count(masked, Masked) || leadsTo(MaskURL(old)) != leadsTo(masked) {
		return "", false
	}
	for _, at := range secrets {
		masked = strings.Replace(masked, Masked, old[at[0]:at[1]], 1)
	}
	return masked, true
}

// leadsTo is an address without its settings.
func leadsTo(address string) string {
	head, _, _ := strings.Cut(address, "?")
	return head
}

// maskIn takes the passwords of an address out of a sentence about it.
func maskIn(sentence, address string) string {
	for _, at := range secretsIn(address) {
		sentence = strings.ReplaceAll(sentence, address[at[0]:at[1]], Masked)
	}
	return sentence
}

// starred reports an address that has stars in place of its password: what was masked and has nothing to be put back.
func (t *table) starred(address string) bool {
	if !strings.Contains(address, Masked) {
		return false
	}
	t.r.bad(t.spotOfKey(urlKey), "the password in the url of "+t.what+" is masked", "write it anew: where the address leads elsewhere, it isn't put back")
	return true
}
