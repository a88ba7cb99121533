package api_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"onedoor/display/api"
)

// Whatever is sent, reading a body doesn't panic, and takes only what the
// standard library would take too.
func FuzzBody(f *testing.F) {
	for _, s := range []string{
		``, ` `, `{}`, `null`, `[]`, `{"service":"legal"}`, `{"service":"legal","priority":true,"party":3,"lang":"zh","kiosk":"main","window":"w1","staff":"anna"}`,
		`{"service":"a","service":"b"}`, `{"service":{"a":[1,2]}}`, `{"service":"legal"}x`, `{"party":1e3,"service":"x"}`, `{"priority":"gold","service":"x"}`,
		"{\"service\":\"\\ud800\"}", "{\"service\":\"\xff\"}", `{"service":null}`, `{"outcome":null}`, `{"outcome":"answered"}`, `{"":""}`, strings.Repeat(`{"service":`, 50),
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var b api.IssueBody
		if err := api.Decode(raw, &b); err != nil {
			return
		}
		var finish api.FinishBody
		if err := api.Decode(raw, &finish); err == nil && finish.Outcome == "" {
			t.Error("taken without what is needed")
		}
		if len(bytes.TrimSpace(raw)) == 0 {
			return // an empty body is an empty object
		}
		var other api.IssueBody
		dec := json.NewDecoder(bytes.NewReader(raw))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&other); err != nil {
			t.Errorf("taken, but: %v", err)
		}
		mine, err := json.Marshal(b)
		must(t, err)
		theirs, err := json.Marshal(other)
		must(t, err)
		if !bytes.Equal(mine, theirs) {
			t.Errorf("read as %s, not %s", mine, theirs)
		}
	})
}
