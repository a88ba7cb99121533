package edition

import "strings"

// BundleError is why a file is no export that can be taken, or why there is none to be made. The page has the sentence.
type BundleError struct {
	Code string // see the constants
	Name string // of a file in it, or a language
}

// The codes.
const (
	NoExport   = "no_export"   // it is neither an export nor a config
	Broken     = "broken"      // it is a ZIP that is cut off or damaged
	Many       = "many"        // it has more files than an export, or would
	Large      = "large"       // the file is larger than an export's are
	Foreign    = "foreign"     // the file doesn't belong to an export
	NotConfig  = "not_config"  // its text isn't a config: it has no part "centre"
	NoConfig   = "no_config"   // there is no centre.yaml in it
	BadWords   = "bad_words"   // the file of words in the language can't be read
	BadList    = "bad_list"    // the file is no list of recordings
	BadSound   = "bad_sound"   // the file is no recording
	Unnamed    = "unnamed"     // the config names no words in the language
	NoClips    = "no_clips"    // the config names no folder of recordings
	Elsewhere  = "elsewhere"   // it doesn't lie where an import may write
	NotJSON    = "not_json"    // a file of words has to end with .json
	OtherThing = "other_thing" // it is there already and has no words in it
)

// Error is for logs.
func (r *BundleError) Error() string {
	return strings.TrimSpace("an export is refused: " + strings.ReplaceAll(r.Code, "_", " ") + " " + r.Name)
}

func refuse(code string, name ...string) error { return &BundleError{code, strings.Join(name, "")} }
