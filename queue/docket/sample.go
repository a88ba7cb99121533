package docket

import (
	"bytes"
	"encoding/csv"
	"strconv"

	"onedoor/queue"
)

// Sample is a list that Read takes, to begin from: a session on a day of each service that has
// them. The byte-order mark has spreadsheets read it as UTF-8.
func Sample(r *queue.Rules, day queue.Day, lang string) []byte {
	b := bytes.NewBufferString("\xef\xbb\xbf")
	w := csv.NewWriter(b)
	word, no, yes := 0, "no", "yes"
	if lang == "zh" {
		word, no, yes = 1, "否", "是"
	}
	line := make([]string, columns)
	for c, names := range heads() {
		line[c] = names[word]
	}
	_ = w.Write(line) // to memory
	key := 0
	for i := range r.Services {
		s := &r.Services[i]
		if len(s.Sides) == 0 {
			continue
		}
		key++
		for k := range s.Sides {
			line = make([]string, columns)
			line[colKey], line[colDate], line[colTime] = strconv.Itoa(key), string(day), "9:30"
			line[colService], line[colParty], line[colHeads], line[colRemote] = s.Name.In(lang), s.Sides[k].Name.In(lang), "1", no
			if k > 0 && k == len(s.Sides)-1 {
				line[colRemote] = yes
			}
			for j := range r.Windows {
				if w := &r.Windows[j]; line[colRoom] == "" && w.Serves(s.ID) {
					line[colRoom] = w.Label.In(lang)
				}
			}
			_ = w.Write(line)
		}
	}
	w.Flush()
	return b.Bytes()
}
