package display

import (
	"context"
	"time"

	"onedoor/queue"
)

// The refusals of a config that somebody wants to change.
const (
	ErrConfigChanged  queue.Code = "config_changed"   // it was made from another text than the file's
	ErrConfigInvalid  queue.Code = "config_invalid"   // the check finds errors; args: line, column, what
	ErrConfigReadOnly queue.Code = "config_read_only" // the program may not write the file
)

// ConfigText is the config's file. Hashes of PINs and tokens are masked.
type ConfigText struct {
	Text    string   `json:"text"`
	Base    string   `json:"base"`     // SHA-256 of the file; a change names the one that it was made from
	Sample  bool     `json:"sample"`   // of the sample centre
	InForce bool     `json:"in_force"` // false: somebody changed it by hand and nobody had it read again
	Waiting []string `json:"waiting"`  // parts that wait for the next start
}

// ConfigProblem is one thing that the check says of a text.
type ConfigProblem struct {
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	Severity string `json:"severity"` // error, warning
	What     string `json:"what"`
	Fix      string `json:"fix,omitempty"`
}

// ConfigEdition is a text that the file has had.
type ConfigEdition struct {
	Edition int           `json:"edition"`
	At      time.Time     `json:"at"`
	Staff   queue.StaffID `json:"staff"` // "": by hand
	By      string        `json:"by"`    // hand, applied, back, import, program
	Of      int           `json:"of"`    // the edition that was gone back to; 0: none
}

// Configs reads and changes the config's file for programs. The administration fits it.
type Configs interface {
	ConfigText(ctx context.Context) (ConfigText, error)
	CheckConfig(ctx context.Context, text string) ([]ConfigProblem, error)
	PutConfig(ctx context.Context, staff queue.StaffID, base, text string) error
	ConfigEditions(ctx context.Context) ([]ConfigEdition, error)
	ConfigEdition(ctx context.Context, n int) (text string, ok bool, err error)
}
