package paper

import "onedoor/printer"

// Class is how a kind of printer behaves at the other end of its line. It is
// data; Classes has those that are known, each with where the facts come from.
type Class struct {
	Name    string
	Source  string            // where it is written, and how sure that is
	Answers printer.Abilities // the questions it answers
	Knows   [5]bool           // DLE EOT n is answered, by n; [0] is unused
	InTurn  bool              // DLE EOT waits in the buffer for its turn, as any other command
	Drawer  bool              // the cash drawer's pin is high, as it may be without a drawer: a bit in DLE EOT 1 and ASB
	Maker   string            // GS I 66; no answer to GS I when it is empty
	Model   string            // GS I 67
}

// The known classes' names.
const (
	ClassEpson      = "epson"       // TM-T88IV and newer, T20, T82II, T83III, m-series
	ClassOlderEpson = "epson-older" // TM-T88III, T81, T82
	ClassSNBC       = "snbc"
	ClassZjiang     = "zjiang"
	ClassQueueing   = "queueing"
	ClassSilent     = "silent"
)

// Classes returns the known classes, the ablest first: a fresh copy.
func Classes() []Class {
	all := [5]bool{1: true, 2: true, 3: true, 4: true}
	return []Class{
		{
			Name:    ClassEpson,
			Source:  "Epson's command reference: GS ( H 48 on TM-T88IV, T20, T82II, T83III, m-series",
			Answers: printer.Abilities{ProcessID: true, Fence: true, RealTime: true, Auto: true},
			Knows:   all, Maker: "EPSON", Model: "TM-T88V",
		},
		{
			Name:    ClassOlderEpson,
			Source:  "Epson's command reference: no GS ( H 48 on TM-T88III, T81 and the original T82; users report DLE EOT 1 answered by 16",
			Answers: printer.Abilities{Fence: true, RealTime: true, Auto: true},
			Knows:   all, Drawer: true, Maker: "EPSON", Model: "TM-T88III",
		},
		{
			Name:    ClassSNBC,
			Source:  "BTP-R880NP programming manual V100 of 2010: GS r, GS a with four bytes and in its turn, DLE EOT 1 to 4, no GS ( H",
			Answers: printer.Abilities{Fence: true, RealTime: true, Auto: true},
			Knows:   all, Maker: "SNBC", Model: "BTP-R880NP",
		},
		{
			Name:    ClassZjiang,
			Source:  "not confirmed on a machine: clones that answer whether they are on line and whether there is paper, and nothing else",
			Answers: printer.Abilities{RealTime: true},
			Knows:   [5]bool{1: true, 4: true},
		},
		{
			Name:    ClassQueueing,
			Source:  "not confirmed on a machine: clones that take DLE EOT for a command like any other, and answer it when the buffer got there",
			Answers: printer.Abilities{Fence: true, RealTime: true},
			Knows:   all, InTurn: true,
		},
		{
			Name:   ClassSilent,
			Source: "every printer on a one-way cable, and by the author of the zj-58 driver for CUPS most of the cheapest",
		},
	}
}

// ClassNamed returns a known class.
func ClassNamed(name string) (Class, bool) {
	for _, c := range Classes() {
		if c.Name == name {
			return c, true
		}
	}
	return Class{}, false
}

// classOf is the class of a printer of which only a profile is known: it has all
// that the profile hopes for.
func classOf(p printer.Profile) Class {
	return Class{
		Name: p.Name, Answers: p.Status, Knows: [5]bool{1: true, 2: true, 3: true, 4: true},
		Maker: "ONEDOOR", Model: "VIRTUAL " + p.Name,
	}
}
