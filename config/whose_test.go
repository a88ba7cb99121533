package config

import (
	"strings"
	"testing"
)

func TestWhose(t *testing.T) {
	const text = "centre:\n  name: {zh: 中, en: c}\nservices:\n  - id: a\n    prefix: A\n    target: {wait: 3m, percent: 0}\n  - {id: b, prefix: B}\nprint:\n  template: [mark, number]\n"
	for _, c := range []struct {
		line, column int
		want         string
	}{
		{2, 9, "centre name"},
		{2, 19, "centre name en"},
		{4, 5, "services a"},
		{4, 9, "services a id"},
		{5, 13, "services a prefix"},
		{6, 33, "services a target percent"},
		{7, 20, "services b prefix"},
		{9, 20, "print template #1"},
		{99, 1, ""},
		{0, 1, ""},
	} {
		if got := strings.Join(Whose([]byte(text), c.line, c.column), " "); got != c.want {
			t.Errorf("%d:%d is %q, want %q", c.line, c.column, got, c.want)
		}
	}
	if got := Whose([]byte("a: ["), 1, 1); got != nil {
		t.Errorf("a broken text: %v", got)
	}
}
