package printer

import (
	"context"
	"time"
)

// Walk is how a technician walks through a printer.
type Walk struct {
	Profile Profile
	Baud    int           // of the line in bits/s; 0 when it has none
	Instead []byte        // printed rather than the test sheet, when there is something; it says nothing of what the printer can
	Tell    func(Finding) // is told each finding at once, so that somebody waiting sees it go on; may be nil
}

// Section is a part of the walk.
type Section string

// The parts, in their order.
const (
	SectionAnswers  Section = "What it answers"
	SectionIdentity Section = "What it says it is"
	SectionPaper    Section = "What was printed"
	SectionMeans    Section = "What that means"
)

// Finding is one thing that was found out.
type Finding struct {
	Section Section
	Code    string        // stable: dle_eot_1 … 4, model, gs_r, process_id, sheet, verdict, conclusion …
	Said    string        // what came back, as bytes or text; empty when nothing did
	Took    time.Duration // until it came; 0 when that isn't told
	Means   string        // in plain English
}

// Report is what Probe found out about a printer, and what somebody with the
// paper in hand has told since.
type Report struct {
	Profile  Profile // it was taken for
	Findings []Finding
	Answers  Abilities // what it really answered
	OneWay   bool      // it never answered anything
	Prompt   bool      // it answers DLE EOT at once, also while it prints
	InTurn   bool      // it does not; neither, when that couldn't be told
	Garbled  bool      // what it answered is no status of a printer's: wrong speed or parity, or noise
	Healthy  bool      // it said that it can print, or can't say
	Verdict  Verdict   // of the test sheet; empty when none was sent

	Maker, Model, Firmware string // as it names itself; empty when it doesn't

	Bytes  int           // of the sheet
	Margin time.Duration // from the sheet's last byte until all was out; 0 when it didn't say
	Speed  int           // of the paper in mm/s, at the profile's dots per inch; 0 when it couldn't be measured
	XOFF   int           // bytes that had left when it asked to wait, and nobody on the line obeyed; 0 when it never did

	instead      bool              // something else was printed
	hanzi, knife bool              // what its type id says that it has
	typed        bool              // it told a type id
	seen         map[string]string // what the paper showed, by a Question's code
	tell         func(Finding)
}

func (r *Report) say(f Finding) {
	r.Findings = append(r.Findings, f)
	if r.tell != nil {
		r.tell(f)
	}
}

func (r *Report) means(s Section, code, means string) {
	r.say(Finding{Section: s, Code: code, Means: means})
}

// Probe asks a printer everything there is to ask, prints a test sheet, and
// concludes what kind of printer it is. It sends no sheet to a printer that says
// it can't print, whose answers make no sense, or that is silent though its
// profile promises answers. Whatever happens, the printer is left initialised, as
// long as its line takes bytes. The error is the line's or the context's; the report holds what was found until
// then.
func Probe(ctx context.Context, port Port, w Walk) (*Report, error) {
	b := &probe{port: port, baud: w.Baud, p: w.Profile, parts: testSheet(w.Profile), r: &Report{Profile: w.Profile, tell: w.Tell}}
	if len(w.Instead) > 0 {
		b.parts, b.r.instead = []sheetPart{{data: w.Instead}}, true
	}
	defer func() { b.r.tell = nil }()
	for _, step := range []func(context.Context) error{b.status, b.identity, b.print} {
		if err := step(ctx); err != nil {
			b.restore()
			return b.r, err
		}
	}
	b.conclude()
	return b.r, nil
}

// conclude says what it all means.
func (b *probe) conclude() {
	r, p := b.r, b.p
	if r.Verdict.State != "" {
		text := "the sheet is " + string(r.Verdict.State)
		if r.Verdict.Weak {
			text += ", weakly: it read all of it and is well"
		}
		if r.Verdict.Why != "" {
			text += ": " + string(r.Verdict.Why)
		}
		r.means(SectionMeans, "verdict", text)
	}
	r.means(SectionMeans, "conclusion", b.conclusion())
	b.flow()
	if r.Verdict.State == "" || r.Verdict.State == InDoubt || r.OneWay {
		return
	}
	for _, d := range []struct {
		hoped, got bool
		what       string
	}{
		{p.Status.RealTime, r.Answers.RealTime, "DLE EOT"},
		{p.Status.Fence, r.Answers.Fence, "GS r"},
		{p.Status.Auto, r.Answers.Auto, "GS a"},
	} {
		switch {
		case d.hoped && !d.got:
			r.means(SectionMeans, "differs", "profile "+p.Name+" hopes for "+d.what+", which it doesn't answer")
		case d.got && !d.hoped:
			r.means(SectionMeans, "differs", "it answers "+d.what+", of which profile "+p.Name+" knows nothing")
		}
	}
}

// flow says what to do about a printer that can't keep up.
func (b *probe) flow() {
	switch {
	case b.r.Verdict.State == "" || b.baud == 0:
	case b.r.XOFF > 0:
		b.r.means(SectionMeans, "flow", "it asks to wait and nobody listens: write flow=xonxoff in its address, else bytes get lost")
	case !b.held:
		b.r.means(SectionMeans, "flow", "the line was never held back: if rows are missing or garbled, use flow=rtscts with the wires for it, or pace:")
	}
}

// conclusion is the one sentence.
func (b *probe) conclusion() string {
	p, got := b.p, b.r.Answers
	switch {
	case b.r.Garbled:
		return "its answers are no printer's: try another speed (baud=…); its self-test names it, printed when it is switched on with the feed button held"
	case b.r.OneWay && p.Promises:
		return "off, not connected, at another speed, or not a printer of profile " + p.Name + "; a generic profile would print without answers"
	case b.r.OneWay:
		return "one-way: slips are sent and never confirmed; if it should answer, see to the cable's way back and the speed"
	case b.r.Verdict.State == "":
		return "it answers, and can't print now"
	case b.r.Verdict.State == InDoubt:
		return "it stopped on the way: put that right, tear off what came out, and walk through it again"
	case p.Status.ProcessID && !got.ProcessID:
		return "profile " + p.Name + " waits for process ids that don't come: a generic profile fits better"
	case got.ProcessID && !p.Status.ProcessID:
		return "it confirms each slip: an epson profile fits better than " + p.Name
	case !got.ProcessID && !got.Fence:
		return "it tells how it is, never that a slip is done: a slip that leaves it well is sent, not confirmed, any other in doubt"
	}
	return "profile " + p.Name + " fits what it answers"
}
