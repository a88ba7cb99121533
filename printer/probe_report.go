package printer

import (
	"fmt"
	"strings"
	"time"
)

// label is a finding's code as a technician knows it.
func label(code string) string {
	switch code {
	case "dle_eot_1", "dle_eot_2", "dle_eot_3", "dle_eot_4":
		return "DLE EOT " + code[len(code)-1:]
	case "gs_r":
		return "GS r 1"
	case "gs_a":
		return "GS a"
	case "process_id":
		return "GS ( H"
	}
	return code
}

// String is a finding on one line.
func (f Finding) String() string {
	took := ""
	if f.Took > 0 {
		took = f.Took.Round(time.Millisecond).String()
		if f.Took >= time.Second {
			took = f.Took.Round(10 * time.Millisecond).String()
		}
	}
	return strings.TrimRight(fmt.Sprintf("  %-11s %-22s %7s  %s", label(f.Code), f.Said, took, f.Means), " ")
}

// String is the report for a terminal, a finding a line.
func (r *Report) String() string {
	var out strings.Builder
	var section Section
	for _, f := range r.Findings {
		if f.Section != section {
			section = f.Section
			fmt.Fprintf(&out, "%s\n", section)
		}
		fmt.Fprintf(&out, "%s\n", f)
	}
	return out.String()
}
