package config

import "onedoor/printer"

// Kind is what a form asks for in a field.
type Kind string

// The kinds.
const (
	TextKind    Kind = "text"    // a word or a line
	NumberKind  Kind = "number"  // a whole number from Low to High
	DateKind    Kind = "date"    // a day, as 2026-10-01
	TimeKind    Kind = "time"    // a length of time, as 90s, 2m, 1h30m
	YesKind     Kind = "yes"     // true or false; Else when it isn't written
	NamesKind   Kind = "names"   // a text in each language of the centre
	WordsKind   Kind = "words"   // several words
	ChoiceKind  Kind = "choice"  // one of Words
	ChoicesKind Kind = "choices" // some of Words
	RefKind     Kind = "ref"     // the id of an entry of the part Of
	RefsKind    Kind = "refs"    // several
	WeekKind    Kind = "week"    // what is open on each weekday, as 9:00-12:00, 13:30-17:30
	BlockKind   Kind = "block"   // a block of Fields
	ListKind    Kind = "list"    // a list of such blocks; with Bare an entry may be one word
	SecretKind  Kind = "secret"  // a hash: made with the entry, never shown
	PlainKind   Kind = "plain"   // anything, as it is written in the file
)

// Field is a key of the file as a form asks for it.
type Field struct {
	Key    string
	Kind   Kind
	Need   bool     // it can't be left out
	Of     string   // RefKind: a part
	Also   []string // RefKind: words beside the ids
	Words  []string // ChoiceKind; the first is meant when nothing is written
	Else   bool     // YesKind
	Fields []Field  // BlockKind, ListKind
	Bare   string   // ListKind: the field that an entry of one word gives
	Each   bool     // BlockKind: one value in its place is that of each of its fields
	Bounds [2]int   // NumberKind
}

// Section is a part of the file with a form of its own.
type Section struct {
	ID     string
	Path   Path
	List   bool   // of entries
	By     string // the key that an entry is found by
	Title  string // the key that an entry is called by, in its language
	Group  string // where it stands among the others
	Fields []Field
}

// Field gives a field by its key.
func (p *Section) Field(key string) (Field, bool) {
	for _, f := range p.Fields {
		if f.Key == key {
			return f, true
		}
	}
	return Field{}, false
}

func need(f Field) Field { f.Need = true; return f }
func text(key string) Field {
	return Field{Key: key, Kind: TextKind}
}

func number(key string, low, high int) Field {
	return Field{Key: key, Kind: NumberKind, Bounds: [2]int{low, high}}
}
func date(key string) Field   { return Field{Key: key, Kind: DateKind} }
func length(key string) Field { return Field{Key: key, Kind: TimeKind} }
func yes(key string) Field    { return Field{Key: key, Kind: YesKind} }
func names(key string) Field  { return Field{Key: key, Kind: NamesKind} }
func words(key string) Field  { return Field{Key: key, Kind: WordsKind} }
func choice(key string, words ...string) Field {
	return Field{Key: key, Kind: ChoiceKind, Words: words}
}

func refTo(key, part string, also ...string) Field {
	return Field{Key: key, Kind: RefKind, Of: part, Also: also}
}
func refsTo(key, part string) Field { return Field{Key: key, Kind: RefsKind, Of: part} }
func block(key string, fields ...Field) Field {
	return Field{Key: key, Kind: BlockKind, Fields: fields}
}

func list(key string, fields ...Field) Field {
	return Field{Key: key, Kind: ListKind, Fields: fields}
}

func hoursField(key string) Field {
	return block(key, Field{Key: "week", Kind: WeekKind, Need: true},
		list("days", need(date("on")), date("to"), names("name"), text("open")))
}

// Sections describes the whole file, for forms: what each part asks for and how. What it doesn't know of an entry stays as
// it is written. A test holds it against what Parse knows.
func Sections() []Section {
	id := need(text("id"))
	name := need(names("name"))
	namesList := func(key string) Field { return list(key, names("")) }
	return []Section{
		{ID: "centre", Path: Path{"centre"}, Group: "house", Fields: []Field{
			name, names("short"), names("address"),
			{Key: "languages", Kind: WordsKind},
			text("locale"), need(text("time_zone")),
			names("desk"), text("hotline"), choice("entry", "triage", "reception"), namesList("slip"),
		}},
		{ID: "phone", Path: Path{"centre"}, Group: "house", Fields: []Field{choice("phone", "off", "wifi", "public"), text("wifi"), text("public_url")}},
		{ID: "hours", Path: Path{"centre"}, Group: "house", Fields: []Field{hoursField("hours"), text("noon"), text("last_ticket")}},
		{ID: "floors", Path: Path{"centre", "floors"}, List: true, By: "id", Title: "name", Group: "house", Fields: []Field{
			id, name, need(names("wait")), names("way"), length("walk"), {Key: "plan", Kind: PlainKind},
		}},
		{ID: "departments", Path: Path{"departments"}, List: true, By: "id", Title: "name", Group: "services", Fields: []Field{id, name, yes("sample")}},
		servicesPart(id, name, namesList("words")),
		{ID: "windows", Path: Path{"windows"}, List: true, By: "id", Title: "label", Group: "services", Fields: []Field{
			id, need(names("label")), need(refTo("floor", "floors")), need(refsTo("services", "services")),
			list("helps", need(refTo("service", "services")), length("after")), names("way"), text("zone"), yes("low"), yes("call_on"), number("seats", 0, 500),
		}},
		{ID: "bundles", Path: Path{"bundles"}, List: true, By: "id", Title: "name", Group: "services", Fields: []Field{id, name, need(refsTo("steps", "services")), yes("any_order")}},
		{ID: "triage", Path: Path{"triage"}, List: true, By: "id", Title: "ask", Group: "services", Fields: []Field{
			id, need(names("ask")), names("lead"),
			list("answers", need(text("id")), need(names("say")), choice("icon", append([]string{""}, icons()...)...), refTo("question", "triage"), refTo("service", "services"), yes("desk")),
		}},
		{ID: "staff", Path: Path{"staff"}, List: true, By: "id", Title: "name", Group: "people", Fields: []Field{
			id, need(text("name")), need(Field{Key: "roles", Kind: ChoicesKind, Words: roles()}), refsTo("windows", "windows"), names("public"),
			hoursField("roster"), yes("on_call"), refTo("fallback", "staff", "any"),
			{Key: "first_pin", Kind: SecretKind},
		}},
		{ID: "pins", Path: Path{"pins"}, Group: "people", Fields: []Field{
			number("length", 6, 12), number("history", 0, 12), {Key: "change_first", Kind: YesKind}, number("lock_after", 5, 50), length("lock_for"),
		}},
		{ID: "audit", Path: Path{"audit"}, Group: "people", Fields: []Field{number("keep_days", 30, 3650)}},
		{ID: "kiosks", Path: Path{"kiosks"}, List: true, By: "id", Title: "name", Group: "devices", Fields: []Field{
			id, name, refTo("printer", "printers"), refsTo("fallback", "printers"), block("slot", choice("side", "below", "left", "right", "above"), names("text")),
			block("keypad", text("listen"), text("next"), text("choose"), text("back")),
			{Key: "token_sha256", Kind: SecretKind},
		}},
		{ID: "screens", Path: Path{"screens"}, List: true, By: "id", Title: "name", Group: "devices", Fields: []Field{
			id, name, refsTo("windows", "windows"), refTo("floor", "floors"), text("zone"), number("diagonal", 10, 300), number("width_mm", 100, 20000),
			number("distance", 1, 60), yes("upright"),
			{Key: "token_sha256", Kind: SecretKind},
		}},
		{ID: "printers", Path: Path{"printers"}, List: true, By: "id", Title: "place", Group: "devices", Fields: []Field{id, need(text("url")), names("place")}},
		profilesPart(),
		{ID: "voice", Path: Path{"voice"}, Group: "devices", Fields: []Field{text("clips"), choice("one", "yao", "yi"), list("speakers", need(text("zone")), need(text("play")))}},
		policyPart(),
		{ID: "alerts", Path: Path{"alerts"}, Group: "rules", Fields: []Field{
			length("wait"), number("queue", 0, 1000), number("per_window", 0, 200), length("nobody"), length("printer"), length("screen"), length("kiosk"),
			length("voice"), number("disk", 0, 1_000_000), length("again"), list("services", need(refTo("service", "services")), length("wait"), number("queue", 0, 1000)),
		}},
		{ID: "reports", Path: Path{"reports"}, Group: "rules", Fields: []Field{number("mask_below", 2, 100), number("search_words_days", 1, 366)}},
		{ID: "daily", Path: Path{"daily"}, Group: "rules", Fields: []Field{text("dir"), block("post", text("url"), text("token_file"), text("header"))}},
		{ID: "outcomes", Path: Path{"outcomes"}, List: true, By: "id", Title: "name", Group: "rules", Fields: []Field{
			id, name, choice("counts", append([]string{""}, counts()...)...), choice("asks", append([]string{""}, outcomeFields()...)...),
			choice("needs", append([]string{""}, outcomeFields()...)...), choice("confirm", "", "true", "required"),
		}},
		{ID: "evaluation", Path: Path{"evaluation"}, List: true, By: "id", Title: "name", Group: "rules", Fields: []Field{id, name, yes("follow_up"), refsTo("reasons", "reasons")}},
		{ID: "reasons", Path: Path{"reasons"}, List: true, By: "id", Title: "text", Group: "rules", Fields: []Field{id, need(names("text"))}},
		{ID: "notices", Path: Path{"notices"}, List: true, By: "id", Title: "text", Group: "rules", Fields: []Field{id, need(names("text")), yes("emergency")}},
		{ID: "bodies", Path: Path{"bodies"}, List: true, By: "id", Title: "name", Group: "rules", Fields: []Field{id, name}},
		{ID: "categories", Path: Path{"categories"}, List: true, By: "id", Title: "name", Group: "rules", Fields: []Field{id, name}},
		{ID: "tags", Path: Path{"tags"}, List: true, By: "id", Title: "name", Group: "rules", Fields: []Field{id, name, need(choice("kind", "place", "party"))}},
		{ID: "print", Path: Path{"print"}, Group: "paper", Fields: []Field{length("lapse"), {Key: "reprint_in_doubt", Kind: YesKind, Else: true}, text("font")}},
		templatePart(),
	}
}

func servicesPart(id, name, said Field) Section {
	return Section{ID: "services", Path: Path{"services"}, List: true, By: "id", Title: "name", Group: "services", Fields: []Field{
		id, need(text("prefix")), name, names("public"), said, words("search"),
		choice("icon", append([]string{""}, icons()...)...), need(refTo("department", "departments")), need(refTo("floor", "floors")),
		names("bring"), refsTo("outcomes", "outcomes"), choice("minutes", "learnt", "never"), refTo("instead", "services"), text("hotline"),
		{Key: "quota", Kind: BlockKind, Each: true, Fields: []Field{number("morning", 1, mostNumbers), number("afternoon", 1, mostNumbers)}},
		text("last_ticket"), choice("at_closing", "", "serve", "carry", "tell"), yes("carry_over"), yes("by_roster"),
		block("target", length("wait"), number("percent", 1, 100)), refTo("person", "staff"), refTo("host", "staff"), refTo("anyone", "services"), number("representatives", 1, 50), yes("whole_party"),
		list("parties", need(text("id")), need(names("name")), names("wait")), hoursField("hours"), yes("sample"),
	}}
}

func policyPart() Section {
	margin := func(key string) Field { return block(key, length("early"), length("late")) }
	return Section{ID: "policy", Path: Path{"policy"}, Group: "rules", Fields: []Field{
		block("target", length("wait"), number("percent", 1, 100)), choice("order", "priority", "strict"), block("rates", number("ordinary", 1, 100), number("priority", 1, 100)), length("ceiling"),
		block("no_show", choice("return", "credit", "back"), length("lapse"), number("calls", 1, 10), length("after")),
		length("hold_max"), length("undo"), number("max_party", 1, 500), number("front_max", 1, 50), margin("appointments"), margin("sessions"),
		length("page_alarm"), block("consultation", length("timeout")), block("outside", length("max")),
		block("postpone", number("places", 0, 50), number("times", 1, 20)), block("help", length("answer"), length("over")),
		block("surge", number("count", 2, 100), number("days", 1, 366)), number("case_kept_days", 1, 36500),
		block("evaluation", number("days", 1, 60), number("follow_up_days", 1, 60), refTo("follow_up_owner", "staff"),
			number("words_kept_days", 1, 3650), number("show_from", 2, 1000)),
	}}
}

func profilesPart() Section {
	const most = 1 << 20
	flags := func(key string, keys ...string) Field {
		f := Field{Key: key, Kind: BlockKind}
		for _, k := range keys {
			f.Fields = append(f.Fields, choice(k, "", "true", "false"))
		}
		return f
	}
	return Section{ID: "profiles", Path: Path{"profiles"}, List: true, By: "name", Title: "about", Group: "devices", Fields: []Field{
		need(text("name")), text("like"), text("about"), text("source"), yes("tried"), number("dots", 0, most), number("dpi", 0, most),
		number("columns", 0, most), choice("encoding", append([]string{""}, encodings()...)...), number("page", 0, most), number("spacing", 0, most),
		choice("qr", "", "native", "raster"), number("module", 0, most), choice("cutter", "", "partial", "full", "none"), choice("promises", "", "true", "false"),
		number("buffer", 0, most), number("pace", 0, most), length("margin"), flags("status", "process_id", "fence", "real_time", "auto"),
		flags("quirks", "hanzi_size", "half_dots", "kanji_off_before_qr"),
	}}
}

func templatePart() Section {
	line := list("template", need(choice("item", items()...)), number("size", 1, 8), choice("bold", "", "true", "false"),
		choice("align", "", "left", "centre", "right"), names("text"), number("dots", 1, 240))
	line.Bare = "item"
	return Section{ID: "template", Path: Path{"print"}, Group: "paper", Fields: []Field{line}}
}

// items are what a line of the template can say, the usual ones first.
func items() []string {
	var list []string
	for _, i := range printer.Items() {
		list = append(list, string(i))
	}
	return list
}
