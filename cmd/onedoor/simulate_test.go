package main

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
)

func TestSimulatePolicy(t *testing.T) {
	var out, said bytes.Buffer
	args := []string{"simulate", "policy", "--windows", "1", "--load", "0.5", "--visits", "3000"}
	if code := run(t.Context(), args, streams{&out, &said}); code != exitOK {
		t.Fatalf("exit %d: %s", code, &said)
	}
	row := regexp.MustCompile(`(?m)^(ordinary|priority) +\d+ +\d+\.\d\d +[+-]\d+ % +\d+\.\d\d +[+-]\d+ % +\d+\.\d\d +[+-]\d+ %`)
	if rows := row.FindAllString(out.String(), -1); len(rows) != 2 || !strings.Contains(out.String(), "Kleinrock's means: ordinary ") {
		t.Errorf("it prints\n%s", &out)
	}
	for _, bad := range [][]string{{"--rates", "3"}, {"--load", "1"}, {"--rates", "0:1"}} {
		said.Reset()
		if code := run(t.Context(), append([]string{"simulate", "policy"}, bad...), streams{&out, &said}); code != exitInput || said.Len() == 0 {
			t.Errorf("%v: exit %d, %q", bad, code, &said)
		}
	}
}

func TestSimulateEstimate(t *testing.T) {
	var out, said bytes.Buffer
	if code := run(t.Context(), []string{"simulate", "estimate", "--visits", "800"}, streams{&out, &said}); code != exitOK {
		t.Fatalf("exit %d: %s", code, &said)
	}
	row := regexp.MustCompile(`(?m)^(ordinary|priority) +\d+ +\d+\.\d % +\d+\.\d % +\d+\.\d % +\d+\.\d min +\d+\.\d min`)
	if rows := row.FindAllString(out.String(), -1); len(rows) != 2 {
		t.Errorf("it prints\n%s", &out)
	}
	for _, bad := range [][]string{{"--every", "0"}, {"--windows", "0"}} {
		said.Reset()
		if code := run(t.Context(), append([]string{"simulate", "estimate"}, bad...), streams{&out, &said}); code != exitInput || said.Len() == 0 {
			t.Errorf("%v: exit %d, %q", bad, code, &said)
		}
	}
}
