package config

import (
	"fmt"
	"maps"
	"slices"

	"github.com/goccy/go-yaml/ast"

	"onedoor/queue"
)

// kind is a kind of thing that has an id.
type kind string

const (
	aFloor      kind = "floor"
	aDepartment kind = "department"
	aService    kind = "service"
	aWindow     kind = "window"
	aStaff      kind = "member of staff"
	aProfile    kind = "printer profile"
	aPrinter    kind = "printer"
	aKiosk      kind = "kiosk"
	aScreen     kind = "screen"
	aBundle     kind = "bundle"
	aBody       kind = "body"
	aCategory   kind = "category"
	aTag        kind = "tag"
	anOutcome   kind = "outcome"
	aLevel      kind = "level of evaluation"
	aQuestion   kind = "question"
	aNotice     kind = "notice"
	aReason     kind = "reason"
)

// use is an id that names something elsewhere in the file.
type use struct {
	kind kind
	ref  ref
	by   string // who names it
}

// builder makes a Centre of a file's tree.
type builder struct {
	*reader
	sample bool // the sample centre: a demo may have no tokens and the known PIN
	centre *Centre
	rules  *queue.Rules

	defs     map[kind]map[string]spot
	uses     []use
	prefixes []prefixUse
	surgeAt  spot
	plans    []planAt
	speakers []ref             // zones of the voice's speakers
	asked    []askedAt         // where each question of the triage stands
	tokens   map[string]string // token hash → the device that has it
}

func newBuilder(file string, sample bool) *builder {
	b := &builder{
		reader: &reader{file: file, langs: knownLanguages(), unnamed: map[string]int{}},
		sample: sample,
		rules:  &queue.Rules{},
		defs:   make(map[kind]map[string]spot),
		tokens: make(map[string]string),
	}
	b.centre = &Centre{
		Rules:        b.rules,
		Names:        make(map[queue.StaffID]string),
		PINs:         make(map[queue.StaffID]string),
		KioskTokens:  make(map[queue.KioskID]string),
		ScreenTokens: make(map[queue.ScreenID]string),
		Printers:     make(map[queue.PrinterID]string),
		spots:        make(map[Part]spot),
		file:         file,
	}
	return b
}

// build reads every section, then holds them against each other.
func (b *builder) build(root value) {
	t, ok := b.table(root, "the file")
	if !ok {
		return
	}
	b.readCentre(t)
	b.readDepartments(t)
	b.readServices(t)
	b.readWindows(t)
	b.readBundles(t)
	b.readStaff(t)
	b.readPINs(t)
	b.readProfiles(t)
	b.readPrinters(t)
	b.readKiosks(t)
	b.readScreens(t)
	b.readPolicy(t)
	b.readPrint(t)
	b.readVoice(t)
	b.readOutcomes(t)
	b.readMatters(t)
	b.readEvaluation(t)
	b.readNotices(t)
	b.readReports(t)
	b.readAlerts(t)
	b.readDaily(t)
	b.readTriage(t)
	t.done()
	b.checkUses()
	b.checkServed()
	b.checkTriage()
	b.checkPrefixes()
	b.checkShown()
	b.checkSpeakers()
	b.checkStaffed()
	b.checkSurge()
	b.checkDuty()
	b.checkPlans()
	b.checkOwnNames()
}

// define takes an id for a thing; false when it can't be used.
func (b *builder) define(k kind, id ref) bool {
	if id.id == "" {
		return false
	}
	if b.defs[k] == nil {
		b.defs[k] = make(map[string]spot)
	}
	if first, twice := b.defs[k][id.id]; twice {
		b.bad(id.at, fmt.Sprintf("the %s %q is there twice, first on line %d", k, id.id, first.line), "give it an id of its own")
		return false
	}
	b.defs[k][id.id] = id.at
	return true
}

// name notes that an id is named, to be looked up when all are known.
func (b *builder) name(k kind, by string, refs ...ref) {
	for _, id := range refs {
		if id.id != "" {
			b.uses = append(b.uses, use{k, id, by})
		}
	}
}

func (b *builder) checkUses() {
	for _, u := range b.uses {
		if _, ok := b.defs[u.kind][u.ref.id]; !ok {
			b.bad(u.ref.at, fmt.Sprintf("%s names the %s %q, which doesn't exist", u.by, u.kind, u.ref.id),
				guess(u.ref.id, slices.Collect(maps.Keys(b.defs[u.kind]))))
		}
	}
}

// section opens a list of things that must be there.
func (b *builder) section(t *table, key, example string) []value {
	v, ok := t.need(key, example)
	if !ok {
		return nil
	}
	list := b.items(v, fmt.Sprintf("%q", key))
	b.emptyList(v, fmt.Sprintf("%q is empty", key), "write at least one")
	return list
}

// emptyList reports a list written as []. What isn't a list was reported before.
func (b *builder) emptyList(v value, what, fix string) {
	if seq, ok := v.node.(*ast.SequenceNode); ok && len(seq.Values) == 0 {
		b.bad(v.at, what, fix)
	}
}

// known maps refs to an id type.
func known[K ~string](refs []ref) []K {
	out := make([]K, len(refs))
	for i, r := range refs {
		out[i] = K(r.id)
	}
	return out
}

// about names a thing in a sentence by its id, as far as it has one.
func about(k kind, id ref) string {
	if id.id == "" {
		return "a " + string(k)
	}
	return fmt.Sprintf("the %s %q", k, id.id)
}
