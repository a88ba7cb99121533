package config

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
)

// aHash finds hashes of PINs wherever they stand, and of tokens behind their key.
var aHash = regexp.MustCompile(`(\$argon2id\$v=\d+\$m=\d+,t=\d+,p=\d+\$[^\s"',}\]]+|\$argon2id\$[^\s"',}\]]+)|token_sha256["']?\s*:\s*["']?([0-9A-Fa-f]{64})\b`)

// inComment finds a password in an address that somebody wrote into a comment.
var inComment = regexp.MustCompile(`[A-Za-z][A-Za-z0-9+.-]*:(?://)?[^\s/?#@"']*:([^\s/?#@"']+)@|[?&](?i:[a-z0-9_.-]*(?:token|secret|passw|pwd|signature|auth|key)[a-z0-9_.-]*)=([^&#\s"']+)`)

// remarkAt gives where the comment of a line begins; its length when it has none.
func remarkAt(line string) int {
	var quote rune
	before := ' '
	for i, r := range line {
		switch {
		case quote != 0:
			if r == quote {
				quote = 0
			}
		case r == '"', r == '\'':
			if strings.ContainsRune(" {[,:\t", before) {
				quote = r
			}
		case r == '#' && (before == ' ' || before == '\t'):
			return i
		}
		before = r
	}
	return len(line)
}

// starGroups puts Masked in place of what a pattern's groups find.
func starGroups(text string, pattern *regexp.Regexp) string {
	for _, m := range slices.Backward(pattern.FindAllStringSubmatchIndex(text, -1)) {
		for i := 2; i+1 < len(m); i += 2 {
			if from, to := m[i], m[i+1]; from >= 0 {
				text = text[:from] + Masked + text[to:]
			}
		}
	}
	return text
}

// maskRest masks what no key of the file holds: entries that are commented out, hashes and addresses in remarks.
func maskRest(src []byte) []byte {
	lines := strings.Split(string(src), "\n")
	for i, line := range lines {
		line = starGroups(line, aHash)
		at := remarkAt(line)
		lines[i] = line[:at] + starGroups(line[at:], inComment)
	}
	return []byte(strings.Join(lines, "\n"))
}

// remarks gives the comments of a text that Mask changes, by what it makes of them; those that aren't told apart
// afterwards are left out.
func remarks(from []byte) map[string]string {
	known := map[string]string{}
	for line := range bytes.SplitSeq(from, []byte("\n")) {
		whole := string(line[remarkAt(string(line)):])
		masked := string(maskRest([]byte(whole)))
		switch old, twice := known[masked]; {
		case masked == whole:
		case twice && old != whole:
			known[masked] = ""
		default:
			known[masked] = whole
		}
	}
	return known
}

// unmaskRemarks puts back what stood in comments.
func unmaskRemarks(text, from []byte) []byte {
	if !bytes.Contains(text, []byte(Masked)) {
		return text
	}
	known := remarks(from)
	lines := strings.Split(string(text), "\n")
	for i, line := range lines {
		at := remarkAt(line)
		if whole := known[line[at:]]; whole != "" {
			lines[i] = line[:at] + whole
		}
	}
	return []byte(strings.Join(lines, "\n"))
}
